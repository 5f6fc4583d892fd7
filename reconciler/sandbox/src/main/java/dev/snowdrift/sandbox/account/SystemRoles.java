package dev.snowdrift.sandbox.account;

import java.util.List;
import java.util.Map;

/// The roles and the user that an account starts with (Snowflake documentation, "Overview of access
/// control", system-defined roles).
final class SystemRoles {
  private static final Map<String, String> GRANTED_TO =
      Map.of(
          "USERADMIN",
          "SECURITYADMIN",
          "SECURITYADMIN",
          "ACCOUNTADMIN",
          "SYSADMIN",
          "ACCOUNTADMIN");

  private SystemRoles() {}

  static void create(Account account) {
    var execution = new Execution(account, new Session(0, "", "ACCOUNTADMIN"));
    var roles = execution.domain("ROLE");
    for (var name : List.of("ACCOUNTADMIN", "PUBLIC", "SECURITYADMIN", "SYSADMIN", "USERADMIN")) {
      execution.add(roles, ObjectPath.inAccount(name), roles.sheet().defaults(), "");
    }
    GRANTED_TO.forEach((role, to) -> grantRole(account, role, Holder.role(to)));

    var self = account.self();
    var now = account.clock().instant();
    for (var privilege : AccountDomain.PRIVILEGES) {
      if (!privilege.equals("MANAGE GRANTS")
          && !privilege.equals("CREATE ROLE")
          && !privilege.equals("CREATE USER")) {
        self.put(new Grant(privilege, Holder.role("ACCOUNTADMIN"), true, "", now));
      }
    }
    give(account, "SECURITYADMIN", "MANAGE GRANTS", "CREATE NETWORK POLICY");
    give(account, "USERADMIN", "CREATE ROLE", "CREATE USER");
    give(account, "SYSADMIN", "CREATE DATABASE", "CREATE WAREHOUSE");

    var users = execution.domain("USER");
    var settings =
        users
            .sheet()
            .defaults()
            .with("PASSWORD", Account.ADMIN_PASSWORD)
            .with("DEFAULT_ROLE", "ACCOUNTADMIN");
    execution.add(users, ObjectPath.inAccount(Account.ADMIN), settings, "ACCOUNTADMIN");
    for (var role : List.of("ACCOUNTADMIN", "SECURITYADMIN", "SYSADMIN", "USERADMIN")) {
      grantRole(account, role, Holder.user(Account.ADMIN));
    }
    account.access().rolesChanged();
  }

  private static void give(Account account, String role, String... privileges) {
    for (var privilege : privileges) {
      account
          .self()
          .put(new Grant(privilege, Holder.role(role), true, "", account.clock().instant()));
    }
  }

  private static void grantRole(Account account, String role, Holder to) {
    account
        .catalog()
        .find("ROLE", ObjectPath.inAccount(role))
        .orElseThrow()
        .put(new Grant("USAGE", to, false, "", account.clock().instant()));
  }
}
