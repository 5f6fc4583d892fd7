package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The columns of SHOW TASKS and DESCRIBE TASK (Snowflake documentation, "SHOW TASKS"; order of
/// snowflakedb/terraform-provider-snowflake, pkg/sdk/generator/defs/tasks_def.go).
final class TaskColumns {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static final List<Cell> ALL =
      List.of(
          Cell.createdOn(),
          Cell.name(),
          Cell.text("id", o -> id(o)),
          Cell.databaseName(),
          Cell.schemaName(),
          Cell.owner(),
          Cell.commentOrNull(),
          Cell.text(
              "warehouse",
              o -> o.settings().text(TaskSheet.WAREHOUSE).map(TaskSheet::stored).orElse("null")),
          Cell.text("schedule", o -> o.settings().text(TaskSheet.SCHEDULE).orElse(null)),
          Cell.text("predecessors", o -> predecessors(Task.of(o))),
          Cell.text("state", o -> Task.of(o).started() ? "started" : "suspended"),
          Cell.text("definition", o -> written(o, TaskSheet.BODY)),
          Cell.text("condition", o -> written(o, TaskSheet.WHEN)),
          Cell.text("allow_overlapping_execution", TaskColumns::overlapping),
          Cell.text(
              "error_integration",
              o ->
                  o.settings()
                      .text(TaskSheet.ERROR_INTEGRATION)
                      .map(TaskSheet::stored)
                      .orElse("null")),
          Cell.time("last_committed_on", o -> Task.of(o).committedOn().orElse(null)),
          Cell.time("last_suspended_on", o -> Task.of(o).suspendedOn().orElse(null)),
          Cell.ownerRoleType(),
          Cell.text("config", o -> o.settings().text(TaskSheet.CONFIG).orElse(null)),
          Cell.nullText("budget"),
          Cell.text("task_relations", o -> relations(Task.of(o))),
          Cell.text(
              "last_suspended_reason",
              o -> Task.of(o).suspendedReason().map(Enum::name).orElse(null)),
          Cell.text(
              "target_completion_interval",
              o -> o.settings().text(TaskSheet.COMPLETION).orElse(null)),
          Cell.text(
              "success_integration",
              o ->
                  o.settings()
                      .text(TaskSheet.SUCCESS_INTEGRATION)
                      .map(TaskSheet::stored)
                      .orElse(null)),
          Cell.nullText("scheduling_mode"),
          Cell.text(
              "execute_as_user",
              o -> o.settings().text(TaskSheet.EXECUTE_AS).map(TaskSheet::stored).orElse(null)));

  static final List<Cell> TERSE =
      List.of(
          Cell.createdOn(),
          Cell.name(),
          Cell.nullText("kind"),
          Cell.databaseName(),
          Cell.schemaName(),
          Cell.text("schedule", o -> o.settings().text(TaskSheet.SCHEDULE).orElse(null)));

  private TaskColumns() {}

  /// Changes when the task is replaced.
  static String id(AccountObject task) {
    return String.format(Locale.ROOT, "01b00000-0000-0000-0000-%012x", task.id());
  }

  static @Nullable String written(AccountObject task, String clause) {
    return task.settings().written(clause).map(Object::toString).orElse(null);
  }

  private static @Nullable String overlapping(AccountObject object) {
    if (!Task.of(object).isRoot()) {
      return null;
    }
    var policy = object.settings().textOrEmpty(TaskSheet.OVERLAP);
    return Boolean.toString(policy.equals("ALLOW_CHILD_OVERLAP"));
  }

  /// A JSON array, one line a predecessor.
  private static String predecessors(Task task) {
    if (task.predecessors().isEmpty()) {
      return "[]";
    }
    return task.predecessors().stream()
        .map(predecessor -> "  " + quoted(predecessor))
        .collect(Collectors.joining(",\n", "[\n", "\n]"));
  }

  /// `FinalizedRootTask` stands before the predecessors, `FinalizerTask` after them.
  private static String relations(Task task) {
    var predecessors =
        task.predecessors().stream()
            .map(TaskColumns::quoted)
            .collect(Collectors.joining(",", "\"Predecessors\":[", "]"));
    return "{"
        + task.finalized().map(root -> "\"FinalizedRootTask\":" + quoted(root) + ",").orElse("")
        + predecessors
        + task.finalizer().map(last -> ",\"FinalizerTask\":" + quoted(last)).orElse("")
        + "}";
  }

  private static String quoted(Task task) {
    return JSON.writeValueAsString(task.path());
  }
}
