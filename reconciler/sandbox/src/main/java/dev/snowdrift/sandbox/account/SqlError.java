package dev.snowdrift.sandbox.account;

/// A statement that Snowflake refuses, with Snowflake's own code, SQLSTATE and text.
public final class SqlError extends RuntimeException {
  private final int code;
  private final String sqlState;

  public SqlError(int code, String sqlState, String message) {
    super(message, null, false, false);
    this.code = code;
    this.sqlState = sqlState;
  }

  /// The vendor code; clients see it padded to six digits.
  public int code() {
    return code;
  }

  public String sqlState() {
    return sqlState;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
