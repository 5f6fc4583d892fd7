package dev.snowdrift.sandbox.account;

/// One column of a result, in the terms of the wire protocol.
///
/// @param name lower case for SHOW and DESCRIBE, upper case for SELECT
/// @param type the protocol's type word: `text`, `fixed`, `timestamp_ltz`, `boolean`, ...
/// @param scale digits after the point of `fixed` and of timestamps (3 for SHOW's timestamps)
public record ResultColumn(String name, String type, int scale, boolean nullable) {

  public static ResultColumn text(String name) {
    return new ResultColumn(name, "text", 0, true);
  }

  public static ResultColumn fixed(String name) {
    return new ResultColumn(name, "fixed", 0, true);
  }

  /// A TIMESTAMP_LTZ column as SHOW commands have it; its cells carry exactly three fraction
  /// digits.
  public static ResultColumn timestamp(String name) {
    return new ResultColumn(name, "timestamp_ltz", 3, true);
  }
}
