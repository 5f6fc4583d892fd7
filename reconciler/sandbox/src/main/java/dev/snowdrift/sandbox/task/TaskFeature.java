package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks of an account.
public final class TaskFeature implements Registry.Feature {

  @Override
  public void register(Registry registry) {
    var starts = new TaskStarts(new TaskPlans() {});
    registry
        .domain(new TaskKind(starts))
        .function(
            "SYSTEM$TASK_DEPENDENTS_ENABLE",
            (execution, arguments) -> starts.resumeAll(execution, task(execution, arguments)));
  }

  private static Task task(Execution execution, List<@Nullable String> arguments) {
    if (arguments.size() != 1 || arguments.getFirst() == null) {
      throw Errors.invalidParameter(String.valueOf(arguments.size()), "argument count");
    }
    return TaskKind.named(execution, arguments.getFirst(), "OPERATE");
  }
}
