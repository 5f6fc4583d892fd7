package dev.snowdrift.sandbox.account;

import java.util.List;

/// The account itself, as the thing that account privileges are granted on.
final class AccountDomain implements Domain {
  /// Snowflake documentation, "Access control privileges": global privileges; names as in the
  /// terraform provider's privileges.go.
  static final List<String> PRIVILEGES =
      List.of(
          "APPLY AGGREGATION POLICY",
          "APPLY AUTHENTICATION POLICY",
          "APPLY MASKING POLICY",
          "APPLY PACKAGES POLICY",
          "APPLY PASSWORD POLICY",
          "APPLY PROJECTION POLICY",
          "APPLY ROW ACCESS POLICY",
          "APPLY SESSION POLICY",
          "APPLY TAG",
          "ATTACH POLICY",
          "AUDIT",
          "BIND SERVICE ENDPOINT",
          "CREATE APPLICATION",
          "CREATE APPLICATION PACKAGE",
          "CREATE COMPUTE POOL",
          "CREATE DATABASE",
          "CREATE EXTERNAL VOLUME",
          "CREATE FAILOVER GROUP",
          "CREATE INTEGRATION",
          "CREATE NETWORK POLICY",
          "CREATE REPLICATION GROUP",
          "CREATE ROLE",
          "CREATE SHARE",
          "CREATE USER",
          "CREATE WAREHOUSE",
          "EXECUTE ALERT",
          "EXECUTE DATA METRIC FUNCTION",
          "EXECUTE MANAGED ALERT",
          "EXECUTE MANAGED TASK",
          "EXECUTE TASK",
          "IMPORT SHARE",
          "MANAGE ACCOUNT SUPPORT CASES",
          "MANAGE EVENT SHARING",
          "MANAGE GRANTS",
          "MANAGE USER SUPPORT CASES",
          "MANAGE WAREHOUSES",
          "MODIFY LOG LEVEL",
          "MODIFY SESSION LOG LEVEL",
          "MODIFY SESSION TRACE LEVEL",
          "MODIFY TRACE LEVEL",
          "MONITOR EXECUTION",
          "MONITOR SECURITY",
          "MONITOR USAGE",
          "OVERRIDE SHARE RESTRICTIONS",
          "RESOLVE ALL");

  @Override
  public String kind() {
    return "ACCOUNT";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return PRIVILEGES;
  }

  @Override
  public PropertySheet sheet() {
    return PropertySheet.empty();
  }

  @Override
  public List<Cell> showColumns() {
    return List.of();
  }
}
