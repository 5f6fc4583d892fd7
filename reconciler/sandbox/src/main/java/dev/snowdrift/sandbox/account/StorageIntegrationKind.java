package dev.snowdrift.sandbox.account;

import static dev.snowdrift.sandbox.account.IntegrationForm.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A storage integration: where external stages may lie (properties and DESCRIBE's rows as in
/// terraform-provider-snowflake, storage_integrations_def.go and its integration test).
final class StorageIntegrationKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word("TYPE", "EXTERNAL_STAGE").mandatory().atCreationOnly(),
              PropertyRule.word("STORAGE_PROVIDER", "S3", "S3GOV", "S3CHINA", "GCS", "AZURE")
                  .mandatory()
                  .atCreationOnly(),
              PropertyRule.bool("ENABLED").mandatory(),
              PropertyRule.any("STORAGE_ALLOWED_LOCATIONS").mandatory(),
              PropertyRule.any("STORAGE_BLOCKED_LOCATIONS"),
              PropertyRule.text("STORAGE_AWS_ROLE_ARN").neverUnset(),
              PropertyRule.text("STORAGE_AWS_EXTERNAL_ID"),
              PropertyRule.text("STORAGE_AWS_OBJECT_ACL"),
              PropertyRule.text("AZURE_TENANT_ID").neverUnset(),
              PropertyRule.bool("USE_PRIVATELINK_ENDPOINT"),
              PropertyRule.text("COMMENT"));

  private static final Map<String, IntegrationForm> FORMS =
      Map.of("S3", aws(), "S3GOV", aws(), "S3CHINA", aws(), "GCS", gcs(), "AZURE", azure());

  private static List<IntegrationForm.Row> common() {
    return List.of(
        row("ENABLED", "Boolean", "true"),
        row("STORAGE_PROVIDER", "String", ""),
        row("STORAGE_ALLOWED_LOCATIONS", "List", "[]"),
        row("STORAGE_BLOCKED_LOCATIONS", "List", "[]"));
  }

  private static IntegrationForm form(List<String> required, List<IntegrationForm.Row> special) {
    var rows = new ArrayList<>(common());
    rows.addAll(special);
    rows.add(row("USE_PRIVATELINK_ENDPOINT", "Boolean", "false"));
    rows.add(row("COMMENT", "String", ""));
    return new IntegrationForm(required, Set.of(), rows);
  }

  private static IntegrationForm aws() {
    return form(
        List.of("STORAGE_AWS_ROLE_ARN"),
        List.of(
            row("STORAGE_AWS_IAM_USER_ARN", "Made", "arn:aws:iam::123456789012:user/sandbox-"),
            row("STORAGE_AWS_ROLE_ARN", "String", ""),
            row("STORAGE_AWS_OBJECT_ACL", "String", ""),
            row("STORAGE_AWS_EXTERNAL_ID", "String", "")));
  }

  private static IntegrationForm gcs() {
    return form(
        List.of(), List.of(row("STORAGE_GCP_SERVICE_ACCOUNT", "Made", "sandbox@example.com/")));
  }

  private static IntegrationForm azure() {
    return form(
        List.of("AZURE_TENANT_ID"),
        List.of(
            row("AZURE_TENANT_ID", "String", ""),
            row("AZURE_CONSENT_URL", "Made", "https://example.com/consent/"),
            row("AZURE_MULTI_TENANT_APP_NAME", "Made", "sandbox_")));
  }

  @Override
  public String kind() {
    return "STORAGE INTEGRATION";
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
    var form = FORMS.get(settings.textOrEmpty("STORAGE_PROVIDER"));
    if (form == null) {
      throw Errors.missingOptions(List.of("STORAGE_PROVIDER"));
    }
    return form;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    form(settings).check(settings, Set.of("TYPE"));
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
