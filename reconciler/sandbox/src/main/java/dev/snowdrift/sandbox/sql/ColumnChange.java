package dev.snowdrift.sandbox.sql;

import java.util.Optional;

/// What ALTER TABLE ... ALTER COLUMN does to one column.
public sealed interface ColumnChange {
  /// In stored form.
  String column();

  record Type(String column, DataType type) implements ColumnChange {}

  record Nullability(String column, boolean nullable) implements ColumnChange {}

  /// SET DEFAULT, or DROP DEFAULT when empty.
  record Default(String column, Optional<String> value) implements ColumnChange {}

  /// COMMENT, or UNSET COMMENT when empty.
  record Comment(String column, Optional<String> text) implements ColumnChange {}
}
