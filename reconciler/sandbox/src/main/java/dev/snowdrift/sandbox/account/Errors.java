package dev.snowdrift.sandbox.account;

import java.util.List;
import java.util.Locale;

/// Snowflake's refusals that many kinds share (code, SQLSTATE and text as its clients and public
/// error reports quote them).
public final class Errors {
  private static final String COMPILATION = "SQL compilation error:\n";

  private Errors() {}

  /// Absent, or invisible to the role.
  ///
  /// @param kind as in statements: `COMPUTE POOL`
  public static SqlError notFound(String kind, Object name) {
    return new SqlError(
        2003,
        kind.equals("TABLE") || kind.equals("VIEW") ? "42S02" : "02000",
        COMPILATION + capitalized(kind) + " '" + name + "' does not exist or not authorized.");
  }

  /// Absent or invisible, for SHOW ... IN, DESCRIBE and USE.
  public static SqlError cannotPerform() {
    return new SqlError(
        2043, "02000", COMPILATION + "Object does not exist, or operation cannot be performed.");
  }

  public static SqlError exists(Object name) {
    return new SqlError(2002, "42710", COMPILATION + "Object '" + name + "' already exists.");
  }

  /// An object of another kind has the name.
  public static SqlError existsAs(String name, String kind) {
    return new SqlError(
        1998, "42710", COMPILATION + "Object '" + name + "' already exists as " + kind);
  }

  public static SqlError existsUnseen(Object name) {
    return new SqlError(
        3041,
        "42710",
        COMPILATION
            + "Object '"
            + name
            + "' already exists, but current role has no privileges on it. If this is unexpected"
            + " and you cannot resolve this problem, contact your system administrator."
            + " ACCOUNTADMIN role may be required to manage the privileges on the object.");
  }

  /// Visible, but not allowed.
  public static SqlError insufficient(String kind, String name) {
    return new SqlError(
        3001,
        "42501",
        "SQL access control error:\nInsufficient privileges to operate on "
            + kind.toLowerCase(Locale.ROOT)
            + " '"
            + name
            + "'");
  }

  public static SqlError noDatabase() {
    return new SqlError(
        90105,
        "22000",
        "Cannot perform operation. This session does not have a current database. Call 'USE"
            + " DATABASE', or use a qualified name.");
  }

  public static SqlError noSchema() {
    return new SqlError(
        90106,
        "22000",
        "Cannot perform operation. This session does not have a current schema. Call 'USE SCHEMA',"
            + " or use a qualified name.");
  }

  public static SqlError noWarehouse() {
    return new SqlError(
        606,
        "57P03",
        "No active warehouse selected in the current session.  Select an active warehouse with the"
            + " 'use warehouse' command.");
  }

  public static SqlError unsupported(String feature) {
    return new SqlError(2, "0A000", "Unsupported feature '" + feature + "'.");
  }

  public static SqlError invalidParameter(String value, String parameter) {
    return new SqlError(
        1008,
        "22023",
        COMPILATION + "invalid value [" + value + "] for parameter '" + parameter + "'");
  }

  public static SqlError invalidProperty(String value, String property) {
    return new SqlError(
        1422,
        "22023",
        COMPILATION + "invalid value '" + value + "' for property '" + property + "'");
  }

  public static SqlError missingOptions(List<String> options) {
    return new SqlError(
        2029, "42601", COMPILATION + "Missing option(s): " + String.join(", ", options));
  }

  public static SqlError invalidIdentifier(String name) {
    return new SqlError(904, "42000", COMPILATION + "invalid identifier '" + name + "'");
  }

  /// Interrupted, which is how a statement is cancelled.
  public static SqlError canceled() {
    return new SqlError(604, "57014", "SQL execution canceled");
  }

  /// `COMPUTE POOL` as `Compute Pool` stands in texts as `Compute pool`.
  public static String capitalized(String kind) {
    return kind.charAt(0) + kind.substring(1).toLowerCase(Locale.ROOT);
  }
}
