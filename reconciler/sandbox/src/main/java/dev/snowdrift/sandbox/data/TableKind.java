package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.ObjectStatements;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A table: its columns, constraints and parameters. It never has rows.
final class TableKind implements Domain {
  static final String COLUMNS = "COLUMN LIST";
  private static final String CLUSTER = "CLUSTER BY";

  /// Snowflake documentation, "Access control privileges": table privileges.
  private static final List<String> PRIVILEGES =
      List.of(
          "SELECT",
          "INSERT",
          "UPDATE",
          "TRUNCATE",
          "DELETE",
          "EVOLVE SCHEMA",
          "REFERENCES",
          "REBUILD",
          "APPLYBUDGET");

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.bool("TRANSIENT").atCreationOnly(),
              PropertyRule.bool("TEMPORARY").atCreationOnly(),
              PropertyRule.any(COLUMNS).neverUnset(),
              PropertyRule.texts(CLUSTER).neverUnset(),
              PropertyRule.integer("DATA_RETENTION_TIME_IN_DAYS").between(0, 90),
              PropertyRule.integer("MAX_DATA_EXTENSION_TIME_IN_DAYS").between(0, 90),
              PropertyRule.bool("CHANGE_TRACKING"),
              PropertyRule.text("DEFAULT_DDL_COLLATION"),
              PropertyRule.bool("ENABLE_SCHEMA_EVOLUTION"),
              PropertyRule.bool(ObjectStatements.COPY_GRANTS).atCreationOnly(),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "TABLE";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return PRIVILEGES;
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  static Value.Table columns(AccountObject table) {
    return columns(table.settings());
  }

  static Value.Table columns(Settings settings) {
    return (Value.Table) settings.written(COLUMNS).orElseThrow();
  }

  // ---- CREATE

  @Override
  public StatementResult create(Execution execution, Statement.Create statement) {
    var properties = statement.properties();
    if (properties.has("AS")) {
      var _ = execution.session().warehouse().orElseThrow(Errors::noWarehouse);
      throw Errors.unsupported("CREATE TABLE AS SELECT");
    }
    var path = execution.resolve(Level.SCHEMA, statement.name());
    execution
        .find("VIEW", path)
        .ifPresent(view -> {
          throw Errors.existsAs(path.name(), "VIEW");
        });
    return Domain.super.create(
        execution,
        new Statement.Create(
            kind(),
            statement.mode(),
            statement.ifNotExists(),
            statement.name(),
            new Properties(completed(execution, properties))));
  }

  /// The clauses with a column list: one that was written, with the session's mapping of TIMESTAMP,
  /// or that of the table named by LIKE or CLONE.
  private static List<Properties.Property> completed(Execution execution, Properties properties) {
    var mapping =
        String.valueOf(
            execution
                .session()
                .parameters()
                .getOrDefault("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ"));
    var completed = new ArrayList<Properties.Property>();
    for (var property : properties.all()) {
      if (property.value() instanceof Value.Table table) {
        completed.add(with(property, Columns.completed(table, mapping)));
      } else if (property.key().equals("LIKE") || property.key().equals("CLONE")) {
        var source =
            execution.require("TABLE", ((Value.Reference) property.value()).name(), "SELECT");
        completed.add(with(property, columns(source)));
        if (source.settings().isSet(CLUSTER)) {
          completed.add(
              new Properties.Property(CLUSTER, Value.texts(source.settings().list(CLUSTER)), 1, 0));
        }
      } else {
        completed.add(property);
      }
    }
    return completed;
  }

  private static Properties.Property with(Properties.Property at, Value.Table columns) {
    return new Properties.Property(COLUMNS, columns, at.line(), at.position());
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    if (settings.written(COLUMNS).isEmpty()) {
      throw Errors.missingOptions(List.of("columns"));
    }
    Columns.check(path.name(), columns(settings), settings.list(CLUSTER));
    var days = settings.number("DATA_RETENTION_TIME_IN_DAYS").orElse(0L);
    if (days > 1 && (settings.flag("TRANSIENT") || settings.flag("TEMPORARY"))) {
      throw Errors.invalidParameter(Long.toString(days), "DATA_RETENTION_TIME_IN_DAYS");
    }
  }

  @Override
  public void checkChange(Execution execution, AccountObject table, Settings after) {
    Columns.checkWhole(columns(table), columns(after));
  }

  // ---- ALTER

