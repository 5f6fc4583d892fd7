package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;

/// USE, and what else a session has.
final class SessionStatements {
  private final Execution execution;
  private final Session session;

  SessionStatements(Execution execution) {
    this.execution = execution;
    this.session = execution.session();
  }

  StatementResult use(Statement.Use use) {
    switch (use.what()) {
      case "ROLE" -> useRole(use);
      case "WAREHOUSE" -> session.useWarehouse(usable("WAREHOUSE", use).name());
      case "DATABASE" -> useDatabase(usable("DATABASE", use).name());
      case "SCHEMA" -> useSchema(use);
      default -> {
        if (use.name().isSimple()) {
          useDatabase(usable("DATABASE", use).name());
        } else {
          useSchema(use);
        }
      }
    }
    return StatementResult.status(StatementResult.USE, "Statement executed successfully.");
  }

  private void useRole(Statement.Use use) {
    var path = execution.resolve(Domain.Level.ACCOUNT, use.name());
    var role = Holder.role(path.name());
    var exists = execution.find("ROLE", path).isPresent();
    if (!exists) {
      throw Errors.notFound("ROLE", use.name());
    }
    if (!execution.account().rolesOf(Holder.user(session.user())).contains(role)) {
      throw new SqlError(
          3013,
          "42501",
          "SQL access control error:\nRequested role '"
              + path.name()
              + "' is not assigned to the executing user. Specify another role to activate.");
    }
    session.useRole(path.name());
  }

  private AccountObject usable(String kind, Statement.Use use) {
    var path = execution.resolve(execution.domain(kind).level(), use.name());
    return execution.visible(kind, path).orElseThrow(Errors::cannotPerform);
  }

  private void useDatabase(String database) {
    var hasPublic =
        execution.visible("SCHEMA", ObjectPath.inDatabase(database, "PUBLIC")).isPresent();
    session.useSchema(database, hasPublic ? "PUBLIC" : null);
  }

  private void useSchema(Statement.Use use) {
    var path = usable("SCHEMA", use).path();
    session.useSchema(path.database(), path.name());
  }

  /// Secondary roles are not kept: a session has the privileges of its primary role alone.
  StatementResult use(Statement.UseSecondaryRoles use) {
    if (!use.roles().equals("NONE")) {
      throw Errors.unsupported("USE SECONDARY ROLES " + use.roles());
    }
    return StatementResult.status(StatementResult.USE, "Statement executed successfully.");
  }

  StatementResult showVariables() {
    return new StatementResult(
        StatementResult.SHOW,
        List.of(
            ResultColumn.text("session_id"),
            ResultColumn.timestamp("created_on"),
            ResultColumn.timestamp("updated_on"),
            ResultColumn.text("name"),
            ResultColumn.text("value"),
            ResultColumn.text("type"),
            ResultColumn.text("comment")),
        List.of(),
        false);
  }
}
