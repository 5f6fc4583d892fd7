package dev.snowdrift.snowflake;

/// Text as a string literal: single quotes and backslashes are doubled, which is all that
/// Snowflake's page "String & binary data types" lets end or change a single-quoted literal.
final class Literal {
  private Literal() {}

  static String of(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
