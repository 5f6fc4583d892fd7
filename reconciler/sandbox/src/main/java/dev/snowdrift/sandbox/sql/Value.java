package dev.snowdrift.sandbox.sql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What stands behind a property's `=`, or the content of a clause. `toString` gives it as error
/// messages show it.
public sealed interface Value {

  /// A string literal, or a bound value.
  record Text(String text) implements Value {
    @Override
    public String toString() {
      return text;
    }
  }

  record Numeric(BigDecimal number) implements Value {
    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  /// TRUE or FALSE; also a clause that is there without a value, such as TRANSIENT.
  record Bool(boolean value) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  record Null() implements Value {
    @Override
    public String toString() {
      return "null";
    }
  }

  /// A word or an object's name; which of them, the property knows.
  record Reference(Name name) implements Value {
    @Override
    public String toString() {
      return name.toString();
    }
  }

  record Stage(StagePath place) implements Value {
    @Override
    public String toString() {
      return "@" + place.stage() + "/" + place.path();
    }
  }

  /// `(a, b)` or `()`.
  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.stream().map(Value::toString).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /// `(KEY = value, ...)`.
  record Options(Properties options) implements Value {
    @Override
    public String toString() {
      return options.all().stream()
          .map(option -> option.key() + " = " + option.value())
          .collect(Collectors.joining(" ", "(", ")"));
    }
  }

  /// `TAG (name = 'value', ...)`.
  record Tags(List<Tag> tags) implements Value {
    public Tags {
      tags = List.copyOf(tags);
    }
  }

  record Tag(Name name, String value) {}

  /// SQL text as it was written: a task's body or condition.
  record Sql(String text) implements Value {
    @Override
    public String toString() {
      return text;
    }
  }

  /// The columns and constraints of a table, or the columns of a view.
  record Table(List<Column> columns, List<TableConstraint> constraints) implements Value {
    public Table {
      columns = List.copyOf(columns);
      constraints = List.copyOf(constraints);
    }

    public Optional<Column> column(String name) {
      return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /// Whether a constraint of that type holds the column.
    public boolean isIn(String type, String column) {
      return constraints.stream()
          .anyMatch(constraint ->
              constraint.type().equals(type) && constraint.columns().contains(column));
    }
  }

  /// The arguments of a function or procedure.
  record Arguments(List<Argument> arguments) implements Value {
    public Arguments {
      arguments = List.copyOf(arguments);
    }
  }

  /// What stands behind RETURNS.
  ///
  /// @param table the columns of what a table function returns
  record Returns(DataType type, Optional<List<Argument>> table, boolean notNull) implements Value {
    public Returns {
      table = table.map(List::copyOf);
    }
  }

  /// A service specification, written inline or lying on a stage.
  ///
  /// @param template whether it is a template to be rendered with `using`, whose values are as
  ///   written
  record Specification(Source source, boolean template, SequencedMap<String, Value> using)
      implements Value {
    public Specification {
      using = new LinkedHashMap<>(using);
    }

    /// Where the text is.
    public sealed interface Source {
      record Inline(String text) implements Source {}

      /// A file.
      ///
      /// @param file path below the stage's path
      record File(StagePath stage, String file) implements Source {}
    }
  }

  /// The items of a list, or the one value as a list of one.
  default List<Value> asList() {
    return this instanceof Items(var items) ? items : List.of(this);
  }

  static Value texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::new).toList());
  }

  /// A list of references.
  static Value names(List<Name> names) {
    var items = new ArrayList<Value>();
    names.forEach(name -> items.add(new Reference(name)));
    return new Items(items);
  }
}
