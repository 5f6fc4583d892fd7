package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Location;

/// What a translation did or noticed, for the person who keeps the result.
///
/// @param at where it stands in the project file
public record Note(Location at, Sort sort, String text) {

  /// What kind of remark it is.
  public enum Sort {
    /// The same, said in the words of manifests.
    TRANSLATED("translated"),
    /// Not in the result, because something else does it or nothing can.
    LEFT_OUT("left out"),
    /// Said nowhere in the file: to be confirmed.
    ASSUMED("assumed"),
    /// Taken over, and likely to be wrong.
    WARNING("warning");

    private final String word;

    Sort(String word) {
      this.word = word;
    }

    /// As people read it.
    public String word() {
      return word;
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
