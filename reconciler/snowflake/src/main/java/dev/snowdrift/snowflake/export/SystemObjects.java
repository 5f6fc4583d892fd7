package dev.snowdrift.snowflake.export;

import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.snowflake.QualifiedName;
import java.util.Optional;
import java.util.Set;

/// What is in an account without anybody having made it, and what somebody else manages.
public final class SystemObjects {
  /// The roles that every account has (Snowflake documentation, "Overview of Access Control").
  private static final Set<String> ROLES =
      Set.of(
          "ACCOUNTADMIN",
          "GLOBALORGADMIN",
          "ORGADMIN",
          "PUBLIC",
          "SECURITYADMIN",
          "SYSADMIN",
          "USERADMIN");

  private static final Set<String> DATABASES =
      Set.of("SNOWFLAKE", "SNOWFLAKE_LEARNING_DB", "SNOWFLAKE_SAMPLE_DATA");
  private static final Set<String> WAREHOUSES =
      Set.of("SYSTEM$STREAMLIT_NOTEBOOK_WH", "COMPUTE_SERVICE_WH_USER_TASKS_POOL_XSMALL_0");

  private SystemObjects() {}

  /// Whether a database belongs to Snowflake.
  public static boolean isDatabase(String name) {
    return DATABASES.contains(name) || name.startsWith("\"USER$") || name.startsWith("USER$");
  }

  /// Why an object is not imported; empty when it is.
  static Optional<String> reason(Kind<?> kind, Observed object) {
    var name = object.id().name();
    var ofSystem =
        switch (kind.name()) {
          case "Database" -> isDatabase(name);
          case "Schema" -> name.endsWith(".INFORMATION_SCHEMA");
          case "Role" -> ROLES.contains(name) || name.startsWith("SNOWFLAKE");
          case "Warehouse" -> WAREHOUSES.contains(name) || name.startsWith("SYSTEM$");
          case "ComputePool" -> name.startsWith("SYSTEM_COMPUTE_POOL_");
          case "User" -> name.equals("SNOWFLAKE");
          case "Stage" -> QualifiedName.parse(name).last().text().startsWith("LEASE_");
          default -> false;
        };
    if (ofSystem) {
      return Optional.of(kind.name().equals("Stage") ? "a lease of Snowdrift" : "Snowflake's own");
    }
    if (object.fact("origin").filter(origin -> !origin.isBlank()).isPresent()) {
      return Optional.of("shared by another account");
    }
    return object
        .mark()
        .filter(_ -> kind.marked())
        .map(mark -> "managed by the environment " + mark.environment() + " already");
  }

  /// Whether it goes without saying: the schema that every database begins with.
  static boolean isImplied(Observed object, boolean standard) {
    return standard
        && object.id().kind().equals("Schema")
        && object.id().name().endsWith(".PUBLIC");
  }
}
