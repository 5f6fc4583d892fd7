package dev.snowdrift.manifest;

import java.util.Comparator;

/// A place in a source file; line and column count from 1, columns in code points.
///
/// Ordered by file, then line, then column.
public record Location(String file, int line, int column) implements Comparable<Location> {
  private static final Comparator<Location> ORDER =
      Comparator.comparing(Location::file)
          .thenComparingInt(Location::line)
          .thenComparingInt(Location::column);

  public Location {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("line and column count from 1");
    }
  }

  /// The beginning of a file: for problems that concern all of it.
  public static Location of(String file) {
    return new Location(file, 1, 1);
  }

  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }

  /// `file:line:column`, the form that editors and terminals turn into a link.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
