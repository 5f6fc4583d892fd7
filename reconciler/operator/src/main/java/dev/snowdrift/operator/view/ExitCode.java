package dev.snowdrift.operator.view;

import dev.snowdrift.operator.loop.PassReport;

/// What the process answers. A contract: scripts depend on the numbers.
public enum ExitCode {
  /// Converged, in sync, done.
  OK(0),
  /// An error, or wrong usage.
  ERROR(1),
  /// There are differences, or drift.
  DIFFERENT(2),
  /// Held by a guard, a suspension or a missing approval.
  HELD(3),
  /// Partly converged.
  PARTIAL(4),
  /// A target could not be reached, did not let us in, or did not answer in time.
  UNREACHABLE(5),
  /// The manifests are invalid.
  INVALID(6),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// The code of a pass that was to converge.
  public static ExitCode ofConverging(PassReport report) {
    return switch (report.result()) {
      case NOOP, CHANGED -> OK;
      case PLANNED -> HELD;
      case BLOCKED -> report.problems().isEmpty() ? HELD : INVALID;
      case PARTIAL -> PARTIAL;
      case FAILED -> UNREACHABLE;
      case CANCELLED -> INTERRUPTED;
    };
  }

  /// The code of a pass that only planned.
  public static ExitCode ofPlanning(PassReport report) {
    return report.result() == PassReport.Result.PLANNED
            || report.result() == PassReport.Result.PARTIAL
        ? DIFFERENT
        : ofConverging(report);
  }
}
