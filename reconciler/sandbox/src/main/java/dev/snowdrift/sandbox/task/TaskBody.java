package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Background;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a task as it runs: scripted, or as a statement of the account in the owner's role.
/// What the sandbox cannot run (a statement it does not know, rows, a block of Snowflake Scripting)
/// succeeds at once.
final class TaskBody {
  private static final int SYNTAX = 1003;
  private static final int UNSUPPORTED = 2;

  private final @Nullable Background background;
  private final Instant end;
  private final Optional<TaskRun.Failure> failure;

  private TaskBody(
      @Nullable Background background, Instant end, Optional<TaskRun.Failure> failure) {
    this.background = background;
    this.end = end;
    this.failure = failure;
  }

  /// How a body ended.
  record End(Optional<TaskRun.Failure> failure) {}

  static TaskBody scripted(TaskScript script, Instant now) {
    return new TaskBody(null, now.plus(script.takes()), script.failure());
  }

  static TaskBody run(Execution execution, Session session, String sql) {
    var now = execution.now();
    try {
      var statement = SqlReader.read(sql, List.of());
      var begun = execution.begin(session, statement);
      if (begun.isPresent()) {
        return new TaskBody(begun.get(), Instant.MAX, Optional.empty());
      }
      execution.run(session, statement);
      return new TaskBody(null, now, Optional.empty());
    } catch (SqlError error) {
      return new TaskBody(null, now, failureOf(error));
    }
  }

  private static Optional<TaskRun.Failure> failureOf(SqlError error) {
    return error.code() == SYNTAX || error.code() == UNSUPPORTED
        ? Optional.empty()
        : Optional.of(new TaskRun.Failure(error.code(), String.valueOf(error.getMessage())));
  }

  /// Its end, once it has come.
  Optional<End> poll(Instant now) {
    if (background == null) {
      return now.isBefore(end) ? Optional.empty() : Optional.of(new End(failure));
    }
    try {
      return background.poll().map(_ -> new End(Optional.empty()));
    } catch (SqlError error) {
      return Optional.of(new End(failureOf(error)));
    }
  }

  /// When it ends, if that is known.
  Optional<Instant> due() {
    return background == null ? Optional.of(end) : Optional.empty();
  }

  void cancel() {
    if (background != null) {
      background.cancel();
    }
  }
}
