package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A schema. A new one becomes the session's current one.
final class SchemaKind implements Domain {
  static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";
  static final String MANAGED_ACCESS = "MANAGED ACCESS";

  /// Names as in the terraform provider's privileges.go.
  private static final List<String> PRIVILEGES =
      List.of(
          "ADD SEARCH OPTIMIZATION",
          "APPLYBUDGET",
          "CREATE AGGREGATION POLICY",
          "CREATE ALERT",
          "CREATE AUTHENTICATION POLICY",
          "CREATE CORTEX SEARCH SERVICE",
          "CREATE DATASET",
          "CREATE DYNAMIC TABLE",
          "CREATE EVENT TABLE",
          "CREATE EXTERNAL TABLE",
          "CREATE FILE FORMAT",
          "CREATE FUNCTION",
          "CREATE GIT REPOSITORY",
          "CREATE HYBRID TABLE",
          "CREATE ICEBERG TABLE",
          "CREATE IMAGE REPOSITORY",
          "CREATE MASKING POLICY",
          "CREATE MATERIALIZED VIEW",
          "CREATE MODEL",
          "CREATE NETWORK RULE",
          "CREATE NOTEBOOK",
          "CREATE PACKAGES POLICY",
          "CREATE PASSWORD POLICY",
          "CREATE PIPE",
          "CREATE PROCEDURE",
          "CREATE PROJECTION POLICY",
          "CREATE ROW ACCESS POLICY",
          "CREATE SECRET",
          "CREATE SEQUENCE",
          "CREATE SERVICE",
          "CREATE SESSION POLICY",
          "CREATE SNAPSHOT",
          "CREATE STAGE",
          "CREATE STREAM",
          "CREATE STREAMLIT",
          "CREATE TABLE",
          "CREATE TAG",
          "CREATE TASK",
          "CREATE VIEW",
          "MODIFY",
          "MONITOR",
          "USAGE");

  private static final PropertySheet SHEET =
      ContainerProperties.sheet().with(PropertyRule.bool(MANAGED_ACCESS).neverUnset());

  @Override
  public String kind() {
    return "SCHEMA";
  }

  @Override
  public Level level() {
    return Level.DATABASE;
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
  public List<Parameter> parameters() {
    return Parameters.CONTAINER;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return action instanceof Action.Set || action instanceof Action.Unset
        ? Set.of("MODIFY")
        : Set.of();
  }

  @Override
  public void created(Execution execution, AccountObject schema, Statement.Create statement) {
    execution.session().useSchema(schema.path().database(), schema.name());
  }

  @Override
  public void dropped(Execution execution, AccountObject schema) {
    var session = execution.session();
    if (session.database().filter(schema.path().database()::equals).isPresent()
        && session.schema().filter(schema.name()::equals).isPresent()) {
      session.useSchema(schema.path().database(), null);
    }
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject schema, Action action) {
    if (action instanceof Action.Command(var words, _) && words.endsWith(MANAGED_ACCESS)) {
      schema.change(
          words.startsWith("ENABLE")
              ? schema.settings().with(MANAGED_ACCESS, true)
              : schema.settings().without(MANAGED_ACCESS));
      return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
    }
    return Domain.super.perform(execution, schema, action);
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.text("is_default", _ -> "N"),
        Cell.textFor("is_current", (execution, o) -> Cell.yesNo(isCurrent(execution.session(), o))),
        Cell.databaseName(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("options", o -> options(o.settings())),
        Cell.text("retention_time", o -> ContainerProperties.retention(o.settings())),
        Cell.ownerRoleType());
  }

  private static boolean isCurrent(Session session, AccountObject schema) {
    return session.database().filter(schema.path().database()::equals).isPresent()
        && session.schema().filter(schema.name()::equals).isPresent();
  }

  private static String options(Settings settings) {
    var options = new ArrayList<String>();
    if (settings.flag("TRANSIENT")) {
      options.add("TRANSIENT");
    }
    if (settings.flag(MANAGED_ACCESS)) {
      options.add(MANAGED_ACCESS);
    }
    return String.join(", ", options);
  }

  /// One row for each kind of object that is inside.
  @Override
  public StatementResult describe(Execution execution, AccountObject schema) {
    var content =
        execution
            .account()
            .catalog()
            .contentOfSchema(schema.path().database(), schema.name())
            .stream()
            .filter(execution::sees)
            .toList();
    return Rows.of(
        StatementResult.DESCRIBE,
        execution,
        List.of(Cell.createdOn(), Cell.name(), Cell.text("kind", o -> o.domain().kind())),
        content);
  }
}
