package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;
import java.util.Set;

/// A database. A new one has the schemas PUBLIC and INFORMATION_SCHEMA and becomes the session's
/// current one.
final class DatabaseKind implements Domain {
  private static final PropertySheet SHEET = ContainerProperties.sheet();

  @Override
  public String kind() {
    return "DATABASE";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of(
        "APPLYBUDGET",
        "CREATE DATABASE ROLE",
        "CREATE SCHEMA",
        "MODIFY",
        "MONITOR",
        "REFERENCE_USAGE",
        "USAGE");
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
  public List<Parameter> parameters() {
    return Parameters.CONTAINER;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public Overflow overflow() {
    return Overflow.REFUSED;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return action instanceof Action.Set || action instanceof Action.Unset
        ? Set.of("MODIFY")
        : Set.of();
  }

  @Override
  public void created(Execution execution, AccountObject database, Statement.Create statement) {
    var schemas = execution.domain("SCHEMA");
    var name = database.name();
    execution.add(schemas, ObjectPath.inDatabase(name, "PUBLIC"), schemas.sheet().defaults());
    execution.add(
        schemas,
        ObjectPath.inDatabase(name, SchemaKind.INFORMATION_SCHEMA),
        schemas.sheet().defaults(),
        "");
    execution.session().useSchema(name, "PUBLIC");
  }

  @Override
  public void dropped(Execution execution, AccountObject database) {
    if (execution.session().database().filter(database.name()::equals).isPresent()) {
      execution.session().useSchema(null, null);
    }
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.text("is_default", _ -> "N"),
        Cell.textFor(
            "is_current",
            (execution, object) ->
                Cell.yesNo(
                    execution.session().database().filter(object.name()::equals).isPresent())),
        Cell.text("origin", _ -> ""),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("options", o -> o.settings().flag("TRANSIENT") ? "TRANSIENT" : ""),
        Cell.text("retention_time", o -> ContainerProperties.retention(o.settings())),
        Cell.text("kind", _ -> "STANDARD"),
        Cell.ownerRoleType(),
        Cell.nullText("object_visibility"),
        Cell.nullText("data_quality_monitoring_settings"),
        Cell.nullText("resharing_settings"));
  }

  /// One row a schema.
  @Override
  public StatementResult describe(Execution execution, AccountObject database) {
    var schemas =
        execution.inDatabase("SCHEMA", database.name()).stream().filter(execution::sees).toList();
    return Rows.of(
        StatementResult.DESCRIBE,
        execution,
        List.of(Cell.createdOn(), Cell.name(), Cell.text("kind", _ -> "SCHEMA")),
        schemas);
  }
}
