package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Starts and suspends tasks, and tells those who plan runs.
final class TaskStarts {
  private static final int MAX_STARTED = 30_000;
  private static final String STREAM = "SYSTEM$STREAM_HAS_DATA";

  private final TaskPlans plans;

  TaskStarts(TaskPlans plans) {
    this.plans = plans;
  }

  /// RESUME. A root is started together with a look at its whole graph; a child's root must be
  /// suspended. What is already started stays so.
  void resume(Execution execution, Task task) {
    if (!task.isRoot()) {
      if (TaskGraph.roots(task).isEmpty()) {
        throw TaskRefusals.cycle(task);
      }
      TaskGraph.requireSuspended(task);
    } else if (task.started()) {
      return;
    }
    checkOwner(execution, task);
    if (task.isRoot()) {
      checkScheduled(task);
      TaskGraph.validate(task);
    }
    checkCount(execution);
    start(execution, task);
  }

  private void start(Execution execution, Task task) {
    var now = execution.now();
    task.start(now);
    if (task.isRoot()) {
      TaskGraph.members(task).forEach(member -> member.commit(now));
    }
    plans.started(task, now);
  }

  /// What the owner needs to run it.
  ///
  /// @throws SqlError 91089
  static void checkOwner(Execution execution, Task task) {
    var owner = execution.inRole(task.object().owner());
    if (!owner.hasGlobal("EXECUTE TASK")) {
      throw TaskRefusals.ownerLacks("EXECUTE TASK privilege");
    }
    var warehouse = task.object().settings().text(TaskSheet.WAREHOUSE);
    if (warehouse.isEmpty()) {
      if (!owner.hasGlobal("EXECUTE MANAGED TASK")) {
        throw TaskRefusals.ownerLacks("EXECUTE MANAGED TASK privilege");
      }
      return;
    }
    var found = execution.require("WAREHOUSE", SqlReader.name(warehouse.get()));
    if (!owner.has(found, "USAGE")) {
      throw TaskRefusals.ownerLacks("USAGE privilege on the task's warehouse");
    }
  }

  private static void checkScheduled(Task root) {
    var settings = root.object().settings();
    var triggered =
        settings
            .written(TaskSheet.WHEN)
            .filter(condition -> condition.toString().toUpperCase(Locale.ROOT).contains(STREAM))
            .isPresent();
    if (!settings.isSet(TaskSheet.SCHEDULE) && !triggered) {
      throw TaskRefusals.of(
          "Task " + root.path() + " cannot be resumed without a schedule or a predecessor.");
    }
  }

  private static void checkCount(Execution execution) {
    var started =
        execution.all(TaskKind.KIND).stream().filter(object -> Task.of(object).started()).count();
    if (started >= MAX_STARTED) {
      throw TaskRefusals.of("The account has reached its limit of 30000 resumed tasks.");
    }
  }

  /// SUSPEND; a run that goes on is completed.
  void suspend(Execution execution, Task task) {
    if (!task.isRoot()) {
      TaskGraph.requireSuspended(task);
    }
    task.suspend(Task.Reason.USER_SUSPENDED, execution.now());
  }

  /// SYSTEM$TASK_DEPENDENTS_ENABLE: all that depend on the task, then the task itself.
  String resumeAll(Execution execution, Task task) {
    var members = new ArrayList<>(TaskGraph.members(task));
    for (var member : members.reversed()) {
      execution.checkAny(member.object(), List.of("OPERATE"));
    }
    if (task.started()) {
      TaskGraph.requireSuspended(task);
    }
    for (var member : members.reversed()) {
      resume(execution, member);
    }
    return "true";
  }

  /// After a task's settings, links or owner have changed.
  void changed(Execution execution, Task task) {
    plans.changed(task, execution.now());
  }

  void dropped(Task task) {
    plans.dropped(task);
  }
}
