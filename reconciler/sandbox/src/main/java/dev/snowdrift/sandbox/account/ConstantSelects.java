package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Expression;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// SELECT without FROM: one row of constants.
final class ConstantSelects {
  private final Execution execution;

  ConstantSelects(Execution execution) {
    this.execution = execution;
  }

  private record Result(ResultColumn column, @Nullable String cell) {
    static Result of(String type, int scale, @Nullable String cell) {
      return new Result(new ResultColumn("", type, scale, true), cell);
    }

    Result named(String name) {
      return new Result(
          new ResultColumn(name, column.type(), column.scale(), column.nullable()), cell);
    }
  }

  StatementResult run(Statement.ConstantSelect select) {
    var results = new ArrayList<Result>();
    for (var item : select.items()) {
      results.add(evaluate(item.expression()).named(item.label()));
    }
    var row = new ArrayList<@Nullable String>();
    results.forEach(result -> row.add(result.cell()));
    return new StatementResult(
        StatementResult.SELECT,
        results.stream().map(Result::column).toList(),
        List.<List<@Nullable String>>of(row),
        false);
  }

  /// The value of an expression of constants, in the protocol's form.
  @Nullable String value(Expression expression) {
    return evaluate(expression).cell();
  }

  /// CALL of a function: one row whose column has the function's name.
  StatementResult call(Statement.Call statement) {
    var function = statement.name().last().value();
    var result = call(function, statement.arguments()).named(function);
    return new StatementResult(
        StatementResult.SELECT,
        List.of(result.column()),
        List.<List<@Nullable String>>of(Collections.singletonList(result.cell())),
        false);
  }

  private Result evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Literal(var value) -> literal(value);
      case Expression.Named(var name) -> context(name);
      case Expression.FunctionCall(var function, var arguments) -> call(function, arguments);
      case Expression.Cast(var of, var type) -> cast(evaluate(of), type);
      case Expression.Concatenation(var left, var right) -> {
        var l = evaluate(left).cell();
        var r = evaluate(right).cell();
        yield Result.of("text", 0, l == null || r == null ? null : l + r);
      }
      case Expression.Variable(var name) ->
          throw new SqlError(
              2211,
              "02000",
              "SQL compilation error:\nSession variable '$" + name + "' does not exist");
    };
  }

  private static Result literal(Value value) {
    return switch (value) {
      case Value.Null() -> Result.of("text", 0, null);
      case Value.Bool(var flag) -> Result.of("boolean", 0, flag ? "1" : "0");
      case Value.Numeric(var number) ->
          Result.of("fixed", Math.max(0, number.scale()), number.toPlainString());
      default -> Result.of("text", 0, value.toString());
    };
  }

  /// A function that may be called without parentheses.
  private Result context(Name name) {
    var function = name.toString();
    return switch (function) {
      case "CURRENT_USER",
          "CURRENT_ROLE",
          "CURRENT_DATABASE",
          "CURRENT_SCHEMA",
          "CURRENT_TIMESTAMP",
          "LOCALTIMESTAMP" ->
          call(function, List.of());
      default ->
          throw new SqlError(
              904,
              "42000",
              "SQL compilation error: error line 1 at position 7\ninvalid identifier '"
                  + function
                  + "'");
    };
  }

  private Result call(String function, List<Expression> expressions) {
    var arguments = new ArrayList<@Nullable String>();
    expressions.forEach(argument -> arguments.add(evaluate(argument).cell()));
    if (function.equals("CURRENT_TIMESTAMP") || function.equals("LOCALTIMESTAMP")) {
      return Result.of("timestamp_ltz", 3, Cell.timestamp(execution.now()));
    }
    var registered = execution.account().registry().function(function);
    if (registered.isEmpty()) {
      throw new SqlError(2141, "42601", "SQL compilation error:\nUnknown function " + function);
    }
    return Result.of("text", 0, registered.get().call(execution, arguments));
  }

  private static Result cast(Result result, String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "varchar", "string", "text", "char" -> Result.of("text", 0, result.cell());
      case "int", "integer", "number", "bigint" -> Result.of("fixed", 0, result.cell());
      case "float", "double", "real" -> Result.of("real", 0, result.cell());
      case "boolean" -> Result.of("boolean", 0, "true".equalsIgnoreCase(result.cell()) ? "1" : "0");
      default -> throw Errors.unsupported("cast to " + type);
    };
  }
}
