package dev.snowdrift.manifest;

/// What a translation of something into manifests did or noticed, for the person who keeps them.
///
/// @param at where it stands in the original
/// @param pointer the place in the manifest, as a JSON pointer
///   (`/spec/specification/spec/containers/0/env`); empty where it has none
public record Note(Location at, Sort sort, String pointer, String text) {

  /// What kind of remark it is.
  public enum Sort {
    /// The same, said as manifests say it now.
    TRANSLATED("translated"),
    /// Not in the result: there is no such thing here, or something else does it.
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
