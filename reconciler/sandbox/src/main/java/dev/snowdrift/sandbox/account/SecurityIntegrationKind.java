package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.util.List;
import java.util.Set;

/// A security integration of any type: ingress to services, OAuth of clients and of an identity
/// provider, SAML, SCIM, and OAuth towards other systems. Client secrets are never shown.
final class SecurityIntegrationKind implements Domain {
  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.word(
                      "TYPE", "OAUTH", "EXTERNAL_OAUTH", "SAML2", "SCIM", "API_AUTHENTICATION")
                  .mandatory()
                  .atCreationOnly(),
              PropertyRule.bool("ENABLED"),
              PropertyRule.text("COMMENT"))
          .with(
              PropertyRule.word(
                      "OAUTH_CLIENT",
                      "SNOWSERVICES_INGRESS",
                      "CUSTOM",
                      "LOOKER",
                      "TABLEAU_DESKTOP",
                      "TABLEAU_SERVER")
                  .atCreationOnly(),
              PropertyRule.word("OAUTH_CLIENT_TYPE", "PUBLIC", "CONFIDENTIAL").atCreationOnly(),
              PropertyRule.text("OAUTH_REDIRECT_URI").neverUnset(),
              PropertyRule.bool("OAUTH_ALLOW_NON_TLS_REDIRECT_URI").neverUnset(),
              PropertyRule.bool("OAUTH_ENFORCE_PKCE").neverUnset(),
              PropertyRule.word("OAUTH_USE_SECONDARY_ROLES", "IMPLICIT", "NONE"),
              PropertyRule.any("PRE_AUTHORIZED_ROLES_LIST").neverUnset(),
              PropertyRule.any("ALLOWED_ROLES_LIST").neverUnset(),
              PropertyRule.any("BLOCKED_ROLES_LIST").neverUnset(),
              PropertyRule.bool("OAUTH_ISSUE_REFRESH_TOKENS").neverUnset(),
              PropertyRule.integer("OAUTH_REFRESH_TOKEN_VALIDITY")
                  .between(0, Long.MAX_VALUE)
                  .neverUnset(),
              PropertyRule.identifier("NETWORK_POLICY"),
              PropertyRule.text("OAUTH_CLIENT_RSA_PUBLIC_KEY"),
              PropertyRule.text("OAUTH_CLIENT_RSA_PUBLIC_KEY_2"))
          .with(
              PropertyRule.word("EXTERNAL_OAUTH_TYPE", "OKTA", "AZURE", "PING_FEDERATE", "CUSTOM")
                  .neverUnset(),
              PropertyRule.text("EXTERNAL_OAUTH_ISSUER").neverUnset(),
              PropertyRule.any("EXTERNAL_OAUTH_TOKEN_USER_MAPPING_CLAIM").neverUnset(),
              PropertyRule.word(
                      "EXTERNAL_OAUTH_SNOWFLAKE_USER_MAPPING_ATTRIBUTE",
                      "LOGIN_NAME",
                      "EMAIL_ADDRESS")
                  .neverUnset(),
              PropertyRule.any("EXTERNAL_OAUTH_JWS_KEYS_URL").neverUnset(),
              PropertyRule.any("EXTERNAL_OAUTH_BLOCKED_ROLES_LIST").neverUnset(),
              PropertyRule.any("EXTERNAL_OAUTH_ALLOWED_ROLES_LIST").neverUnset(),
              PropertyRule.text("EXTERNAL_OAUTH_RSA_PUBLIC_KEY").neverUnset(),
              PropertyRule.text("EXTERNAL_OAUTH_RSA_PUBLIC_KEY_2").neverUnset(),
              PropertyRule.any("EXTERNAL_OAUTH_AUDIENCE_LIST"),
              PropertyRule.word(
                      "EXTERNAL_OAUTH_ANY_ROLE_MODE", "DISABLE", "ENABLE", "ENABLE_FOR_PRIVILEGE")
                  .neverUnset(),
              PropertyRule.text("EXTERNAL_OAUTH_SCOPE_DELIMITER").neverUnset(),
              PropertyRule.text("EXTERNAL_OAUTH_SCOPE_MAPPING_ATTRIBUTE").neverUnset())
          .with(
              PropertyRule.text("SAML2_ISSUER").neverUnset(),
              PropertyRule.text("SAML2_SSO_URL").neverUnset(),
              PropertyRule.word("SAML2_PROVIDER", "OKTA", "ADFS", "CUSTOM").neverUnset(),
              PropertyRule.text("SAML2_X509_CERT").neverUnset(),
              PropertyRule.any("ALLOWED_USER_DOMAINS").neverUnset(),
              PropertyRule.any("ALLOWED_EMAIL_PATTERNS").neverUnset(),
              PropertyRule.text("SAML2_SP_INITIATED_LOGIN_PAGE_LABEL").neverUnset(),
              PropertyRule.bool("SAML2_ENABLE_SP_INITIATED").neverUnset(),
              PropertyRule.text("SAML2_SNOWFLAKE_X509_CERT").neverUnset(),
              PropertyRule.bool("SAML2_SIGN_REQUEST").neverUnset(),
              PropertyRule.text("SAML2_REQUESTED_NAMEID_FORMAT"),
              PropertyRule.text("SAML2_POST_LOGOUT_REDIRECT_URL"),
              PropertyRule.bool("SAML2_FORCE_AUTHN"),
              PropertyRule.text("SAML2_SNOWFLAKE_ISSUER_URL").neverUnset(),
              PropertyRule.text("SAML2_SNOWFLAKE_ACS_URL").neverUnset())
          .with(
              PropertyRule.word("SCIM_CLIENT", "OKTA", "AZURE", "GENERIC").atCreationOnly(),
              PropertyRule.identifier("RUN_AS_ROLE").atCreationOnly(),
              PropertyRule.bool("SYNC_PASSWORD"))
          .with(
              PropertyRule.word("AUTH_TYPE", "OAUTH2").atCreationOnly(),
              PropertyRule.text("OAUTH_CLIENT_ID").neverUnset(),
              PropertyRule.text("OAUTH_CLIENT_SECRET").neverUnset(),
              PropertyRule.text("OAUTH_TOKEN_ENDPOINT").neverUnset(),
              PropertyRule.text("OAUTH_AUTHORIZATION_ENDPOINT").neverUnset(),
              PropertyRule.word(
                      "OAUTH_CLIENT_AUTH_METHOD", "CLIENT_SECRET_POST", "CLIENT_SECRET_BASIC")
                  .neverUnset(),
              PropertyRule.word(
                      "OAUTH_GRANT", "CLIENT_CREDENTIALS", "AUTHORIZATION_CODE", "JWT_BEARER")
                  .neverUnset(),
              PropertyRule.integer("OAUTH_ACCESS_TOKEN_VALIDITY")
                  .between(0, Long.MAX_VALUE)
                  .neverUnset(),
              PropertyRule.any("OAUTH_ALLOWED_SCOPES").neverUnset(),
              PropertyRule.text("OAUTH_ASSERTION_ISSUER").neverUnset(),
              PropertyRule.text("PARENT_INTEGRATION").atCreationOnly());

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
  public void check(Execution execution, ObjectPath path, Settings settings) {
    SecurityForms.of(settings).check(settings, Set.of("TYPE", "COMMENT"));
    if (settings.isSet("NETWORK_POLICY")) {
      execution.require("NETWORK POLICY", SqlReader.name(settings.textOrEmpty("NETWORK_POLICY")));
    }
    for (var key : List.of("OAUTH_CLIENT_RSA_PUBLIC_KEY", "OAUTH_CLIENT_RSA_PUBLIC_KEY_2")) {
      settings.text(key).ifPresent(PublicKeys::fingerprint);
    }
    checkExclusive(
        settings, "EXTERNAL_OAUTH_BLOCKED_ROLES_LIST", "EXTERNAL_OAUTH_ALLOWED_ROLES_LIST");
    checkExclusive(settings, "EXTERNAL_OAUTH_JWS_KEYS_URL", "EXTERNAL_OAUTH_RSA_PUBLIC_KEY");
    checkIssuer(execution, path, settings);
  }

  private static void checkExclusive(Settings settings, String one, String other) {
    if (settings.isSet(one) && settings.isSet(other)) {
      throw Errors.invalidProperty(one, other);
    }
  }

  /// 003524: an issuer has one integration (text quoted by terraform-provider-snowflake).
  private static void checkIssuer(Execution execution, ObjectPath path, Settings settings) {
    for (var key : List.of("EXTERNAL_OAUTH_ISSUER", "SAML2_ISSUER")) {
      for (var other : execution.all("SECURITY INTEGRATION")) {
        if (settings.isSet(key)
            && !other.path().equals(path)
            && other.settings().text(key).equals(settings.text(key))) {
          throw new SqlError(
              3524,
              "22023",
              "SQL execution error: An integration with the given issuer already exists for this"
                  + " account");
        }
      }
    }
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject integration, Action action) {
    if (action instanceof Action.Command(var words, _) && words.equals("REFRESH")) {
      return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
    }
    return Domain.super.perform(execution, integration, action);
  }

  @Override
  public List<Cell> showColumns() {
    return IntegrationKind.columns();
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject integration) {
    return SecurityForms.of(integration.settings()).describe(integration);
  }
}
