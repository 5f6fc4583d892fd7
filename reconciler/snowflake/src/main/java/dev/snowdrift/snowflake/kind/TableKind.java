package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.manifest.Max;
import dev.snowdrift.manifest.Min;
import dev.snowdrift.snowflake.CallableName;
import dev.snowdrift.snowflake.Listing;
import dev.snowdrift.snowflake.Look;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sighting;
import dev.snowdrift.snowflake.SnowflakeKind;
import dev.snowdrift.snowflake.Sql;
import dev.snowdrift.snowflake.SqlText;
import dev.snowdrift.snowflake.StatementClass;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A table. Columns are added and widened where they stand; what loses data waits for a person and
/// is never done by replacing the table, nor by CREATE OR ALTER TABLE, which drops what it is not
/// told of.
///
/// SHOW TABLES has nothing that moves when a column does (its columns are listed in
/// snowflakedb/terraform-provider-snowflake, pkg/sdk/tables.go), so declared tables are described
/// in their turn, a few in each pass. The order of columns says nothing and cannot be changed.
public final class TableKind implements SnowflakeKind<TableKind.Spec> {
  static final String COLUMNS = "columns";
  private static final String CLUSTER_BY = "clusterBy";
  private static final String DETAIL = "detail";
  private static final Pattern LINEAR =
      Pattern.compile("(?:LINEAR)? *\\((.*)\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Statements STATEMENTS = new Statements("TABLE");

  private static final List<Property<Spec>> PROPERTIES =
      List.of(
          Property.<Spec>number(
                  "dataRetentionTimeInDays",
                  "DATA_RETENTION_TIME_IN_DAYS",
                  Spec::dataRetentionTimeInDays)
              .standard(Canonical.number(1)),
          Property.<Spec>bool("changeTracking", "CHANGE_TRACKING", Spec::changeTracking)
              .standardBySet(Canonical.bool(false)),
          Property.<Spec>bool("schemaEvolution", "ENABLE_SCHEMA_EVOLUTION", Spec::schemaEvolution)
              .standardBySet(Canonical.bool(false)));

  @Doc("A table: what its columns are, not what it holds")
  public record Spec(
      @Doc(
              "All columns; a new one is added, one that is no longer here is dropped only with"
                  + " approval")
          @Example("[{name: ID, type: INT}]")
          @Min(1) List<TableColumn> columns,
      @Doc("Expressions by which rows are kept together") @Example("[TO_DATE(LOADED_AT)]")
          List<String> clusterBy,
      @Doc("How long dropped and changed data can be brought back") @Min(0) @Max(90) Optional<Long> dataRetentionTimeInDays,
      @Doc("Whether changes of rows are recorded for streams") Optional<Boolean> changeTracking,
      @Doc("Whether loading files may add columns") Optional<Boolean> schemaEvolution,
      @Doc("Without fail-safe; only when it is created") Optional<Boolean> isTransient,
      @Doc("What it is for") @Max(900) Optional<String> comment) {

    public Spec {
      columns = List.copyOf(columns);
      clusterBy = List.copyOf(clusterBy);
    }
  }

  @Override
  public String name() {
    return "Table";
  }

  @Override
  public Wave wave() {
    return Wave.STORAGE;
  }

  @Override
  public Class<Spec> specification() {
    return Spec.class;
  }

  @Override
  public Lifecycle.Deletion deletion() {
    return Lifecycle.Deletion.ORPHAN;
  }

  @Override
  public String canonicalName(String written) {
    return Names.canonical(written, 3);
  }

  @Override
  public Spec load(Spec spec, LoadContext context) {
    var columns = new ArrayList<TableColumn>();
    var seen = new LinkedHashSet<String>();
    for (var i = 0; i < spec.columns().size(); i++) {
      var column = spec.columns().get(i);
      var path = "columns." + i;
      var name = Written.identifier(context, path + ".name", column.name());
      if (!seen.add(name)) {
        Written.problem(
            context,
            path + ".name",
            "`%s` is declared twice".formatted(name),
            "unquoted names fold to upper case, so that these are the same column",
            "remove one of them");
      }
      column.defaultValue().ifPresent(text -> Written.expression(context, path + ".default", text));
      columns.add(
          new TableColumn(
              name,
              Written.type(context, path + ".type", column.type()),
              column.nullable(),
              column.defaultValue(),
              column.comment()));
    }
    spec.clusterBy().forEach(key -> Written.expression(context, CLUSTER_BY, key));
    return new Spec(
        columns,
        spec.clusterBy(),
        spec.dataRetentionTimeInDays(),
        spec.changeTracking(),
        spec.schemaEvolution(),
        spec.isTransient(),
        spec.comment());
  }

  @Override
  public List<Reference> references(Desired<Spec> resource) {
    return Names.parents(resource.id().name());
  }

  @Override
  public List<Field<Spec>> fields() {
    var fields = new ArrayList<Field<Spec>>();
    fields.add(
        Field.<Spec>ofResource(COLUMNS, TableKind::columns)
            .repair(new Repair.Alter(Risk.IN_PLACE, "what loses data waits for a person")));
    fields.add(
        Field.<Spec>of(CLUSTER_BY, spec -> Property.nonEmpty(spec.clusterBy()).map(_ -> keys(spec)))
            .standard(Canonical.list(List.of())));
    PROPERTIES.forEach(property -> fields.add(property.field()));
    fields.add(
        Field.<Spec>of("isTransient", spec -> Canonical.bool(spec.isTransient()))
            .standard(Canonical.bool(false))
            .repair(
                new Repair.Recreate(
                    "a table stays transient or not for life", "every row of it, and its grants")));
    fields.add(Comments.field(Spec::comment));
    return fields;
  }

  private static Optional<JsonNode> columns(Desired<Spec> resource) {
    var table = Names.of(resource.id().name());
    var list = JsonNodeFactory.instance.arrayNode();
    resource.spec().columns().forEach(column -> list.add(column.canonical(table)));
    return Optional.of(Canonical.sortedBy("name", list));
  }

  private static JsonNode keys(Spec spec) {
    return Canonical.list(spec.clusterBy().stream().map(TableKind::key).toList());
  }

  private static String key(String written) {
    return TableColumn.upper(SqlText.normal(written));
  }

  @Override
  public Repair repair(Drift drift, Observed observed, List<Drift> all) {
    return drift.field().equals(COLUMNS)
        ? TableChange.of(drift).repair(drift, all)
        : SnowflakeKind.super.repair(drift, observed, all);
  }

  @Override
  public List<Effect> create(Desired<Spec> resource, Mark mark) {
    var spec = resource.spec();
    var sql =
        Sql.of(spec.isTransient().orElse(false) ? "CREATE TRANSIENT TABLE" : "CREATE TABLE")
            .name(resource.id().name())
            .open();
    var first = true;
    for (var column : spec.columns()) {
      if (!first) {
        sql.comma();
      }
      column.write(sql);
      first = false;
    }
    sql.close();
    if (!spec.clusterBy().isEmpty()) {
      clusterBy(sql, spec);
    }
    Property.declared(sql, PROPERTIES, resource);
    return List.of(Comments.write(sql, spec.comment(), mark).ddl());
  }

  private static Sql clusterBy(Sql into, Spec spec) {
    into.words("CLUSTER BY").open();
    var first = true;
    for (var key : spec.clusterBy()) {
      if (!first) {
        into.comma();
      }
      into.sql(key);
      first = false;
    }
    return into.close();
  }

  @Override
  public List<Effect> update(
      Desired<Spec> resource, Observed observed, List<Drift> drifts, Mark mark) {
    var name = resource.id().name();
    var spec = resource.spec();
    var effects = new ArrayList<Effect>();
    drifts.stream()
        .filter(drift -> drift.field().equals(COLUMNS))
        .map(TableChange::of)
        .distinct()
        .forEach(change -> effects.addAll(change.effects(name, spec.columns())));
    if (drifts.stream().anyMatch(drift -> drift.field().equals(CLUSTER_BY))) {
      var alter = STATEMENTS.alter(name);
      effects.add(
          (spec.clusterBy().isEmpty() ? alter.words("DROP CLUSTERING KEY") : clusterBy(alter, spec))
              .ddl());
    }
    effects.addAll(STATEMENTS.update(resource, PROPERTIES, spec.comment(), drifts, mark));
    return effects;
  }

  @Override
  public List<Effect> adopt(Desired<Spec> resource, Observed observed, Mark mark) {
    return STATEMENTS.adopt(observed, mark);
  }

  @Override
  public List<Effect> delete(Observed observed) {
    return STATEMENTS.drop(observed.id().name());
  }

  @Override
  public Listing listing() {
    return new Listing.OfDatabase("TABLES");
  }

  /// External and event tables are other kinds of object in the same listing.
  @Override
  public Optional<String> nameIn(Row row) {
    var other = row.bool("is_external").orElse(false) || row.bool("is_event").orElse(false);
    return other ? Optional.empty() : Names.inSchema(row);
  }

  @Override
  public List<Look> looks(ResourceId id, Row row) {
    return List.of(
        Look.inTurn(
            DETAIL,
            Sql.of("DESCRIBE TABLE").name(id.name()).end(StatementClass.DESCRIBE),
            row.text("created_on").orElse("")));
  }

  @Override
  public Observed read(ResourceId id, Sighting seen) {
    var row = seen.row();
    var fields =
        new Fields(id, row)
            .number("dataRetentionTimeInDays", "retention_time")
            .bool("changeTracking", "change_tracking")
            .bool("schemaEvolution", "enable_schema_evolution")
            .field("isTransient", Canonical.bool(isTransient(row)))
            .field(CLUSTER_BY, clusterBy(row))
            .fact("rows", row.text("rows"));
    var detail = seen.look(DETAIL);
    if (detail.isEmpty()) {
      return fields.unreadable(COLUMNS, seen.failure(DETAIL).orElse("not looked at")).observed();
    }
    return fields.field(COLUMNS, columns(detail.get(), Names.of(id.name()))).observed();
  }

  private static boolean isTransient(Row row) {
    return row.text("kind").orElse("").equalsIgnoreCase("TRANSIENT");
  }

  private static JsonNode columns(List<Row> rows, QualifiedName table) {
    var list = JsonNodeFactory.instance.arrayNode();
    rows.stream()
        .filter(row -> row.text("kind").orElse("COLUMN").equalsIgnoreCase("COLUMN"))
        .forEach(row -> list.add(TableColumn.read(row, table)));
    return Canonical.sortedBy("name", list);
  }

  /// `LINEAR(A, TO_DATE(B))`.
  private static JsonNode clusterBy(Row row) {
    var linear = LINEAR.matcher(row.text("cluster_by").orElse("").strip());
    return Canonical.list(
        linear.matches()
            ? CallableName.split(linear.group(1)).stream().map(TableKind::key).toList()
            : List.of());
  }
}
