package dev.snowdrift.snowflake.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlText;
import dev.snowdrift.snowflake.StatementClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads one task: its row of SHOW TASKS, and its parameters where a manifest declares any.
final class TaskReading {
  static final String REASON = "last_suspended_reason";
  static final String TARGET_COMPLETION = "target_completion_interval";
  private static final String PARAMETERS = "parameters";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Fields by the parameters of tasks; all others that are set on a task are its session's.
  private static final Map<String, String> FIELDS =
      Map.of(
          "USER_TASK_TIMEOUT_MS", "timeoutSeconds",
          "SUSPEND_TASK_AFTER_NUM_FAILURES", "suspendAfterFailures",
          "TASK_AUTO_RETRY_ATTEMPTS", "retries",
          "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", "serverless.initialSize",
          "SERVERLESS_TASK_MIN_STATEMENT_SIZE", "serverless.minSize",
          "SERVERLESS_TASK_MAX_STATEMENT_SIZE", "serverless.maxSize",
          "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS", "");

  private final ResourceId id;
  private final QualifiedName schema;
  private final Sighting seen;
  private final Row row;

  TaskReading(ResourceId id, Sighting seen) {
    this.id = id;
    this.schema = Names.of(id.name()).parent();
    this.seen = seen;
    this.row = seen.row();
  }

  /// Parameters are asked for where a manifest declares any, and again only when the task may have
  /// changed: whoever changes one has to suspend the graph first and to resume it, which makes a
  /// new version of it. While a task is suspended there is no such trace, and it is looked at
  /// often.
  static Look look(ResourceId id, Row row) {
    var statement =
        Sql.of("SHOW PARAMETERS").words("IN TASK").name(id.name()).end(StatementClass.SHOW);
    var version = new StringBuilder(state(row)).append(' ');
    for (var column : List.of("created_on", "id", "last_committed_on", "last_suspended_on")) {
      version.append(row.text(column).orElse("")).append(' ');
    }
    return state(row).equals(TaskFields.STARTED)
        ? Look.once(PARAMETERS, statement, version.toString())
        : Look.often(PARAMETERS, statement, version.toString());
  }

  static boolean hasParameters(TaskKind.Spec spec) {
    return spec.timeoutSeconds().isPresent()
        || spec.suspendAfterFailures().isPresent()
        || spec.retries().isPresent()
        || spec.serverless().isPresent()
        || !spec.sessionParameters().isEmpty();
  }

  private static String state(Row row) {
    return row.need("state").toLowerCase(Locale.ROOT);
  }

  Observed observed() {
    var definition = SqlText.kept(row.text("definition").orElse(""));
    var reason = row.textUnlessNull(REASON);
    var stopped =
        state(row).equals(TaskFields.SUSPENDED)
            && reason.filter("SUSPENDED_DUE_TO_ERRORS"::equalsIgnoreCase).isPresent();
    var fields =
        new Fields(id, row)
            .text("schedule", row.textUnlessNull("schedule").map(TaskSchedule::meaning))
            .field(TaskFields.AFTER, Canonical.set(predecessors()))
            .field(
                TaskFields.FINALIZES,
                Canonical.text(relation("FinalizedRootTask").map(this::task).orElse("")))
            .text(TaskFields.WHEN, row.textUnlessNull("condition").map(String::strip))
            .field(
                TaskFields.WAREHOUSE,
                Canonical.text(
                    row.textUnlessNull("warehouse")
                        .map(name -> QualifiedName.of(name).canonical())
                        .orElse("")))
            .field("config", row.textUnlessNull("config").map(TaskReading::json))
            .text(TaskFields.OVERLAP, overlap())
            .text(TaskFields.SQL, Optional.of(definition))
            .field(
                TaskFields.RUN_JOB,
                JobBody.parse(definition, schema).map(job -> job.canonical(schema)))
            .field(TaskFields.STATE, Canonical.text(stopped ? TaskFields.STOPPED : state(row)))
            .fact("state", Optional.of(state(row)))
            .fact(REASON, reason.or(() -> row.textUnlessNull("last_suspended_on")))
            .fact(TARGET_COMPLETION, row.textUnlessNull(TARGET_COMPLETION))
            .fact("id", row.text("id"))
            .health(health(stopped, reason));
    readParameters(fields);
    return fields.observed();
  }

  private Health health(boolean stopped, Optional<String> reason) {
    if (stopped) {
      return Health.degraded(
          "Snowflake suspended it after too many failed runs; mend it by a commit, or resume it by"
              + " hand");
    }
    return state(row).equals(TaskFields.STARTED)
        ? Health.HEALTHY
        : Health.suspended("suspended" + reason.map(why -> ": " + why).orElse(""));
  }

  private List<String> predecessors() {
    var relations = row.textUnlessNull("task_relations").map(TaskReading::json);
    var list =
        relations
            .map(json -> json.path("Predecessors"))
            .filter(JsonNode::isArray)
            .or(() -> row.textUnlessNull("predecessors").map(TaskReading::json));
    return list.stream()
        .flatMap(JsonNode::valueStream)
        .map(name -> task(name.asString("")))
        .toList();
  }

  private Optional<String> relation(String key) {
    return row.textUnlessNull("task_relations")
        .map(TaskReading::json)
        .map(json -> json.path(key).asString(""))
        .filter(name -> !name.isEmpty());
  }

  private String task(String shown) {
    return new SpecificationForm(schema).qualified(shown);
  }

  private Optional<String> overlap() {
    return row.textUnlessNull("overlap_policy")
        .map(policy -> policy.toUpperCase(Locale.ROOT))
        .or(() ->
            row.bool("allow_overlapping_execution")
                .map(allowed -> allowed ? "ALLOW_CHILD_OVERLAP" : "NO_OVERLAP"));
  }

  /// Only what is set on the task itself; what it inherits is the account's business.
  private void readParameters(Fields fields) {
    var parameters = seen.look(PARAMETERS);
    if (parameters.isEmpty()) {
      seen.failure(PARAMETERS)
          .ifPresent(why -> {
            FIELDS.values().stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> fields.unreadable(name, why));
            fields.unreadable(TaskFields.SESSION, why);
          });
      return;
    }
    var session = new TreeMap<String, String>();
    for (var parameter : parameters.get()) {
      if (!parameter.text("level").orElse("").equalsIgnoreCase("TASK")) {
        continue;
      }
      var key = parameter.need("key").toUpperCase(Locale.ROOT);
      var value = parameter.text("value").orElse("");
      var field = FIELDS.get(key);
      if (field == null) {
        session.put(key, plain(value));
      } else if (!field.isEmpty()) {
        fields.field(field, value(key, parameter));
      }
    }
    var set = JsonNodeFactory.instance.objectNode();
    session.forEach(set::put);
    fields.field(TaskFields.SESSION, set);
  }

  private static JsonNode value(String key, Row parameter) {
    if (key.endsWith("_SIZE")) {
      return Canonical.text(WarehouseKind.size(parameter.need("value")));
    }
    var number = parameter.number("value").orElse(0L);
    return Canonical.number(key.equals("USER_TASK_TIMEOUT_MS") ? number / 1000 : number);
  }

  /// Booleans are shown in either case.
  private static String plain(String value) {
    return value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
        ? value.toLowerCase(Locale.ROOT)
        : value;
  }

  /// A text that is not JSON stands for itself.
  private static JsonNode json(String text) {
    try {
      return Canonical.tree(JSON.readTree(text));
    } catch (JacksonException e) {
      return Canonical.text(text);
    }
  }
}
