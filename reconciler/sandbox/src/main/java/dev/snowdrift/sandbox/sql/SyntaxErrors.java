package dev.snowdrift.sandbox.sql;

import dev.snowdrift.sandbox.account.SqlError;

/// Snowflake's refusals of text that is no statement.
public final class SyntaxErrors {
  private SyntaxErrors() {}

  /// Code 1003; the text is Snowflake's.
  public static SqlError unexpected(int line, int position, String text) {
    return new SqlError(
        1003,
        "42000",
        "SQL compilation error:\nsyntax error line %d at position %d unexpected '%s'."
            .formatted(line, position, text));
  }

  /// Code 2025: a column stands twice.
  public static SqlError duplicateColumn(String name) {
    return new SqlError(
        2025, "42601", "SQL compilation error:\nduplicate column name '" + name + "'");
  }

  static SqlError empty() {
    return new SqlError(900, "42601", "SQL compilation error:\nEmpty SQL statement.");
  }
}
