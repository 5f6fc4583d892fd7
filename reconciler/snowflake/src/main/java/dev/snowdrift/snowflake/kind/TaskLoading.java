package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.SqlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Checks one task's manifest for what its schema cannot say, and completes its names.
final class TaskLoading {
  /// Snowflake documentation of CREATE TASK.
  private static final int MOST_PREDECESSORS = 100;

  private static final Pattern PARAMETER = Pattern.compile("[A-Z][A-Z0-9_]*");

  /// Parameters that are fields of their own.
  private static final Map<String, String> FIELDS =
      Map.of(
          "USER_TASK_TIMEOUT_MS", "timeoutSeconds",
          "SUSPEND_TASK_AFTER_NUM_FAILURES", "suspendAfterFailures",
          "TASK_AUTO_RETRY_ATTEMPTS", "retries",
          "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", "serverless.initialSize",
          "SERVERLESS_TASK_MIN_STATEMENT_SIZE", "serverless.minSize",
          "SERVERLESS_TASK_MAX_STATEMENT_SIZE", "serverless.maxSize");

  private final TaskKind.Spec spec;
  private final LoadContext context;
  private final QualifiedName schema;

  TaskLoading(TaskKind.Spec spec, LoadContext context) {
    this.spec = spec;
    this.context = context;
    this.schema = Names.of(context.id().name()).parent();
  }

  TaskKind.Spec loaded() {
    place();
    computing();
    body();
    parameters();
    return new TaskKind.Spec(
        spec.schedule(),
        new TreeSet<>(spec.after().stream().map(name -> task("after", name)).toList())
            .stream().toList(),
        spec.finalizes().map(name -> task("finalizes", name)),
        spec.when().map(String::strip),
        Names.check(context, "warehouse", "Warehouse", spec.warehouse(), 1, false),
        spec.serverless(),
        spec.config(),
        spec.timeoutSeconds(),
        spec.suspendAfterFailures(),
        spec.retries(),
        spec.overlap(),
        spec.sessionParameters(),
        spec.sql().map(SqlText::normal),
        spec.runJob().map(this::job),
        spec.suspended(),
        spec.comment());
  }

  private void problem(String path, String what, String why, String next) {
    context.problem(Code.FIELD_VALUE, path, what, why, next);
  }

  /// A full name; a short one is in the schema of the task.
  private String task(String path, String written) {
    try {
      var name = QualifiedName.parse(written);
      var full = name.parts().size() == 1 ? schema.child(name.last()) : name;
      if (full.parts().size() != 3) {
        throw new IllegalArgumentException("it is written NAME or DATABASE.SCHEMA.NAME");
      }
      if (!full.parent().equals(schema)) {
        problem(
            path,
            "%s: %s is in another schema".formatted(path, full),
            "all tasks of a graph are in one schema",
            "move one of the tasks to the schema of the other");
      }
      return full.canonical();
    } catch (IllegalArgumentException e) {
      context.problem(
          Code.NAME_INVALID,
          path,
          "%s: `%s` is not the name of a Task".formatted(path, written),
          String.valueOf(e.getMessage()),
          "write the task's name");
      return written;
    }
  }

  private void place() {
    if (!spec.after().isEmpty() && spec.finalizes().isPresent()) {
      problem(
          "finalizes",
          "a task has either `after` or `finalizes`",
          "a finalizer runs after its whole graph, and has no predecessor",
          "drop one of them");
    }
    if (spec.after().size() > MOST_PREDECESSORS) {
      problem(
          "after",
          "after: %d tasks are too many".formatted(spec.after().size()),
          "a task has at most %d predecessors".formatted(MOST_PREDECESSORS),
          "put a task between");
    }
    spec.when()
        .flatMap(SqlText::expressionObjection)
        .ifPresent(
            why -> problem("when", "when: not an expression", why, "write one boolean expression"));
    spec.schedule().ifPresent(schedule -> TaskSchedule.check(schedule, context));
    if (spec.isRoot()) {
      startable();
    } else {
      onlyOfRoots("schedule", spec.schedule());
      onlyOfRoots("config", spec.config());
      onlyOfRoots("retries", spec.retries());
      onlyOfRoots("overlap", spec.overlap());
    }
  }

