package dev.snowdrift.sandbox.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.jspecify.annotations.Nullable;

/// Turns CREATE and the clauses that other statements share with it into values.
final class CreateReader {
  private final ValueReader values;

  CreateReader(ValueReader values) {
    this.values = values;
  }

  Statement create(SqlParser.CreateContext context) {
    return switch (context) {
      case SqlParser.CreateServiceContext service -> {
        var clauses = new ArrayList<Properties.Property>();
        clauses.add(pool(service.pool));
        clauses.add(from(service.specification()));
        clauses.addAll(clauses(service.clause()));
        yield new Statement.Create(
            "SERVICE",
            mode(service.createMode()),
            service.ifNotExists() != null,
            values.name(service.name(0)),
            new Properties(clauses));
      }
      case SqlParser.CreateTableContext table -> {
        var clauses = modifiers(table.modifier());
        clauses.add(
            ValueReader.clause(
                table.columnList(),
                "COLUMN LIST",
                new TableReader(values).columns(table.columnList())));
        for (var clause : table.tableClause()) {
          if (clause.CLUSTER() != null) {
            var expressions = TableReader.expressions(clause.expression());
            clauses.add(ValueReader.clause(clause, "CLUSTER BY", Value.texts(expressions)));
          } else {
            clauses.addAll(clauses(List.of(clause.clause())));
          }
        }
        yield new Statement.Create(
            "TABLE",
            mode(table.createMode()),
            table.ifNotExists() != null,
            values.name(table.name()),
            new Properties(clauses));
      }
      case SqlParser.CreateViewContext view -> {
        var clauses = modifiers(view.modifier());
        if (view.viewColumns() != null) {
          var columns = new TableReader(values).viewColumns(view.viewColumns());
          clauses.add(ValueReader.clause(view.viewColumns(), "COLUMN LIST", columns));
        }
        view.viewClause().forEach(clause -> clauses.add(viewClause(clause)));
        clauses.add(
            ValueReader.clause(view.body(), "AS", new Value.Sql(ValueReader.written(view.body()))));
        clauses.add(
            ValueReader.clause(view, "WHOLE TEXT", new Value.Sql(ValueReader.written(view))));
        yield new Statement.Create(
            "VIEW",
            mode(view.createMode()),
            view.ifNotExists() != null,
            values.name(view.name()),
            new Properties(clauses));
      }
      case SqlParser.CreateRoutineContext routine -> {
        var reader = new RoutineReader(values);
        var clauses = modifiers(routine.modifier());
        clauses.addAll(reader.clauses(routine));
        yield new Statement.Create(
            routine.FUNCTION() != null ? "FUNCTION" : "PROCEDURE",
            mode(routine.createMode()),
            routine.ifNotExists() != null,
            reader.name(routine),
            new Properties(clauses));
      }
      case SqlParser.CreateStreamContext stream -> {
        var clauses = modifiers(stream.modifier());
        var source = stream.streamSource();
        clauses.add(
            ValueReader.clause(source, "ON KIND", new Value.Text(ValueReader.words(source))));
        clauses.add(
            ValueReader.clause(
                source, "ON SOURCE", new Value.Reference(values.name(stream.name(1)))));
        clauses.addAll(clauses(stream.clause()));
        yield new Statement.Create(
            "STREAM",
            mode(stream.createMode()),
            stream.ifNotExists() != null,
            values.name(stream.name(0)),
            new Properties(clauses));
      }
      case SqlParser.CreateSequenceContext sequence -> {
        var clauses = modifiers(sequence.modifier());
        sequence.sequenceOption().forEach(option -> clauses.add(sequenceOption(option)));
        clauses.addAll(clauses(sequence.clause()));
        yield new Statement.Create(
            "SEQUENCE",
            mode(sequence.createMode()),
            sequence.ifNotExists() != null,
            values.name(sequence.name()),
            new Properties(clauses));
      }
      case SqlParser.CreateObjectContext object -> {
        var clauses = modifiers(object.modifier());
        clauses.addAll(clauses(object.clause()));
        yield new Statement.Create(
            StatementReader.kind(object.kind()),
            mode(object.createMode()),
            object.ifNotExists() != null,
            values.name(object.name()),
            new Properties(clauses));
      }
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private static List<Properties.Property> modifiers(List<SqlParser.ModifierContext> contexts) {
    var clauses = new ArrayList<Properties.Property>();
    for (var modifier : contexts) {
      var word = modifier.getText().toUpperCase(Locale.ROOT);
      clauses.add(
          ValueReader.clause(
              modifier, word.equals("TEMP") ? "TEMPORARY" : word, new Value.Bool(true)));
    }
    return clauses;
  }

  private Properties.Property viewClause(SqlParser.ViewClauseContext context) {
    if (context.property() != null) {
      return values.property(context.property());
    }
    return context.TAG() != null
        ? ValueReader.clause(context, "TAG", new Value.Tags(values.tags(context.tagValue())))
        : ValueReader.clause(context, "COPY GRANTS", new Value.Bool(true));
  }

  static Properties.Property sequenceOption(SqlParser.SequenceOptionContext context) {
    if (context.signed() == null) {
      return ValueReader.clause(context, "IS ORDERED", new Value.Bool(context.NOORDER() == null));
    }
    return ValueReader.clause(
        context,
        context.START() != null ? "START" : "INCREMENT",
        new Value.Numeric(BigDecimal.valueOf(TableReader.signed(context.signed()))));
  }

  Properties.Property pool(SqlParser.NameContext name) {
    return ValueReader.clause(name, "COMPUTE POOL", new Value.Reference(values.name(name)));
  }

  Properties.Property from(SqlParser.SpecificationContext specification) {
    return ValueReader.clause(specification, "FROM", values.specification(specification));
  }

  List<Properties.Property> clauses(List<SqlParser.ClauseContext> contexts) {
    return contexts.stream()
        .filter(clause -> clause.getChild(0) instanceof ParserRuleContext || !isComma(clause))
        .map(values::clause)
        .toList();
  }

  private static boolean isComma(SqlParser.ClauseContext clause) {
    return clause.getChildCount() == 1 && clause.getStart().getType() == SqlParser.COMMA;
  }

  private static Statement.Mode mode(SqlParser.@Nullable CreateModeContext context) {
    if (context == null) {
      return Statement.Mode.PLAIN;
    }
    return context.REPLACE() != null ? Statement.Mode.OR_REPLACE : Statement.Mode.OR_ALTER;
  }
}
