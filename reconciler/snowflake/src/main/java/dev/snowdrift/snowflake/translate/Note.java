package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;

/// What a translation did or noticed, for the person who keeps the result.
///
/// @param at where it stands in the original
/// @param pointer the place in the Service manifest, as a JSON pointer
///   (`/spec/specification/spec/containers/0/env`)
public record Note(Location at, Sort sort, String pointer, String text) {

  /// What kind of remark it is.
  public enum Sort {
    /// The same, said in the current form.
    TRANSLATED("translated"),
    /// Container services have no such thing; it is not in the result.
    LEFT_OUT("left out"),
    /// Said nowhere in the original: to be confirmed.
    ASSUMED("assumed"),
    /// Taken over as it is, and likely to be wrong.
    WARNING("warning");

    private final String word;

    Sort(String word) {
      this.word = word;
    }

    /// As people read it.
    public String word() {
      return word;
    }

    /// Whether the result says something else than the original.
    public boolean isTranslation() {
      return this == TRANSLATED || this == LEFT_OUT;
    }
  }

  /// One line without the place.
  public String line() {
    return sort.word() + ": " + text;
  }

  @Override
  public String toString() {
    return at + ": " + line();
  }
}
