package dev.snowdrift.kind;

import java.util.Locale;

/// The system in which a kind lives.
public enum Target {
  SNOWFLAKE,
  PREFECT;

  /// The word in metrics and messages: `snowflake`, `prefect`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
