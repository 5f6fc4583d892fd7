package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.Registry;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks of an account.
public final class TaskFeature implements Registry.Feature {
  private final TaskRuns runs = new TaskRuns();

  /// Where runs are scripted and looked at.
  public TaskRuns runs() {
    return runs;
  }

  @Override
  public void register(Registry registry) {
    var starts = new TaskStarts(runs);
    new TaskAdmin(runs).register(registry);
    registry
        .domain(new TaskKind(starts))
        .timeline(runs)
        .statement(Statement.ExecuteTask.class, new TaskExecution(runs)::execute)
        .tableFunction("TASK_HISTORY", new TaskHistory(runs)::history)
        .tableFunction("TASK_DEPENDENTS", TaskHistory::dependents)
        .function(
            "SYSTEM$TASK_DEPENDENTS_ENABLE",
            (execution, arguments) -> starts.resumeAll(execution, task(execution, arguments)))
        .function(
            "SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS",
            (execution, arguments) -> {
              runs.cancel(execution, task(execution, arguments));
              return "true";
            });
  }

  private static Task task(Execution execution, List<@Nullable String> arguments) {
    if (arguments.size() != 1 || arguments.getFirst() == null) {
      throw Errors.invalidParameter(String.valueOf(arguments.size()), "argument count");
    }
    return TaskKind.named(execution, arguments.getFirst(), "OPERATE");
  }
}
