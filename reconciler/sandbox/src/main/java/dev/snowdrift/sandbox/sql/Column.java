package dev.snowdrift.sandbox.sql;

import java.util.Optional;

/// A column of a table as CREATE TABLE or ALTER TABLE defines it.
///
/// @param name in stored form
/// @param nullable false after NOT NULL; a primary key makes it false as well
/// @param defaultValue the expression as DESCRIBE renders it
public record Column(
    String name,
    DataType type,
    boolean nullable,
    Optional<String> defaultValue,
    Optional<String> comment,
    Optional<String> collation) {

  public Column withName(String other) {
    return new Column(other, type, nullable, defaultValue, comment, collation);
  }

  public Column withType(DataType other) {
    return new Column(name, other, nullable, defaultValue, comment, collation);
  }

  public Column withNullable(boolean other) {
    return new Column(name, type, other, defaultValue, comment, collation);
  }

  public Column withDefault(Optional<String> other) {
    return new Column(name, type, nullable, other, comment, collation);
  }

  public Column withComment(Optional<String> other) {
    return new Column(name, type, nullable, defaultValue, other, collation);
  }

  /// Whether values come from a sequence of the column's own.
  public boolean isIdentity() {
    return defaultValue.filter(text -> text.startsWith("IDENTITY ")).isPresent();
  }
}
