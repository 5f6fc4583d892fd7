package dev.snowdrift.snowflake;

import java.util.Locale;

/// What a statement does, for metrics and for retries.
public enum StatementClass {
  SHOW,
  DESCRIBE,
  DDL,
  DML,
  /// Needs a warehouse.
  QUERY,
  /// A constant SELECT of one system function, which runs in cloud services and needs no warehouse
  /// (as snowflake-cli reads the logs of services). Counts as a query.
  FUNCTION;

  public String word() {
    return this == FUNCTION ? QUERY.word() : name().toLowerCase(Locale.ROOT);
  }

  /// Whether it changes nothing and can be sent again.
  public boolean reads() {
    return switch (this) {
      case SHOW, DESCRIBE, QUERY, FUNCTION -> true;
      case DDL, DML -> false;
    };
  }
}
