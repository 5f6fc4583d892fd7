package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table functions TASK_HISTORY and TASK_DEPENDENTS (documentation pages of those titles).
final class TaskHistory {
  private static final Duration SHOWN = Duration.ofDays(7);
  private static final List<ResultColumn> COLUMNS =
      List.of(
          ResultColumn.text("QUERY_ID"),
          ResultColumn.text("NAME"),
          ResultColumn.text("DATABASE_NAME"),
          ResultColumn.text("SCHEMA_NAME"),
          ResultColumn.text("QUERY_TEXT"),
          ResultColumn.text("CONDITION_TEXT"),
          ResultColumn.text("STATE"),
          ResultColumn.text("ERROR_CODE"),
          ResultColumn.text("ERROR_MESSAGE"),
          ResultColumn.timestamp("SCHEDULED_TIME"),
          ResultColumn.timestamp("QUERY_START_TIME"),
          ResultColumn.timestamp("NEXT_SCHEDULED_TIME"),
          ResultColumn.timestamp("COMPLETED_TIME"),
          ResultColumn.text("ROOT_TASK_ID"),
          ResultColumn.fixed("GRAPH_VERSION"),
          ResultColumn.fixed("RUN_ID"),
          ResultColumn.text("RETURN_VALUE"),
          ResultColumn.text("SCHEDULED_FROM"),
          ResultColumn.fixed("ATTEMPT_NUMBER"),
          ResultColumn.text("CONFIG"),
          ResultColumn.text("QUERY_HASH"),
          ResultColumn.fixed("QUERY_HASH_VERSION"),
          ResultColumn.text("QUERY_PARAMETERIZED_HASH"),
          ResultColumn.fixed("QUERY_PARAMETERIZED_HASH_VERSION"),
          ResultColumn.text("GRAPH_RUN_GROUP_ID"),
          ResultColumn.text("BACKFILL_INFO"),
          ResultColumn.fixed("SPCS_JOB_ID"));

  private static final List<String> DEPENDENTS =
      List.of(
          "created_on",
          "name",
          "database_name",
          "schema_name",
          "owner",
          "comment",
          "warehouse",
          "schedule",
          "predecessors",
          "state",
          "definition",
          "condition");

  private final TaskRuns runs;

  TaskHistory(TaskRuns runs) {
    this.runs = runs;
  }

  /// A row before it is filtered: what ran, or what a started root will do next.
  private record Row(
      Task task,
      Instant scheduled,
      boolean failed,
      @Nullable String rootId,
      List<@Nullable String> cells) {}

  /// The runs of tasks the role may look at, latest first, and the next one of each started root.
  StatementResult history(Execution execution, Map<String, String> arguments) {
    var limit = Integer.parseInt(arguments.getOrDefault("RESULT_LIMIT", "100"));
    if (limit < 1 || limit > 10_000) {
      throw Errors.invalidParameter(Integer.toString(limit), "RESULT_LIMIT");
    }
    var from = time(arguments, "SCHEDULED_TIME_RANGE_START").orElse(execution.now().minus(SHOWN));
    var to = time(arguments, "SCHEDULED_TIME_RANGE_END").orElse(Instant.MAX);
    var rows = new Rows(StatementResult.SELECT, COLUMNS);
    rows(execution).stream()
        .filter(row -> !row.scheduled().isBefore(from) && !row.scheduled().isAfter(to))
        .filter(row -> fits(row, arguments))
        .sorted(Comparator.comparing(Row::scheduled).reversed())
        .limit(limit)
        .forEach(row -> rows.add(row.cells().toArray(new @Nullable String[0])));
    return rows.result();
  }

  private static boolean fits(Row row, Map<String, String> arguments) {
    var path = row.task().object().path();
    return named(arguments, "TASK_NAME").filter(n -> !n.equals(path.name())).isEmpty()
        && named(arguments, "DATABASE_NAME").filter(n -> !n.equals(path.database())).isEmpty()
        && named(arguments, "SCHEMA_NAME").filter(n -> !n.equals(path.schema())).isEmpty()
        && (row.failed() || !isTrue(arguments.get("ERROR_ONLY")))
        && arguments
            .getOrDefault("ROOT_TASK_ID", String.valueOf(row.rootId()))
            .equals(row.rootId());
  }

  private static Optional<String> named(Map<String, String> arguments, String key) {
    return Optional.ofNullable(arguments.get(key)).map(TaskSheet::stored);
  }

