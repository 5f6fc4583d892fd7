package dev.snowdrift.operator.loop;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.operator.loop.PassReport.Result;
import java.util.List;

/// Ends a pass early; its message and problems go into the report.
final class PassEnded extends RuntimeException {
  private final Result result;
  private final transient List<Problem> problems;

  PassEnded(Result result, List<Problem> problems, String message) {
    super(message, null, false, false);
    this.result = result;
    this.problems = List.copyOf(problems);
  }

  Result result() {
    return result;
  }

  List<Problem> problems() {
    return problems;
  }
}
