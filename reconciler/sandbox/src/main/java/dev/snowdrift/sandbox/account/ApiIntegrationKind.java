package dev.snowdrift.sandbox.account;

import static dev.snowdrift.sandbox.account.IntegrationForm.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// An API integration: gateways of clouds, and Git hosts for Git repositories (properties as in
/// terraform-provider-snowflake, api_integrations_def.go; the order of DESCRIBE's rows is not
/// verified).
final class ApiIntegrationKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word(
                      "API_PROVIDER",
                      "AWS_API_GATEWAY",
                      "AWS_PRIVATE_API_GATEWAY",
                      "AWS_GOV_API_GATEWAY",
                      "AWS_GOV_PRIVATE_API_GATEWAY",
                      "AZURE_API_MANAGEMENT",
                      "GOOGLE_API_GATEWAY",
                      "GIT_HTTPS_API")
                  .mandatory()
                  .atCreationOnly(),
              PropertyRule.bool("ENABLED").mandatory(),
              PropertyRule.any("API_ALLOWED_PREFIXES").mandatory(),
              PropertyRule.any("API_BLOCKED_PREFIXES"),
              PropertyRule.text("API_AWS_ROLE_ARN").neverUnset(),
              PropertyRule.text("API_KEY"),
              PropertyRule.text("AZURE_TENANT_ID").neverUnset(),
              PropertyRule.text("AZURE_AD_APPLICATION_ID").neverUnset(),
              PropertyRule.text("GOOGLE_AUDIENCE").neverUnset(),
              PropertyRule.any("ALLOWED_AUTHENTICATION_SECRETS"),
              PropertyRule.any("API_USER_AUTHENTICATION").neverUnset(),
              PropertyRule.bool("USE_PRIVATELINK_ENDPOINT"),
              PropertyRule.text("COMMENT"));

  private static final Map<String, IntegrationForm> FORMS =
      Map.of(
          "AWS",
          form(
              List.of("API_AWS_ROLE_ARN"),
              Set.of("API_KEY"),
              row("API_AWS_IAM_USER_ARN", "Made", "arn:aws:iam::123456789012:user/sandbox-"),
              row("API_AWS_ROLE_ARN", "String", ""),
              row("API_AWS_EXTERNAL_ID", "Made", "SANDBOX_SFCRole=")),
          "AZURE",
          form(
              List.of("AZURE_TENANT_ID", "AZURE_AD_APPLICATION_ID"),
              Set.of("API_KEY"),
              row("AZURE_TENANT_ID", "String", ""),
              row("AZURE_AD_APPLICATION_ID", "String", ""),
              row("AZURE_MULTI_TENANT_APP_NAME", "Made", "sandbox_"),
              row("AZURE_CONSENT_URL", "Made", "https://example.com/consent/")),
          "GOOGLE",
          form(List.of("GOOGLE_AUDIENCE"), Set.of(), row("GOOGLE_AUDIENCE", "String", "")),
          "GIT",
          form(
              List.of(),
              Set.of("API_USER_AUTHENTICATION"),
              row("ALLOWED_AUTHENTICATION_SECRETS", "List", "[]"),
              row("USE_PRIVATELINK_ENDPOINT", "Boolean", "false")));

  private static IntegrationForm form(
      List<String> required, Set<String> hidden, IntegrationForm.Row... special) {
    var rows = new ArrayList<IntegrationForm.Row>();
    rows.add(row("ENABLED", "Boolean", "false"));
    rows.add(row("API_PROVIDER", "String", ""));
    rows.addAll(List.of(special));
    rows.add(row("API_ALLOWED_PREFIXES", "List", "[]"));
    rows.add(row("API_BLOCKED_PREFIXES", "List", "[]"));
    rows.add(row("COMMENT", "String", ""));
    return new IntegrationForm(required, hidden, rows);
  }

  @Override
  public String kind() {
    return "API INTEGRATION";
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

  private static IntegrationForm form(Settings settings) {
    var provider = settings.textOrEmpty("API_PROVIDER").toUpperCase(Locale.ROOT);
    var form = FORMS.get(provider.substring(0, Math.max(0, provider.indexOf('_'))));
    if (form == null) {
      throw Errors.missingOptions(List.of("API_PROVIDER"));
    }
    return form;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    form(settings).check(settings, Set.of());
  }

  @Override
  public List<Cell> showColumns() {
    return IntegrationKind.columns();
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject integration) {
    return form(integration.settings()).describe(integration);
  }
}
