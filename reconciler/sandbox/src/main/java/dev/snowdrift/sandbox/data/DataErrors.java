package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.SqlError;

/// Refusals about columns and what they hold together with. The texts are Snowflake's as public
/// repositories quote them (mlorek/frostlake, AlterTableSurfaceTest and CreateOrAlterTable,
/// measured on an account); codes without a note there are not verified.
final class DataErrors {
  private static final String COMPILATION = "SQL compilation error:\n";

  private DataErrors() {}

  static SqlError columnExists(String column) {
    return new SqlError(1430, "42601", COMPILATION + "column '" + column + "' already exists");
  }

  static SqlError columnAbsent(String column) {
    return new SqlError(1431, "42000", COMPILATION + "column '" + column + "' does not exist");
  }

  static SqlError invalidIdentifier(String column) {
    return new SqlError(904, "42000", COMPILATION + "invalid identifier '" + column + "'");
  }

  static SqlError primaryKeyExists(String table) {
    return new SqlError(
        2219, "42601", COMPILATION + "primary key already exists for table '" + table + "'");
  }

  static SqlError objectAbsent(String name) {
    return new SqlError(
        2003, "02000", COMPILATION + "Object '" + name + "' does not exist or not authorized.");
  }

  /// A table or view that is absent or invisible; its SQLSTATE differs from that of other kinds.
  static SqlError relationAbsent(Object name) {
    return new SqlError(
        2003, "42S02", COMPILATION + "Object '" + name + "' does not exist or not authorized.");
  }

  /// 002108: another type altogether (terraform-provider-snowflake quotes 040052 for the scale).
  static SqlError otherType(String column, Object from, Object to) {
    return typeChange(2108, column, from, to, "");
  }

  static SqlError otherScale(String column, Object from, Object to) {
    return typeChange(
        40_052, column, from, to, " because changing the scale of a number is not supported.");
  }

  static SqlError shorter(String column, Object from, Object to) {
    return typeChange(
        40_053,
        column,
        from,
        to,
        " because reducing the byte-length of a varchar is not supported.");
  }

  private static SqlError typeChange(
      int code, String column, Object from, Object to, String reason) {
    return new SqlError(
        code,
        "22000",
        "SQL compilation error: cannot change column %s from type %s to %s%s"
            .formatted(column, from, to, reason));
  }

  static SqlError reordered() {
    return new SqlError(
        1003,
        "42000",
        COMPILATION
            + "Invalid operation column re-ordering is not possible in CREATE OR ALTER TABLE");
  }

  static SqlError defaultKept(String column) {
    return new SqlError(
        2134,
        "42601",
        COMPILATION
            + "Dropping default value is not allowed for column '%s' because the column was added"
                .formatted(column)
            + " after table was created.");
  }
}