  @Override
  public StatementResult perform(Execution execution, AccountObject table, Action action) {
    var settings = table.settings();
    var columns = columns(table);
    var after =
        switch (action) {
          case Action.AddColumns add ->
              settings.with(COLUMNS, Columns.added(columns, add, mapping(execution)));
          case Action.DropColumns drop ->
              settings.with(COLUMNS, Columns.dropped(columns, drop, settings.list(CLUSTER)));
          case Action.RenameColumn rename ->
              settings.with(COLUMNS, Columns.renamed(table.name(), columns, rename));
          case Action.AlterColumns(var changes) ->
              settings.with(COLUMNS, Columns.changed(columns, changes));
          case Action.AddConstraint(var constraint) ->
              settings.with(COLUMNS, Columns.constrained(table.name(), columns, constraint));
          case Action.DropConstraint drop ->
              settings.with(COLUMNS, Columns.unconstrained(table.name(), columns, drop));
          case Action.ClusterBy(var expressions) ->
              expressions.isEmpty()
                  ? settings.without(CLUSTER)
                  : settings.with(CLUSTER, expressions);
          case Action.Command(var words, _) when words.endsWith("RECLUSTER") -> {
            if (settings.list(CLUSTER).isEmpty()) {
              throw Errors.unsupported(words);
            }
            yield settings;
          }
          case Action.SwapWith(var name) -> {
            var other = execution.require("TABLE", name);
            execution.checkOwns(other);
            execution.swap(table, other);
            yield settings;
          }
          default -> throw Errors.unsupported("ALTER TABLE");
        };
    check(execution, table.path(), after);
    table.change(after);
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  private static String mapping(Execution execution) {
    return String.valueOf(
        execution.session().parameters().getOrDefault("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_NTZ"));
  }

  @Override
  public void dropped(Execution execution, AccountObject table) {
    StreamKind.sourceGone(execution, table);
  }

  // ---- SHOW, DESCRIBE

  @Override
  public SqlError absent(Name name) {
    return Errors.notFound(kind(), name);
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.text("kind", TableKind::shownKind),
        Cell.commentOrEmpty(),
        Cell.text("cluster_by", o -> clustering(o.settings())),
        Cell.number("rows", _ -> 0),
        Cell.number("bytes", _ -> 0),
        Cell.owner(),
        Cell.textFor("retention_time", TableKind::retention),
        Cell.text("automatic_clustering", o -> onOff(o.settings().isSet(CLUSTER))),
        Cell.text("change_tracking", o -> onOff(o.settings().flag("CHANGE_TRACKING"))),
        Cell.text("search_optimization", _ -> "OFF"),
        Cell.nullText("search_optimization_progress"),
        Cell.number("search_optimization_bytes", _ -> null),
        Cell.text("is_external", _ -> "N"),
        Cell.text(
            "enable_schema_evolution",
            o -> Cell.yesNo(o.settings().flag("ENABLE_SCHEMA_EVOLUTION"))),
        Cell.ownerRoleType(),
        Cell.text("is_event", _ -> "N"),
        Cell.nullText("budget"));
  }

  static String onOff(boolean on) {
    return on ? "ON" : "OFF";
  }

  static String shownKind(AccountObject table) {
    return table.settings().flag("TRANSIENT")
        ? "TRANSIENT"
        : table.settings().flag("TEMPORARY") ? "TEMPORARY" : "TABLE";
  }

  static String clustering(Settings settings) {
    var expressions = settings.list(CLUSTER);
    return expressions.isEmpty() ? "" : "LINEAR(" + String.join(", ", expressions) + ")";
  }

  /// The table's own, its schema's, its database's, or one day; transient tables have at most one.
  static String retention(Execution execution, AccountObject table) {
    var path = table.path();
    var schema = execution.find("SCHEMA", ObjectPath.inDatabase(path.database(), path.schema()));
    var database = execution.find("DATABASE", ObjectPath.inAccount(path.database()));
    var days = own(Optional.of(table)).or(() -> own(schema)).or(() -> own(database)).orElse(1L);
    return Long.toString(shownKind(table).equals("TABLE") ? days : Math.min(days, 1));
  }

  private static Optional<Long> own(Optional<AccountObject> object) {
    return object.flatMap(o -> o.settings().number("DATA_RETENTION_TIME_IN_DAYS"));
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject table) {
    var columns = columns(table);
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(
                ResultColumn.text("name"),
                ResultColumn.text("type"),
                ResultColumn.text("kind"),
                ResultColumn.text("null?"),
                ResultColumn.text("default"),
                ResultColumn.text("primary key"),
                ResultColumn.text("unique key"),
                ResultColumn.text("check"),
                ResultColumn.text("expression"),
                ResultColumn.text("comment"),
                ResultColumn.text("policy name"),
                ResultColumn.text("schema evolution record")));
    for (var column : columns.columns()) {
      rows.add(
          column.name(),
          column.type().toString(),
          "COLUMN",
          Cell.yesNo(column.nullable()),
          column.defaultValue().orElse(null),
          Cell.yesNo(columns.isIn("PRIMARY KEY", column.name())),
          Cell.yesNo(columns.isIn("UNIQUE", column.name())),
          null,
          null,
          column.comment().orElse(null),
          null,
          null);
    }
    return rows.result();
  }
}
