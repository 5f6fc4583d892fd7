package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.Statement;

/// Finds what runs a statement.
final class StatementRunner {
  private final Execution execution;
  private final Registry registry;

  StatementRunner(Execution execution) {
    this.execution = execution;
    this.registry = execution.account().registry();
  }

  StatementResult run(Statement statement) {
    registry.preludes().forEach(prelude -> prelude.accept(execution));
    if (statement instanceof Statement.Call call && isFunction(call)) {
      return new ConstantSelects(execution).call(call);
    }
    var handler = registry.handler(statement);
    if (handler.isPresent()) {
      return handler.get().run(execution, statement);
    }
    return switch (statement) {
      case Statement.Create create -> domain(create.kind()).create(execution, create);
      case Statement.Alter alter -> domain(alter.kind()).alter(execution, alter);
      case Statement.Drop drop -> domain(drop.kind()).drop(execution, drop);
      case Statement.Undrop undrop -> throw Errors.unsupported("UNDROP " + undrop.kind());
      case Statement.Describe describe -> domain(describe.kind()).describe(execution, describe);
      case Statement.Show show -> show(show);
      case Statement.ShowGrants grants -> new GrantListings(execution).show(grants);
      case Statement.ShowParameters parameters ->
          new ParameterStatements(execution).show(parameters);
      case Statement.ShowVariables _ -> new SessionStatements(execution).showVariables();
      case Statement.Grant grant -> new GrantStatements(execution).run(grant);
      case Statement.GrantRole grant -> new GrantStatements(execution).run(grant);
      case Statement.Use use -> new SessionStatements(execution).use(use);
      case Statement.UseSecondaryRoles use -> new SessionStatements(execution).use(use);
      case Statement.AlterSession alter -> new ParameterStatements(execution).alter(alter);
      case Statement.AlterAccount _ -> throw Errors.unsupported("ALTER ACCOUNT");
      case Statement.ConstantSelect select -> new ConstantSelects(execution).run(select);
      case Statement.FunctionSelect select -> new FunctionSelects(execution).run(select);
      case Statement.Transaction _ ->
          StatementResult.status(StatementResult.TCL, "Statement executed successfully.");
      case Statement.Rows rows -> {
        var _ = execution.session().warehouse().orElseThrow(Errors::noWarehouse);
        throw Errors.unsupported(rows.verb());
      }
      case Statement.GrantServiceRole _ -> throw Errors.unsupported("SERVICE ROLE");
      case Statement.ExecuteJob _ -> throw Errors.unsupported("EXECUTE JOB SERVICE");
      case Statement.ExecuteTask _ -> throw Errors.unsupported("EXECUTE TASK");
      case Statement.Call _ -> throw Errors.unsupported("CALL");
      case Statement.ListFiles list -> FileStatements.list(execution, list);
      case Statement.RemoveFiles remove -> FileStatements.remove(execution, remove);
      case Statement.PutFiles put -> FileStatements.put(execution, put);
      case Statement.GetFiles get -> FileStatements.get(execution, get);
    };
  }

  /// System functions are called as well as selected.
  private boolean isFunction(Statement.Call call) {
    return call.method().isEmpty()
        && call.name().isSimple()
        && (call.name().last().value().startsWith("SYSTEM$")
            || registry.function(call.name().last().value()).isPresent());
  }

  private Domain domain(String kind) {
    return execution.domain(kind);
  }

  private StatementResult show(Statement.Show show) {
    var listing =
        show.filter()
            .scope()
            .filter(ShowFilter.Scope.InKind.class::isInstance)
            .map(ShowFilter.Scope.InKind.class::cast)
            .flatMap(scope -> registry.listing(show.what() + " IN " + scope.kind()))
            .or(() -> registry.listing(show.what()));
    if (listing.isPresent()) {
      return listing.get().apply(execution, show);
    }
    return registry
        .byPlural(show.what())
        .orElseThrow(() -> Errors.unsupported("SHOW " + show.what()))
        .show(execution, show);
  }
}
