package dev.snowdrift.manifest;

import java.util.Comparator;

/// A user's error with its place: what is wrong, why that is so, and what to do next.
///
/// The `subject` names the resource (`Task ETL.PUBLIC.LOAD`), or is empty where none is known.
/// Problems are ordered by place, then code, then text, so that the same input gives the same list.
public record Problem(Code code, Location at, String subject, String what, String why, String next)
    implements Comparable<Problem> {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::at)
          .thenComparing(Problem::code)
          .thenComparing(Problem::subject)
          .thenComparing(Problem::what)
          .thenComparing(Problem::why)
          .thenComparing(Problem::next);

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /// The whole text without the source line.
  @Override
  public String toString() {
    return ProblemText.render(this, java.util.Optional.empty());
  }
}
