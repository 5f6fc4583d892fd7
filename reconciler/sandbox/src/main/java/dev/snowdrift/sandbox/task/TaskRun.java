package dev.snowdrift.sandbox.task;

import java.time.Instant;
import java.util.Optional;

/// One run of one task, as TASK_HISTORY tells it.
///
/// @param task fully qualified
/// @param rootId of the graph's root, as SHOW TASKS gives it
/// @param runId the scheduled time of the graph's first attempt, in milliseconds
/// @param from SCHEDULE, EXECUTE_TASK, `MANUAL RETRY` or `AUTOMATIC RETRY`
/// @param group the same for all attempts at one run of a graph
public record TaskRun(
    String task,
    String queryId,
    String definition,
    Optional<String> condition,
    State state,
    Optional<Failure> failure,
    Instant scheduled,
    Instant started,
    Optional<Instant> completed,
    String rootId,
    long graphVersion,
    long runId,
    String from,
    int attempt,
    Optional<String> config,
    String group) {

  /// Where a run stands.
  public enum State {
    EXECUTING,
    SUCCEEDED,
    FAILED,
    FAILED_AND_AUTO_SUSPENDED,
    CANCELLED,
    SKIPPED
  }

  /// Why a run failed.
  public record Failure(int code, String message) {}

  boolean wentWrong() {
    return state == State.FAILED
        || state == State.FAILED_AND_AUTO_SUSPENDED
        || state == State.CANCELLED;
  }
}
