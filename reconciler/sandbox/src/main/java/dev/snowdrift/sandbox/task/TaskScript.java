package dev.snowdrift.sandbox.task;

import java.time.Duration;
import java.util.Optional;

/// What shall become of runs of a task, in place of running its body.
///
/// @param takes by the sandbox's clock
/// @param failure what the run ends with; empty for success
public record TaskScript(Duration takes, Optional<TaskRun.Failure> failure) {

  public static TaskScript succeeds() {
    return new TaskScript(Duration.ZERO, Optional.empty());
  }

  public static TaskScript fails(int code, String message) {
    return new TaskScript(Duration.ZERO, Optional.of(new TaskRun.Failure(code, message)));
  }

  /// The same after some time.
  public TaskScript taking(Duration time) {
    return new TaskScript(time, failure);
  }
}
