package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a task is compared by.
///
/// What it runs on, what it comes after and whether it runs are always declared, by being absent
/// too: a task without a warehouse is serverless, one without a predecessor is a root, and one that
/// is not suspended on purpose runs.
final class TaskFields {
  static final String AFTER = "after";
  static final String FINALIZES = "finalizes";
  static final String WHEN = "when";
  static final String WAREHOUSE = "warehouse";
  static final String OVERLAP = "overlap";
  static final String SQL = "sql";
  static final String RUN_JOB = "runJob";
  static final String SESSION = "sessionParameters";
  static final String STATE = "state";

  /// The state of a task that runs when its time comes.
  static final String STARTED = "started";

  static final String SUSPENDED = "suspended";

  /// In place of the state of a task that Snowflake suspended because it kept failing. That is a
  /// matter of health: it differs from nothing that a manifest can say, and nothing resumes it
  /// blindly.
  static final String STOPPED = "suspended after errors";

  /// What a task with a warehouse cannot have.
  static final List<String> SERVERLESS_SIZES =
      List.of(
          "SERVERLESS_TASK_MAX_STATEMENT_SIZE",
          "SERVERLESS_TASK_MIN_STATEMENT_SIZE",
          "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Taken off before a task changes its place in the graph, put on afterwards.
  static final List<Property<TaskKind.Spec>> PROPERTIES =
      List.of(
          new Property<>(
              Field.<TaskKind.Spec>of(
                      "schedule",
                      spec ->
                          spec.schedule()
                              .map(schedule ->
                                  Canonical.text(
                                      TaskSchedule.meaning(TaskSchedule.text(schedule)))))
                  .standard(Canonical.text("")),
              "SCHEDULE",
              (sql, resource) ->
                  sql.text(TaskSchedule.text(resource.spec().schedule().orElseThrow())),
              true),
          new Property<>(
              Field.<TaskKind.Spec>of("config", spec -> spec.config().map(Canonical::tree))
                  .standard(JsonNodeFactory.instance.objectNode()),
              "CONFIG",
              (sql, resource) -> sql.dollars(json(resource.spec().config().orElseThrow())),
              true),
          new Property<>(
              Field.<TaskKind.Spec>of(
                      "timeoutSeconds", spec -> Canonical.number(spec.timeoutSeconds()))
                  .standard(Canonical.number(3600)),
              "USER_TASK_TIMEOUT_MS",
              (sql, resource) -> sql.number(resource.spec().timeoutSeconds().orElseThrow() * 1000),
              true),
          Property.<TaskKind.Spec>number(
                  "suspendAfterFailures",
                  "SUSPEND_TASK_AFTER_NUM_FAILURES",
                  TaskKind.Spec::suspendAfterFailures)
              .standard(Canonical.number(10)),
          Property.<TaskKind.Spec>number(
                  "retries", "TASK_AUTO_RETRY_ATTEMPTS", TaskKind.Spec::retries)
              .standard(Canonical.number(0)),
          size(
              "serverless.initialSize",
              "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE",
              TaskKind.Serverless::initialSize,
              "MEDIUM"),
          size(
              "serverless.minSize",
              "SERVERLESS_TASK_MIN_STATEMENT_SIZE",
              TaskKind.Serverless::minSize,
              "XSMALL"),
          size(
              "serverless.maxSize",
              "SERVERLESS_TASK_MAX_STATEMENT_SIZE",
              TaskKind.Serverless::maxSize,
              "XXLARGE"));

  private TaskFields() {}

  private static Property<TaskKind.Spec> size(
      String name,
      String keyword,
      Function<TaskKind.Serverless, Optional<String>> of,
      String standard) {
    return Property.<TaskKind.Spec>text(
            name, keyword, spec -> spec.serverless(of).map(WarehouseKind::size))
        .standard(Canonical.text(standard));
  }

  static List<Field<TaskKind.Spec>> all() {
    var fields = new ArrayList<Field<TaskKind.Spec>>();
    PROPERTIES.forEach(property -> fields.add(property.field()));
    fields.add(1, Field.of(AFTER, spec -> Optional.of(Canonical.set(spec.after()))));
    fields.add(
        2, Field.of(FINALIZES, spec -> Optional.of(Canonical.text(spec.finalizes().orElse("")))));
    fields.add(
        3,
        Field.<TaskKind.Spec>of(WHEN, spec -> Canonical.text(spec.when()))
            .standard(Canonical.text("")));
    fields.add(
        4, Field.of(WAREHOUSE, spec -> Optional.of(Canonical.text(spec.warehouse().orElse("")))));
    fields.add(
        Field.<TaskKind.Spec>of(OVERLAP, spec -> Canonical.text(spec.overlap()))
            .standard(Canonical.text("NO_OVERLAP"))
            .align(TaskFields::alignOverlap));
    fields.add(
        Field.<TaskKind.Spec>of(
                SESSION,
                spec ->
                    spec.sessionParameters().isEmpty()
                        ? Optional.empty()
                        : Optional.of(parameters(spec.sessionParameters())))
            .standard(JsonNodeFactory.instance.objectNode()));
    fields.add(Field.of(SQL, spec -> Canonical.text(spec.sql().map(SqlText::normal))));
    fields.add(
        Field.ofResource(
            RUN_JOB,
            resource -> resource.spec().job().map(job -> job.canonical(schema(resource)))));
    fields.add(
        Field.<TaskKind.Spec>of(
                STATE, spec -> Optional.of(Canonical.text(spec.running() ? STARTED : SUSPENDED)))
            .align((wanted, seen) -> seen.asString("").equals(STOPPED) ? wanted : seen));
    fields.add(Comments.field(TaskKind.Spec::comment));
    return fields;
  }

  /// SHOW TASKS has only one column for the two kinds of overlap.
  private static JsonNode alignOverlap(JsonNode wanted, JsonNode seen) {
    return wanted.asString("").startsWith("ALLOW_") && seen.asString("").startsWith("ALLOW_")
        ? wanted
        : seen;
  }

  /// As texts, since SHOW PARAMETERS shows texts.
  private static JsonNode parameters(Map<String, JsonNode> parameters) {
    var texts = JsonNodeFactory.instance.objectNode();
    parameters.forEach((name, value) -> texts.put(name, value.asString()));
    return texts;
  }

  static Sql parameter(Sql into, String name, JsonNode value) {
    var sql = into.property(name);
    if (value.isBoolean()) {
      return sql.bool(value.booleanValue());
    }
    return value.isIntegralNumber() ? sql.number(value.longValue()) : sql.text(value.asString());
  }

  /// Two dollars in a row, which would end the statement's quotation, are written as an escape.
  private static String json(JsonNode config) {
    return JSON.writeValueAsString(Canonical.tree(config)).replace("$$", "$\\u0024");
  }

  static QualifiedName schema(Desired<TaskKind.Spec> resource) {
    return Names.of(resource.id().name()).parent();
  }

  static List<Reference> references(Desired<TaskKind.Spec> resource) {
    var spec = resource.spec();
    var references = new ArrayList<>(Names.parents(resource.id().name()));
    spec.after()
        .forEach(name -> references.add(Reference.required(TaskKind.KIND, name, "spec.after")));
    spec.finalizes()
        .ifPresent(
            name -> references.add(Reference.required(TaskKind.KIND, name, "spec.finalizes")));
    spec.warehouse()
        .ifPresent(name -> references.add(Reference.required("Warehouse", name, "spec.warehouse")));
    spec.runJob()
        .ifPresent(job -> {
          references.add(
              Reference.required("ComputePool", job.computePool(), "spec.runJob.computePool"));
          job.externalAccessIntegrations()
              .forEach(name ->
                  references.add(
                      Reference.required(
                          "ExternalAccessIntegration",
                          name,
                          "spec.runJob.externalAccessIntegrations")));
          job.queryWarehouse()
              .ifPresent(name ->
                  references.add(
                      Reference.required("Warehouse", name, "spec.runJob.queryWarehouse")));
          job.specification()
              .ifPresent(
                  text -> references.addAll(ServiceSources.references(text, schema(resource))));
        });
    return references;
  }
}
