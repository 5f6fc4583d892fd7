package dev.snowdrift.sandbox.account;

import java.util.List;

/// The account itself, as the thing that account privileges are granted on.
final class AccountDomain implements Domain {
  /// Snowflake documentation, "Access control privileges": global privileges.
  static final List<String> PRIVILEGES =
      List.of(
          "APPLY TAG",
          "BIND SERVICE ENDPOINT",
          "CREATE API INTEGRATION",
          "CREATE COMPUTE POOL",
          "CREATE DATABASE",
          "CREATE EXTERNAL ACCESS INTEGRATION",
          "CREATE INTEGRATION",
          "CREATE NETWORK POLICY",
          "CREATE ROLE",
          "CREATE USER",
          "CREATE WAREHOUSE",
          "EXECUTE ALERT",
          "EXECUTE MANAGED TASK",
          "EXECUTE TASK",
          "IMPORT SHARE",
          "MANAGE GRANTS",
          "MANAGE WAREHOUSES",
          "MONITOR EXECUTION",
          "MONITOR USAGE");

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
