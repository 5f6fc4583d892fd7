package dev.snowdrift.sandbox.account;

import java.util.List;

/// The security integration that older set-ups need once for ingress to services (TYPE = OAUTH,
/// OAUTH_CLIENT = SNOWSERVICES_INGRESS).
final class SecurityIntegrationKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word("TYPE", "OAUTH").mandatory().atCreationOnly(),
              PropertyRule.word("OAUTH_CLIENT", "SNOWSERVICES_INGRESS")
                  .mandatory()
                  .atCreationOnly(),
              PropertyRule.bool("ENABLED").mandatory(),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "SECURITY INTEGRATION";
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
  public List<Cell> showColumns() {
    return IntegrationKind.columns();
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject integration) {
    var settings = integration.settings();
    return IntegrationKind.propertyRows()
        .add("ENABLED", "Boolean", Boolean.toString(settings.flag("ENABLED")), "false")
        .add("OAUTH_CLIENT", "String", settings.textOrEmpty("OAUTH_CLIENT"), "")
        .add("COMMENT", "String", settings.textOrEmpty("COMMENT"), "")
        .result();
  }
}
