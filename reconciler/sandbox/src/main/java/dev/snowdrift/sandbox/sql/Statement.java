package dev.snowdrift.sandbox.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A statement as a value. Kinds and keywords are upper case with single blanks, as in `NETWORK
/// RULE`; binds have already become literals.
public sealed interface Statement {

  enum Mode {
    PLAIN,
    OR_REPLACE,
    OR_ALTER
  }

  record Create(String kind, Mode mode, boolean ifNotExists, Name name, Properties properties)
      implements Statement {}

  record Alter(String kind, boolean ifExists, Name name, Action action) implements Statement {}

  /// DROP.
  ///
  /// @param option CASCADE, RESTRICT or FORCE
  record Drop(String kind, boolean ifExists, Name name, Optional<String> option)
      implements Statement {}

  record Undrop(String kind, Name name) implements Statement {}

  record Describe(String kind, Name name) implements Statement {}

  /// SHOW of objects.
  ///
  /// @param what the plural as written: `COMPUTE POOLS`, `SERVICE CONTAINERS`, ...
  record Show(String what, boolean terse, boolean history, ShowFilter filter)
      implements Statement {}

  /// The forms of SHOW GRANTS; `ToNobody` is the bare command, the grants of the current user.
  sealed interface ShowGrants extends Statement {
    record ToNobody() implements ShowGrants {}

    record On(GrantTarget target) implements ShowGrants {}

    record To(Grantee grantee) implements ShowGrants {}

    record Of(Grantee role) implements ShowGrants {}

    record ToServiceRole(Name service, Identifier role) implements ShowGrants {}

    record OfServiceRole(Name service, Identifier role) implements ShowGrants {}

    record FutureIn(String containerKind, Name container) implements ShowGrants {}

    record FutureTo(Grantee grantee) implements ShowGrants {}
  }

  /// SHOW PARAMETERS.
  ///
  /// @param level SESSION, ACCOUNT or a kind of object
  /// @param name of the object; without it the current one of the session
  record ShowParameters(Optional<String> like, String level, Optional<Name> name)
      implements Statement {}

  record ShowVariables() implements Statement {}

  /// USE.
  ///
  /// @param what ROLE, WAREHOUSE, DATABASE, SCHEMA; empty for the bare form, a schema or a database
  record Use(String what, Name name) implements Statement {}

  /// USE SECONDARY ROLES.
  ///
  /// @param roles ALL, NONE or a role
  record UseSecondaryRoles(String roles) implements Statement {}

  record AlterSession(Properties set, List<String> unset) implements Statement {
    public AlterSession {
      unset = List.copyOf(unset);
    }
  }

  record AlterAccount(Properties set, List<String> unset) implements Statement {
    public AlterAccount {
      unset = List.copyOf(unset);
    }
  }

  /// Privileges to or from a role.
  ///
  /// @param privileges empty for ALL
  /// @param option for GRANT: `GRANT OPTION`, `COPY CURRENT GRANTS` or `REVOKE CURRENT GRANTS`; for
  ///   REVOKE: `GRANT OPTION`, CASCADE, RESTRICT
  record Grant(
      boolean revoke,
      List<String> privileges,
      GrantTarget target,
      Grantee grantee,
      List<String> option)
      implements Statement {
    public Grant {
      privileges = List.copyOf(privileges);
      option = List.copyOf(option);
    }
  }

  /// A role to or from a role or user.
  ///
  /// @param role of type ROLE or `DATABASE ROLE`
  record GrantRole(boolean revoke, Grantee role, Grantee grantee) implements Statement {}

  record GrantServiceRole(boolean revoke, Name service, Identifier role, Grantee grantee)
      implements Statement {}

  /// EXECUTE JOB SERVICE.
  ///
  /// @param properties `COMPUTE POOL`, FROM, NAME and the rest
  record ExecuteJob(Properties properties) implements Statement {}

  /// EXECUTE TASK.
  ///
  /// @param option `RETRY LAST`, `RETRY GRAPH RUN GROUP` or the key of USING
  record ExecuteTask(Name name, Optional<String> option, Optional<Value> operand)
      implements Statement {}

  /// `CALL name(...)` or `CALL name!method(...)`.
  record Call(Name name, Optional<Identifier> method, List<Expression> arguments)
      implements Statement {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// A SELECT without FROM.
  record ConstantSelect(List<Item> items) implements Statement {
    public ConstantSelect {
      items = List.copyOf(items);
    }

    /// One column.
    ///
    /// @param label the column's name
    public record Item(Expression expression, String label) {}
  }

  /// `SELECT ... FROM TABLE(f(...)) [ORDER BY c [DESC]] [LIMIT n]`.
  ///
  /// @param columns empty for all
  record FunctionSelect(
      List<ConstantSelect.Item> columns,
      Name function,
      List<Argument> arguments,
      Optional<Order> order,
      OptionalLong limit)
      implements Statement {
    public FunctionSelect {
      columns = List.copyOf(columns);
      arguments = List.copyOf(arguments);
    }

    /// An argument, named with `=>` or not.
    public record Argument(Optional<Identifier> name, Expression value) {}

    public record Order(Name column, boolean descending) {}
  }

  /// Any statement that reads or writes rows, and so needs a warehouse.
  record Rows(String verb) implements Statement {}

  /// BEGIN, COMMIT or ROLLBACK.
  record Transaction(String verb) implements Statement {}

  /// LIST and REMOVE.
  ///
  /// @param pattern a regular expression over the files' names
  record ListFiles(StagePath place, Optional<String> pattern) implements Statement {}

  /// PUT.
  ///
  /// @param source the local path, wildcards kept
  record PutFiles(String source, StagePath place, Properties options) implements Statement {}

  /// GET.
  ///
  /// @param target the local folder
  record GetFiles(StagePath place, String target, Properties options) implements Statement {}

  record RemoveFiles(StagePath place, Optional<String> pattern) implements Statement {}
}
