package dev.snowdrift.sandbox.account;

import org.jspecify.annotations.Nullable;

/// A parameter as SHOW PARAMETERS lists it.
///
/// @param type BOOLEAN, NUMBER or STRING
/// @param defaultValue as text, which is how SHOW gives all values
public record Parameter(String key, String type, String defaultValue, String description) {

  /// Adds SHOW's row; a null value means that only the default is there.
  void add(Rows rows, @Nullable Object value, String level) {
    rows.add(
        key,
        value == null ? defaultValue : value.toString(),
        defaultValue,
        value == null ? "" : level,
        description,
        type);
  }
}
