package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// ALTER SESSION and SHOW PARAMETERS.
final class ParameterStatements {
  private static final List<ResultColumn> COLUMNS =
      List.of(
          ResultColumn.text("key"),
          ResultColumn.text("value"),
          ResultColumn.text("default"),
          ResultColumn.text("level"),
          ResultColumn.text("description"),
          ResultColumn.text("type"));

  private final Execution execution;

  ParameterStatements(Execution execution) {
    this.execution = execution;
  }

  StatementResult alter(Statement.AlterSession alter) {
    var parameters = execution.session().parameters();
    alter.set().all().forEach(p -> Parameters.typed(p.key(), p.value()));
    alter.unset().forEach(Parameters::known);
    for (var property : alter.set().all()) {
      if (property.value() instanceof Value.Null) {
        parameters.remove(property.key());
      } else {
        parameters.put(property.key(), Parameters.typed(property.key(), property.value()));
      }
    }
    alter.unset().forEach(parameters::remove);
    return new StatementResult(
        StatementResult.ALTER_SESSION,
        List.of(ResultColumn.text("status")),
        List.of(List.of("Statement executed successfully.")),
        true);
  }

  StatementResult show(Statement.ShowParameters show) {
    Predicate<String> like = show.like().map(LikePattern::of).orElse(_ -> true);
    var rows = new Rows(StatementResult.SHOW, COLUMNS);
    if (show.level().equals("SESSION") || show.level().equals("ACCOUNT")) {
      var set = execution.session().parameters();
      for (var parameter : Parameters.SESSION) {
        if (like.test(parameter.key())) {
          var value = show.level().equals("SESSION") ? set.get(parameter.key()) : null;
          parameter.add(rows, value, "SESSION");
        }
      }
      return rows.result();
    }
    var object = target(show);
    for (var parameter : object.domain().parameters()) {
      if (like.test(parameter.key())) {
        inherited(rows, parameter, object);
      }
    }
    return rows.result();
  }

  private AccountObject target(Statement.ShowParameters show) {
    var kind = show.level();
    if (show.name().isPresent()) {
      var path = execution.resolve(execution.domain(kind).level(), show.name().get());
      return execution.visible(kind, path).orElseThrow(Errors::cannotPerform);
    }
    var path =
        switch (kind) {
          case "DATABASE" -> ObjectPath.inAccount(execution.currentDatabase());
          case "SCHEMA" ->
              ObjectPath.inDatabase(execution.currentDatabase(), execution.currentSchema());
          case "WAREHOUSE" ->
              ObjectPath.inAccount(
                  execution.session().warehouse().orElseThrow(Errors::noWarehouse));
          case "USER" -> ObjectPath.inAccount(execution.session().user());
          default -> throw Errors.cannotPerform();
        };
    return execution.visible(kind, path).orElseThrow(Errors::cannotPerform);
  }

  /// The value set on the object itself, or on the nearest of its containers that has one.
  private void inherited(Rows rows, Parameter parameter, AccountObject object) {
    var path = object.path();
    var holders = new ArrayList<AccountObject>();
    holders.add(object);
    if (!path.schema().isEmpty()) {
      execution
          .find("SCHEMA", ObjectPath.inDatabase(path.database(), path.schema()))
          .ifPresent(holders::add);
    }
    if (!path.database().isEmpty()) {
      execution.find("DATABASE", ObjectPath.inAccount(path.database())).ifPresent(holders::add);
    }
    for (var holder : holders) {
      if (holder.settings().isSet(parameter.key())) {
        parameter.add(
            rows, holder.settings().asText(parameter.key()).orElse(""), holder.domain().kind());
        return;
      }
    }
    parameter.add(rows, null, "");
  }
}