  /// Snowflake resumes a root only if something starts it: a schedule, or data in a stream.
  private void startable() {
    var triggered = spec.when().filter(when -> when.contains("STREAM_HAS_DATA")).isPresent();
    if (spec.schedule().isEmpty() && !triggered && spec.running()) {
      context.problem(
          Code.FIELD_REQUIRED,
          "schedule",
          "nothing ever starts this task",
          "a task that is after no other runs on a schedule, or when a stream has data",
          "add `schedule`, `after` or `finalizes`, or write `suspended: true` if it is only run by"
              + " hand");
    }
  }

  private void onlyOfRoots(String path, Optional<?> value) {
    if (value.isPresent()) {
      problem(
          path,
          "%s: a task that comes after others has none".formatted(path),
          "it belongs to the root of a graph",
          "move it to the root");
    }
  }

  private void computing() {
    if (spec.warehouse().isPresent() && spec.serverless().isPresent()) {
      problem(
          "serverless",
          "a task has either `warehouse` or `serverless`",
          "a serverless task has no warehouse",
          "drop one of them");
    }
    spec.serverless()
        .ifPresent(serverless -> {
          size("serverless.initialSize", serverless.initialSize());
          size("serverless.minSize", serverless.minSize());
          size("serverless.maxSize", serverless.maxSize());
        });
  }

  private void size(String path, Optional<String> written) {
    var sizes = List.of("XSMALL", "SMALL", "MEDIUM", "LARGE", "XLARGE", "XXLARGE");
    if (written.map(WarehouseKind::size).filter(size -> !sizes.contains(size)).isPresent()) {
      problem(
          path,
          "%s: `%s` is not a size of a serverless task".formatted(path, written.get()),
          "Snowflake has " + String.join(", ", sizes),
          "write one of them");
    }
  }

  private void body() {
    if (spec.sql().isPresent() == spec.runJob().isPresent()) {
      context.problem(
          Code.FIELD_REQUIRED,
          spec.sql().isPresent() ? "runJob" : "sql",
          "a task has either `sql` or `runJob`",
          "it does one thing",
          spec.sql().isPresent() ? "drop one of them" : "add one of them");
    }
    spec.sql()
        .map(SqlText::normal)
        .flatMap(SqlText::bodyObjection)
        .ifPresent(why ->
            problem(
                "sql",
                "sql: not one statement",
                why,
                "write one statement, or several between `BEGIN` and `END`"));
  }

  private void parameters() {
    for (var name : spec.sessionParameters().keySet()) {
      if (FIELDS.containsKey(name)) {
        problem(
            "sessionParameters." + name,
            "sessionParameters: %s is no parameter of a session".formatted(name),
            "it is a property of the task",
            "write `%s`".formatted(FIELDS.get(name)));
      } else if (!PARAMETER.matcher(name).matches()) {
        problem(
            "sessionParameters." + name,
            "sessionParameters: `%s` is not the name of a parameter".formatted(name),
            "it has upper-case letters, digits and _",
            "write for example `TIMEZONE`");
      } else if (!spec.sessionParameters().get(name).isValueNode()) {
        problem(
            "sessionParameters." + name,
            "sessionParameters.%s: not one value".formatted(name),
            "a parameter is a text, a number or a boolean",
            "write one value");
      }
    }
    if (spec.config().filter(config -> !config.isObject()).isPresent()) {
      problem(
          "config",
          "config: not a mapping",
          "Snowflake takes a JSON object",
          "write for example `config: {output: /tmp}`");
    }
  }

  private TaskKind.RunJob job(TaskKind.RunJob job) {
    var inside = new NestedContext(context, "runJob");
    return new TaskKind.RunJob(
        job.name().map(this::jobName),
        Names.check(context, "runJob.computePool", "ComputePool", job.computePool(), 1, true),
        ServiceSources.specification(job.specification(), job.specificationFile(), inside),
        Optional.empty(),
        Names.check(
            context,
            "runJob.externalAccessIntegrations",
            "ExternalAccessIntegration",
            job.externalAccessIntegrations(),
            1,
            false),
        Names.check(context, "runJob.queryWarehouse", "Warehouse", job.queryWarehouse(), 1, false),
        job.replicas());
  }

  private String jobName(String written) {
    var full = new SpecificationForm(schema).qualified(written);
    return Names.check(context, "runJob.name", "job", full, 3, true);
  }
}
