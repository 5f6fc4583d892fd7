package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// EXECUTE TASK (Snowflake documentation, "EXECUTE TASK"). It starts a run and does not wait for
/// it.
final class TaskExecution {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TaskRuns runs;

  TaskExecution(TaskRuns runs) {
    this.runs = runs;
  }

  StatementResult execute(Execution execution, Statement.ExecuteTask statement) {
    var task = Task.of(execution.require(TaskKind.KIND, statement.name(), "OPERATE"));
    if (!task.isRoot()) {
      throw TaskRefusals.of(
          "Execute task cannot be called on non-root task "
              + task.path()
              + ". Call EXECUTE TASK on the root task of its graph instead.");
    }
    TaskStarts.checkOwner(execution, task);
    var operand = statement.operand().map(Value::toString);
    switch (statement.option().orElse("")) {
      case "" -> {
        TaskGraph.validate(task);
        runs.execute(execution, task, RunStarter.config(task));
      }
      case "CONFIG" -> {
        TaskGraph.validate(task);
        runs.execute(execution, task, Optional.of(merged(task, operand.orElse(""))));
      }
      case "RETRY LAST" -> runs.retry(execution, task, Optional.empty());
      case "RETRY GRAPH RUN GROUP" -> runs.retry(execution, task, operand);
      default -> throw Errors.unsupported("EXECUTE TASK " + statement.option().orElse(""));
    }
    return StatementResult.status(
        StatementResult.SCL, "Task " + task.object().name() + " is scheduled to run immediately.");
  }

  /// The task's configuration with the fields that were given for this run.
  private static String merged(Task task, String given) {
    var all = object(RunStarter.config(task).orElse("{}"));
    merge(all, object(given));
    return JSON.writeValueAsString(all);
  }

  private static void merge(ObjectNode into, ObjectNode given) {
    for (var field : given.properties()) {
      if (field.getValue() instanceof ObjectNode inner
          && into.get(field.getKey()) instanceof ObjectNode present) {
        merge(present, inner);
      } else {
        into.set(field.getKey(), field.getValue());
      }
    }
  }

  private static ObjectNode object(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException _) {
      // refused below, as anything else that is no object
    }
    throw TaskSheet.invalidConfig();
  }
}
