package dev.snowdrift.sandbox.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Turns the parse trees of tables' and views' columns, and of what ALTER TABLE does to them, into
/// values.
final class TableReader {
  private final ValueReader values;

  TableReader(ValueReader values) {
    this.values = values;
  }

  // ---- definitions

  Value.Table columns(SqlParser.ColumnListContext context) {
    var columns = new ArrayList<Column>();
    var constraints = new ArrayList<TableConstraint>();
    for (var element : context.tableElement()) {
      if (element.columnDefinition() != null) {
        columns.add(column(element.columnDefinition(), constraints));
      } else {
        constraints.add(constraint(element.tableConstraint()));
      }
    }
    return table(columns, constraints);
  }

  private static Value.Table table(List<Column> columns, List<TableConstraint> constraints) {
    var names = new HashSet<String>();
    for (var column : columns) {
      if (!names.add(column.name())) {
        throw SyntaxErrors.duplicateColumn(column.name());
      }
    }
    return new Value.Table(columns, constraints);
  }

  private Column column(
      SqlParser.ColumnDefinitionContext context, List<TableConstraint> constraints) {
    var column =
        new Column(
            values.identifier(context.identifier()).value(),
            TypeReader.type(context.dataType()),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    for (var option : context.columnOption()) {
      column = with(column, option, constraints);
    }
    return column;
  }

  private Column with(
      Column column, SqlParser.ColumnOptionContext option, List<TableConstraint> constraints) {
    if (option.COMMENT() != null) {
      return column.withComment(Optional.of(values.text(option.text())));
    }
    if (option.COLLATE() != null) {
      return new Column(
          column.name(),
          column.type(),
          column.nullable(),
          column.defaultValue(),
          column.comment(),
          Optional.of(values.text(option.text())));
    }
    if (option.DEFAULT() != null) {
      return column.withDefault(Optional.of(expression(option.expression())));
    }
    if (option.AUTOINCREMENT() != null || option.IDENTITY() != null) {
      return column.withDefault(Optional.of(identity(option)));
    }
    if (option.NULL() != null) {
      return column.withNullable(option.NOT() == null);
    }
    constraints.add(inline(column, option));
    return column;
  }

  private TableConstraint inline(Column column, SqlParser.ColumnOptionContext option) {
    var names = option.identifier();
    var named = option.CONSTRAINT() != null;
    var type =
        option.REFERENCES() != null
            ? "FOREIGN KEY"
            : option.PRIMARY() != null ? "PRIMARY KEY" : "UNIQUE";
    return new TableConstraint(
        named ? Optional.of(values.identifier(names.getFirst()).value()) : Optional.empty(),
        type,
        List.of(column.name()),
        Optional.ofNullable(option.name()).map(values::name));
  }

  private static String identity(SqlParser.ColumnOptionContext option) {
    var numbers = option.signed().stream().map(TableReader::signed).toList();
    return "IDENTITY START %d INCREMENT %d %s"
        .formatted(
            numbers.isEmpty() ? 1 : numbers.getFirst(),
            numbers.isEmpty() ? 1 : numbers.getLast(),
            option.ORDER() != null ? "ORDER" : "NOORDER");
  }

  static long signed(SqlParser.SignedContext context) {
    return Long.parseLong(context.getText());
  }

  private TableConstraint constraint(SqlParser.TableConstraintContext context) {
    return new TableConstraint(
        Optional.ofNullable(context.identifier()).map(name -> values.identifier(name).value()),
        context.FOREIGN() != null
            ? "FOREIGN KEY"
            : context.PRIMARY() != null ? "PRIMARY KEY" : "UNIQUE",
        identifiers(context.identifiers(0)),
        Optional.ofNullable(context.name()).map(values::name));
  }

  private List<String> identifiers(SqlParser.IdentifiersContext context) {
    return context.identifier().stream().map(name -> values.identifier(name).value()).toList();
  }

  /// The columns of a view: names and comments; the types come from its query.
  Value.Table viewColumns(SqlParser.ViewColumnsContext context) {
    var type = DataType.of("VARCHAR", List.of());
    return table(
        context.viewColumn().stream()
            .map(column ->
                new Column(
                    values.identifier(column.identifier()).value(),
                    type,
                    true,
                    Optional.empty(),
                    Optional.ofNullable(column.text()).map(values::text),
                    Optional.empty()))
            .toList(),
        List.of());
  }

  /// CLUSTER BY as SHOW TABLES gives it, without LINEAR.
  static List<String> expressions(List<SqlParser.ExpressionContext> contexts) {
    return contexts.stream().map(ValueReader::written).toList();
  }

  /// A default as DESCRIBE renders it: words upper case, context functions with parentheses.
  String expression(SqlParser.ExpressionContext context) {
    return switch (context) {
      case SqlParser.LiteralExpressionContext literal -> literal(literal.literal());
      case SqlParser.CallExpressionContext call ->
          values.name(call.name())
              + "("
              + String.join(", ", call.expression().stream().map(this::expression).toList())
              + ")";
      case SqlParser.NameExpressionContext name -> contextFunction(values.name(name.name()));
      case SqlParser.NestedExpressionContext nested -> "(" + expression(nested.expression()) + ")";
      case SqlParser.CastExpressionContext cast ->
          "CAST(%s AS %s)"
              .formatted(
                  expression(cast.expression()),
                  DataType.of(
                      cast.plainWord().getText().toUpperCase(Locale.ROOT),
                      cast.INTEGER().stream().map(Object::toString).toList()));
      case SqlParser.ConcatExpressionContext concat ->
          expression(concat.expression(0)) + " || " + expression(concat.expression(1));
      default -> ValueReader.written(context);
    };
  }

  private String literal(SqlParser.LiteralContext context) {
    return values.literal(context) instanceof Value.Text(var text)
        ? "'" + text.replace("'", "''") + "'"
        : context.getText().toUpperCase(Locale.ROOT);
  }

  private static String contextFunction(Name name) {
    var text = name.toString();
    return name.isSimple() && text.matches("CURRENT_[A-Z]+|SYSDATE|LOCALTIME(STAMP)?")
        ? text + "()"
        : text;
  }

  // ---- changes

  Action action(SqlParser.TableActionContext context) {
    if (context.tableConstraint() != null) {
      return new Action.AddConstraint(constraint(context.tableConstraint()));
    }
    if (!context.columnDefinition().isEmpty()) {
      var constraints = new ArrayList<TableConstraint>();
      var columns = context.columnDefinition().stream().map(c -> column(c, constraints)).toList();
      return new Action.AddColumns(context.ifNotExists() != null, table(columns, constraints));
    }
    if (!context.columnChange().isEmpty()) {
      return new Action.AlterColumns(context.columnChange().stream().map(this::change).toList());
    }
    if (context.CLUSTER() != null || context.CLUSTERING() != null) {
      return new Action.ClusterBy(expressions(context.expression()));
    }
    var names = context.identifier().stream().map(name -> values.identifier(name).value()).toList();
    if (context.RENAME() != null) {
      return new Action.RenameColumn(names.getFirst(), names.getLast());
    }
    if (context.DROP() == null) {
      return new Action.Command(ValueReader.words(context), List.of());
    }
    if (context.PRIMARY() != null) {
      return new Action.DropConstraint("PRIMARY KEY", List.of());
    }
    if (context.CONSTRAINT() != null) {
      return new Action.DropConstraint("CONSTRAINT", names);
    }
    if (context.identifiers() != null) {
      return new Action.DropConstraint(
          context.UNIQUE() != null ? "UNIQUE" : "FOREIGN KEY", identifiers(context.identifiers()));
    }
    return new Action.DropColumns(context.ifExists() != null, names);
  }

  private ColumnChange change(SqlParser.ColumnChangeContext context) {
    var column = values.identifier(context.identifier()).value();
    if (context.dataType() != null) {
      return new ColumnChange.Type(column, TypeReader.type(context.dataType()));
    }
    if (context.NULL() != null) {
      return new ColumnChange.Nullability(column, context.DROP() != null);
    }
    if (context.DEFAULT() != null) {
      return new ColumnChange.Default(
          column, Optional.ofNullable(context.expression()).map(this::expression));
    }
    return new ColumnChange.Comment(column, Optional.ofNullable(context.text()).map(values::text));
  }
}