  private static boolean isTrue(@Nullable String value) {
    return "1".equals(value) || "true".equalsIgnoreCase(value);
  }

  private static Optional<Instant> time(Map<String, String> arguments, String key) {
    return Optional.ofNullable(arguments.get(key))
        .map(text -> {
          if (text.matches("\\d+(\\.\\d+)?")) {
            return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
          }
          try {
            return Instant.parse(text.contains("T") ? text : text.replace(' ', 'T') + "Z");
          } catch (DateTimeParseException _) {
            throw Errors.invalidParameter(text, key);
          }
        });
  }

  private List<Row> rows(Execution execution) {
    var rows = new ArrayList<Row>();
    for (var object : execution.all(TaskKind.KIND)) {
      var root = Task.of(object);
      if (root.isRoot() && TaskKind.looks(execution, object)) {
        runs.next(root).ifPresent(at -> rows.add(planned(root, at)));
      }
    }
    for (var run : runs.all()) {
      var path = execution.resolve(Domain.Level.SCHEMA, SqlReader.name(run.task()));
      execution
          .find(TaskKind.KIND, path)
          .filter(object -> TaskKind.looks(execution, object))
          .ifPresent(object -> rows.add(ran(Task.of(object), run)));
    }
    return rows;
  }

  private static Row planned(Task root, Instant at) {
    var cells = cells();
    name(cells, root);
    var object = root.object();
    cells[4] = TaskColumns.written(object, TaskSheet.BODY);
    cells[5] = TaskColumns.written(object, TaskSheet.WHEN);
    cells[6] = "SCHEDULED";
    cells[9] = Cell.timestamp(at);
    cells[13] = TaskColumns.id(object);
    cells[15] = Long.toString(at.toEpochMilli());
    cells[17] = "SCHEDULE";
    cells[18] = "1";
    cells[19] = object.settings().text(TaskSheet.CONFIG).orElse(null);
    return new Row(root, at, false, cells[13], Arrays.asList(cells));
  }

  private Row ran(Task task, TaskRun run) {
    var cells = cells();
    name(cells, task);
    cells[0] = run.queryId();
    cells[4] = run.definition();
    cells[5] = run.condition().orElse(null);
    cells[6] = run.state().name();
    cells[7] = run.failure().map(f -> "%06d".formatted(f.code())).orElse(null);
    cells[8] = run.failure().map(TaskRun.Failure::message).orElse(null);
    cells[9] = Cell.timestamp(run.scheduled());
    cells[10] = Cell.timestamp(run.started());
    cells[11] = runs.next(task).map(Cell::timestamp).orElse(null);
    cells[12] = run.completed().map(Cell::timestamp).orElse(null);
    cells[13] = run.rootId();
    cells[14] = Long.toString(run.graphVersion());
    cells[15] = Long.toString(run.runId());
    cells[17] = run.from();
    cells[18] = Integer.toString(run.attempt());
    cells[19] = run.config().orElse(null);
    cells[24] = run.group();
    return new Row(task, run.scheduled(), run.wentWrong(), run.rootId(), Arrays.asList(cells));
  }

  private static @Nullable String[] cells() {
    return new @Nullable String[COLUMNS.size()];
  }

  private static void name(@Nullable String[] cells, Task task) {
    var path = task.object().path();
    cells[1] = path.name();
    cells[2] = path.database();
    cells[3] = path.schema();
  }

  /// A task and those that depend on it.
  static StatementResult dependents(Execution execution, Map<String, String> arguments) {
    var name = Optional.ofNullable(arguments.get("TASK_NAME")).orElse(arguments.get("1"));
    if (name == null) {
      throw Errors.missingOptions(List.of("TASK_NAME"));
    }
    var root = TaskKind.named(execution, name, "MONITOR", "OPERATE");
    var recursive = arguments.getOrDefault("RECURSIVE", "true");
    var tasks = new ArrayList<Task>();
    if (isTrue(recursive)) {
      tasks.addAll(TaskGraph.members(root));
    } else {
      tasks.add(root);
      tasks.addAll(root.children());
      root.finalizer().ifPresent(tasks::add);
    }
    var cells =
        TaskColumns.ALL.stream().filter(cell -> DEPENDENTS.contains(cell.column().name())).toList();
    return Rows.of(
        StatementResult.SELECT,
        execution,
        cells,
        tasks.stream()
            .map(Task::object)
            .filter(object -> TaskKind.looks(execution, object))
            .toList());
  }
}
