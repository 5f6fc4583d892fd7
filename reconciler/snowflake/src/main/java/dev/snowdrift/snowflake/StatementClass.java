package dev.snowdrift.snowflake;

import java.util.Locale;

/// What a statement does, for metrics and for retries.
public enum StatementClass {
  SHOW,
  DESCRIBE,
  DDL,
  DML,
  /// Needs a warehouse.
  QUERY;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether it changes nothing and can be sent again.
  public boolean reads() {
    return switch (this) {
      case SHOW, DESCRIBE, QUERY -> true;
      case DDL, DML -> false;
    };
  }
}
