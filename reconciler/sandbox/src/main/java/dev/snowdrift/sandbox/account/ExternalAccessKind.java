package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.SqlReader;
import java.util.List;

/// An external access integration: which network rules and secrets code may use.
final class ExternalAccessKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.names("ALLOWED_NETWORK_RULES", "NETWORK RULE").mandatory(),
              PropertyRule.names("ALLOWED_API_AUTHENTICATION_INTEGRATIONS", "INTEGRATION")
                  .orWord("NONE"),
              PropertyRule.names("ALLOWED_AUTHENTICATION_SECRETS", "SECRET").orWord("ALL", "NONE"),
              PropertyRule.bool("ENABLED").mandatory(),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "EXTERNAL ACCESS INTEGRATION";
  }

  @Override
  public String family() {
    return "INTEGRATION";
  }

  @Override
  public String title() {
    return "Integration";
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of("USAGE", "USE_ANY_ROLE");
  }

  @Override
  public String createPrivilege() {
    return "CREATE INTEGRATION";
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean paged() {
    return false;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    for (var rule : settings.list("ALLOWED_NETWORK_RULES")) {
      var found = execution.require("NETWORK RULE", SqlReader.name(rule));
      if (!found.settings().textOrEmpty("MODE").equals("EGRESS")) {
        throw Errors.invalidParameter(rule, "ALLOWED_NETWORK_RULES");
      }
    }
    for (var secret : settings.list("ALLOWED_AUTHENTICATION_SECRETS")) {
      if (!secret.equals("all") && !secret.equals("none")) {
        execution.require("SECRET", SqlReader.name(secret), "USAGE", "READ");
      }
    }
  }

  @Override
  public List<Cell> showColumns() {
    return IntegrationKind.columns();
  }

  /// Property rows (terraform provider, external_access_integrations_ext.go).
  @Override
  public StatementResult describe(Execution execution, AccountObject integration) {
    var settings = integration.settings();
    return IntegrationKind.propertyRows()
        .add("ENABLED", "Boolean", Boolean.toString(settings.flag("ENABLED")), "false")
        .add("ALLOWED_NETWORK_RULES", "List", list(settings, "ALLOWED_NETWORK_RULES"), "[]")
        .add(
            "ALLOWED_API_AUTHENTICATION_INTEGRATIONS",
            "List",
            list(settings, "ALLOWED_API_AUTHENTICATION_INTEGRATIONS"),
            "[]")
        .add(
            "ALLOWED_AUTHENTICATION_SECRETS",
            "List",
            list(settings, "ALLOWED_AUTHENTICATION_SECRETS"),
            "[]")
        .add("COMMENT", "String", settings.textOrEmpty("COMMENT"), "")
        .result();
  }

  private static String list(Settings settings, String key) {
    return String.join(",", settings.list(key));
  }
}
