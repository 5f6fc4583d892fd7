package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Column;
import dev.snowdrift.sandbox.sql.ColumnChange;
import dev.snowdrift.sandbox.sql.DataType;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.TableConstraint;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What may be done to the columns of a table (Snowflake documentation, "ALTER TABLE ... ALTER
/// COLUMN" and "CREATE OR ALTER TABLE"). Every method answers the columns afterwards, or refuses.
final class Columns {
  private static final String PRIMARY_KEY = "PRIMARY KEY";

  private Columns() {}

  /// With TIMESTAMP mapped, and the columns of the primary key not null.
  static Value.Table completed(Value.Table table, String timestampMapping) {
    var columns =
        table.columns().stream()
            .map(column -> column.withType(column.type().mapped(timestampMapping)))
            .map(column ->
                table.isIn(PRIMARY_KEY, column.name()) ? column.withNullable(false) : column)
            .toList();
    return new Value.Table(columns, table.constraints());
  }

  /// Refuses constraints and clustering keys on columns that are not there, and a second primary
  /// key.
  static void check(String table, Value.Table columns, List<String> clustering) {
    for (var constraint : columns.constraints()) {
      constraint.columns().forEach(column -> require(columns, column));
    }
    for (var expression : clustering) {
      if (expression.matches("[A-Za-z_][A-Za-z0-9_$]*")) {
        require(columns, expression.toUpperCase(Locale.ROOT));
      }
    }
    var keys = columns.constraints().stream().filter(c -> c.type().equals(PRIMARY_KEY)).count();
    if (keys > 1) {
      throw DataErrors.primaryKeyExists(table);
    }
  }

  private static Column require(Value.Table columns, String name) {
    return columns
        .column(name)
        .orElseThrow(() -> DataErrors.invalidIdentifier(Identifier.render(name)));
  }

  private static Value.Table map(Value.Table table, String name, Column changed) {
    return new Value.Table(
        table.columns().stream()
            .map(column -> column.name().equals(name) ? changed : column)
            .toList(),
        table.constraints());
  }

  // ---- ADD, DROP, RENAME

  static Value.Table added(Value.Table table, Action.AddColumns add, String timestampMapping) {
    var columns = new ArrayList<>(table.columns());
    var constraints = new ArrayList<>(table.constraints());
    for (var column : completed(add.added(), timestampMapping).columns()) {
      var present = columns.stream().anyMatch(c -> c.name().equals(column.name()));
      if (present && !add.ifNotExists()) {
        throw DataErrors.columnExists(Identifier.render(column.name()));
      }
      if (!present) {
        columns.add(column);
        add.added().constraints().stream()
            .filter(constraint -> constraint.columns().contains(column.name()))
            .forEach(constraints::add);
      }
    }
    return new Value.Table(columns, constraints);
  }

  static Value.Table dropped(Value.Table table, Action.DropColumns drop, List<String> clustering) {
    var columns = new ArrayList<>(table.columns());
    for (var name : drop.columns()) {
      if (clustering.stream().anyMatch(name::equalsIgnoreCase)) {
        throw Errors.unsupported("dropping a clustering column");
      }
      if (!columns.removeIf(column -> column.name().equals(name)) && !drop.ifExists()) {
        throw DataErrors.columnAbsent(Identifier.render(name));
      }
    }
    if (columns.isEmpty()) {
      throw Errors.unsupported("dropping the last column");
    }
    return new Value.Table(
        columns,
        table.constraints().stream()
            .filter(constraint -> constraint.columns().stream().noneMatch(drop.columns()::contains))
            .toList());
  }

  static Value.Table renamed(String table, Value.Table columns, Action.RenameColumn rename) {
    if (columns.column(rename.from()).isEmpty()) {
      throw DataErrors.objectAbsent(Identifier.render(rename.from()));
    }
    if (columns.column(rename.to()).isPresent()) {
      throw Errors.exists(Identifier.render(table) + "." + Identifier.render(rename.to()));
    }
    return new Value.Table(
        columns.columns().stream()
            .map(c -> c.name().equals(rename.from()) ? c.withName(rename.to()) : c)
            .toList(),
        columns.constraints().stream().map(c -> c.renamed(rename.from(), rename.to())).toList());
  }

  // ---- ALTER COLUMN

  static Value.Table changed(Value.Table table, List<ColumnChange> changes) {
    var after = table;
    for (var change : changes) {
      var column = require(after, change.column());
      var changed =
          switch (change) {
            case ColumnChange.Type(_, var type) -> {
              checkType(column, type);
              yield column.withType(type);
            }
            case ColumnChange.Nullability(_, var nullable) -> column.withNullable(nullable);
            case ColumnChange.Comment(_, var text) -> column.withComment(text);
            case ColumnChange.Default(_, var value) -> column.withDefault(checked(value));
          };
      after = map(after, change.column(), changed);
    }
    return after;
  }

  /// A default can be dropped, and set to a sequence only.
  private static Optional<String> checked(Optional<String> value) {
    if (value.isPresent() && !value.get().toUpperCase(Locale.ROOT).endsWith(".NEXTVAL")) {
      throw Errors.unsupported("Alter Column Set Default");
    }
    return value;
  }

  /// A text may get longer, a number another precision; nothing else changes.
  private static void checkType(Column column, DataType to) {
    var from = column.type();
    var name = Identifier.render(column.name());
    if (from.toString().equals(to.toString())) {
      return;
    }
    if (!from.base().equals(to.base())) {
      throw DataErrors.otherType(name, from, to);
    }
    switch (from.base()) {
      case "NUMBER" -> {
        if (from.argument(1) != to.argument(1)) {
          throw DataErrors.otherScale(name, from, to);
        }
      }
      case "VARCHAR", "BINARY" -> {
        if (to.argument(0) < from.argument(0)) {
          throw DataErrors.shorter(name, from, to);
        }
      }
      default -> throw DataErrors.otherType(name, from, to);
    }
  }

  /// CREATE OR ALTER of a table that is there: columns are dropped anywhere and added at the end.
  static void checkWhole(Value.Table before, Value.Table after) {
    if (before.equals(after)) {
      return;
    }
    Predicate<Column> kept = column -> before.column(column.name()).isPresent();
    var added = after.columns().stream().dropWhile(kept).toList();
    if (added.stream().anyMatch(kept)) {
      throw Errors.unsupported("CREATE OR ALTER TABLE column add before end of column list");
    }
    var order =
        before.columns().stream()
            .map(Column::name)
            .filter(name -> after.column(name).isPresent())
            .toList();
    var wanted = after.columns().stream().filter(kept).map(Column::name).toList();
    if (!order.equals(wanted)) {
      throw DataErrors.reordered();
    }
    for (var column : after.columns()) {
      before.column(column.name()).ifPresent(old -> checkType(old, column.type()));
    }
    for (var column : after.columns()) {
      before.column(column.name()).ifPresent(old -> checkDefault(old, column));
    }
  }

  private static void checkDefault(Column before, Column after) {
    if (after.defaultValue().isPresent() && !after.defaultValue().equals(before.defaultValue())) {
      throw Errors.unsupported("Alter Column Set Default");
    }
  }

  // ---- constraints

  static Value.Table constrained(String table, Value.Table columns, TableConstraint added) {
    added.columns().forEach(column -> require(columns, column));
    if (added.type().equals(PRIMARY_KEY)
        && columns.constraints().stream().anyMatch(c -> c.type().equals(PRIMARY_KEY))) {
      throw DataErrors.primaryKeyExists(Identifier.render(table));
    }
    var constraints = new ArrayList<>(columns.constraints());
    constraints.add(added);
    return completed(new Value.Table(columns.columns(), constraints), "TIMESTAMP_NTZ");
  }

  static Value.Table unconstrained(String table, Value.Table columns, Action.DropConstraint drop) {
    Predicate<TableConstraint> meant =
        constraint ->
            switch (drop.type()) {
              case "CONSTRAINT" -> constraint.name().equals(Optional.of(drop.what().getFirst()));
              case PRIMARY_KEY -> constraint.type().equals(PRIMARY_KEY);
              default ->
                  constraint.type().equals(drop.type()) && constraint.columns().equals(drop.what());
            };
    if (columns.constraints().stream().noneMatch(meant)) {
      throw DataErrors.objectAbsent(
          drop.what().isEmpty()
              ? Identifier.render(table)
              : drop.what().stream().map(Identifier::render).collect(Collectors.joining(", ")));
    }
    return new Value.Table(
        columns.columns(), columns.constraints().stream().filter(meant.negate()).toList());
  }
}
