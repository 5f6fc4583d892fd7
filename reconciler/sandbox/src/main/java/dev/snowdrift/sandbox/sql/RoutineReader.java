package dev.snowdrift.sandbox.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Turns the parse trees of CREATE FUNCTION and CREATE PROCEDURE into values. Their clauses without
/// `=` have keys of their own: ARGUMENTS, RETURNS, LANGUAGE, `NULL INPUT`, `RETURN RESULTS`, `IS
/// MEMOIZABLE`, `EXECUTE AS`, AS, `COPY GRANTS`.
final class RoutineReader {
  private final ValueReader values;

  RoutineReader(ValueReader values) {
    this.values = values;
  }

  Name name(SqlParser.CreateRoutineContext context) {
    return TypeReader.withArguments(
        values.name(context.name()),
        context.parameters().parameter().stream()
            .map(parameter -> TypeReader.type(parameter.dataType()))
            .toList());
  }

  List<Properties.Property> clauses(SqlParser.CreateRoutineContext context) {
    var clauses = new ArrayList<Properties.Property>();
    var parameters = context.parameters();
    clauses.add(
        ValueReader.clause(
            parameters,
            "ARGUMENT LIST",
            new Value.Arguments(parameters.parameter().stream().map(this::argument).toList())));
    context.routineClause().forEach(clause -> clauses.add(clause(clause)));
    return clauses;
  }

  private Argument argument(SqlParser.ParameterContext context) {
    return new Argument(
        values.identifier(context.identifier()).value(),
        TypeReader.type(context.dataType()),
        Optional.ofNullable(context.expression()).map(ValueReader::written));
  }

  private Properties.Property clause(SqlParser.RoutineClauseContext context) {
    if (context.property() != null) {
      return values.property(context.property());
    }
    if (context.routineBody() != null) {
      return ValueReader.clause(context, "AS", new Value.Sql(body(context.routineBody())));
    }
    if (context.TAG() != null) {
      return ValueReader.clause(context, "TAG", new Value.Tags(values.tags(context.tagValue())));
    }
    if (context.INPUT() != null || context.STRICT() != null) {
      return word(
          context,
          "NULL INPUT",
          context.CALLED() != null ? "CALLED ON NULL INPUT" : "RETURNS NULL ON NULL INPUT");
    }
    if (context.RETURNS() != null) {
      return ValueReader.clause(context, "RETURNS TYPE", returns(context));
    }
    if (context.LANGUAGE() != null) {
      return word(context, "IN LANGUAGE", context.plainWord().getText().toUpperCase(Locale.ROOT));
    }
    if (context.EXECUTE() != null) {
      return word(
          context, "EXECUTE AS", ValueReader.words(context).substring("EXECUTE AS ".length()));
    }
    var words = ValueReader.words(context);
    return switch (words) {
      case "VOLATILE", "IMMUTABLE" -> word(context, "RETURN RESULTS", words);
      case "MEMOIZABLE" -> ValueReader.clause(context, "IS MEMOIZABLE", new Value.Bool(true));
      default -> ValueReader.clause(context, "COPY GRANTS", new Value.Bool(true));
    };
  }

  private static Properties.Property word(
      SqlParser.RoutineClauseContext context, String key, String text) {
    return ValueReader.clause(context, key, new Value.Text(text));
  }

  private String body(SqlParser.RoutineBodyContext context) {
    return context.text() != null ? values.text(context.text()) : ValueReader.written(context);
  }

  private Value.Returns returns(SqlParser.RoutineClauseContext context) {
    var notNull = context.NOT() != null;
    if (context.resultColumns() == null) {
      return new Value.Returns(TypeReader.type(context.dataType()), Optional.empty(), notNull);
    }
    var columns = new ArrayList<Argument>();
    var result = context.resultColumns();
    for (var i = 0; i < result.identifier().size(); i++) {
      columns.add(
          new Argument(
              values.identifier(result.identifier(i)).value(),
              TypeReader.type(result.dataType(i)),
              Optional.empty()));
    }
    return new Value.Returns(DataType.of("VARIANT", List.of()), Optional.of(columns), notNull);
  }
}
