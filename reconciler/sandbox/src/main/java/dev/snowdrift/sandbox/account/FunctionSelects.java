package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Expression;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// SELECT from a table function of INFORMATION_SCHEMA.
final class FunctionSelects {
  private final Execution execution;

  FunctionSelects(Execution execution) {
    this.execution = execution;
  }

  StatementResult run(Statement.FunctionSelect select) {
    var _ = execution.session().warehouse().orElseThrow(Errors::noWarehouse);
    var parts = select.function().parts();
    var qualified =
        parts.size() > 1
            && parts.get(parts.size() - 2).value().equals(SchemaKind.INFORMATION_SCHEMA);
    var current =
        execution.session().schema().filter(SchemaKind.INFORMATION_SCHEMA::equals).isPresent();
    var function =
        execution
            .account()
            .registry()
            .tableFunction(select.function().last().value())
            .filter(_ -> qualified || (parts.size() == 1 && current));
    if (function.isEmpty()) {
      throw new SqlError(
          2140, "42601", "SQL compilation error:\nUnknown table function " + select.function());
    }
    var all = function.get().call(execution, arguments(select));
    return projected(select, ordered(select, all));
  }

  private Map<String, String> arguments(Statement.FunctionSelect select) {
    var arguments = new TreeMap<String, String>();
    var constants = new ConstantSelects(execution);
    for (var i = 0; i < select.arguments().size(); i++) {
      var argument = select.arguments().get(i);
      var key = argument.name().map(name -> name.value()).orElse(Integer.toString(i + 1));
      var value = constants.value(argument.value());
      if (value != null) {
        arguments.put(key.toUpperCase(Locale.ROOT), value);
      }
    }
    return arguments;
  }

  private static StatementResult ordered(Statement.FunctionSelect select, StatementResult all) {
    var rows = new ArrayList<>(all.rows());
    select
        .order()
        .ifPresent(order -> {
          var column = column(all, order.column().last().value());
          var number = all.columns().get(column).type();
          var compare = cells(column, number.startsWith("timestamp") || number.equals("fixed"));
          rows.sort(order.descending() ? compare.reversed() : compare);
        });
    var most = (int) Math.min(rows.size(), select.limit().orElse(rows.size()));
    return new StatementResult(StatementResult.SELECT, all.columns(), rows.subList(0, most), false);
  }

  /// Nulls last, as in Snowflake.
  private static Comparator<List<@Nullable String>> cells(int column, boolean numeric) {
    Comparator<@Nullable String> cell =
        Comparator.nullsLast(
            numeric
                ? Comparator.<String>comparingDouble(Double::parseDouble)
                : Comparator.<String>naturalOrder());
    return (one, other) -> cell.compare(one.get(column), other.get(column));
  }

  private static StatementResult projected(Statement.FunctionSelect select, StatementResult all) {
    if (select.columns().isEmpty()) {
      return all;
    }
    var columns = new ArrayList<ResultColumn>();
    var indexes = new ArrayList<Integer>();
    for (var item : select.columns()) {
      if (!(item.expression() instanceof Expression.Named(var name))) {
        throw Errors.unsupported("SELECT");
      }
      var index = column(all, name.last().value());
      var column = all.columns().get(index);
      columns.add(new ResultColumn(item.label(), column.type(), column.scale(), column.nullable()));
      indexes.add(index);
    }
    var rows = new ArrayList<List<@Nullable String>>();
    for (var row : all.rows()) {
      rows.add(indexes.stream().<@Nullable String>map(row::get).toList());
    }
    return new StatementResult(StatementResult.SELECT, columns, rows, false);
  }

  private static int column(StatementResult result, String name) {
    for (var i = 0; i < result.columns().size(); i++) {
      if (result.columns().get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw Errors.invalidIdentifier(name);
  }
}
