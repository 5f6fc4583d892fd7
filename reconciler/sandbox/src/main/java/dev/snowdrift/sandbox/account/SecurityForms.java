package dev.snowdrift.sandbox.account;

import static dev.snowdrift.sandbox.account.IntegrationForm.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The shapes of security integrations by TYPE, those of OAUTH by OAUTH_CLIENT as well. Properties,
/// DESCRIBE's rows and their defaults as in terraform-provider-snowflake
/// (pkg/sdk/generator/defs/security_integrations_def.go and
/// pkg/sdk/testint/security_integrations_gen_integration_test.go).
final class SecurityForms {
  private static final String EMAIL_FORMAT =
      "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

  private static final IntegrationForm INGRESS =
      new IntegrationForm(
          List.of("ENABLED"),
          Set.of(),
          List.of(
              row("ENABLED", "Boolean", "false"),
              row("OAUTH_CLIENT", "String", ""),
              row("COMMENT", "String", "")));

  private static final Map<String, IntegrationForm> FORMS =
      Map.ofEntries(
          Map.entry("OAUTH SNOWSERVICES_INGRESS", INGRESS),
          Map.entry("OAUTH CUSTOM", custom()),
          Map.entry("OAUTH LOOKER", partner(List.of("OAUTH_REDIRECT_URI"))),
          Map.entry("OAUTH TABLEAU_DESKTOP", partner(List.of())),
          Map.entry("OAUTH TABLEAU_SERVER", partner(List.of())),
          Map.entry("EXTERNAL_OAUTH", external()),
          Map.entry("SAML2", saml()),
          Map.entry("SCIM", scim()),
          Map.entry("API_AUTHENTICATION", apiAuthentication()));

  private SecurityForms() {}

  private static List<IntegrationForm.Row> oauthRows() {
    return List.of(
        row("ENABLED", "Boolean", "true"),
        row("OAUTH_CLIENT_ID", "Made", "client-"),
        row("OAUTH_REDIRECT_URI", "String", ""),
        row("OAUTH_ISSUE_REFRESH_TOKENS", "Boolean", "true"),
        row("OAUTH_REFRESH_TOKEN_VALIDITY", "Long", "7776000"),
        row("OAUTH_USE_SECONDARY_ROLES", "String", "NONE"),
        row("PRE_AUTHORIZED_ROLES_LIST", "List", "[]"),
        row("ALLOWED_ROLES_LIST", "List", "[]"),
        row("BLOCKED_ROLES_LIST", "List", "[]"),
        row("NETWORK_POLICY", "String", ""),
        row("COMMENT", "String", ""));
  }

  private static IntegrationForm partner(List<String> required) {
    return new IntegrationForm(required, Set.of("OAUTH_CLIENT"), oauthRows());
  }

  private static IntegrationForm custom() {
    var rows = new ArrayList<>(oauthRows());
    rows.add(row("OAUTH_ALLOW_NON_TLS_REDIRECT_URI", "Boolean", "false"));
    rows.add(row("OAUTH_CLIENT_TYPE", "String", "CONFIDENTIAL"));
    rows.add(row("OAUTH_ENFORCE_PKCE", "Boolean", "false"));
    rows.add(row("OAUTH_CLIENT_RSA_PUBLIC_KEY", "Fingerprint", ""));
    rows.add(row("OAUTH_CLIENT_RSA_PUBLIC_KEY_2", "Fingerprint", ""));
    return new IntegrationForm(
        List.of("OAUTH_CLIENT_TYPE", "OAUTH_REDIRECT_URI"), Set.of("OAUTH_CLIENT"), rows);
  }

  private static IntegrationForm external() {
    return new IntegrationForm(
        List.of(
            "ENABLED",
            "EXTERNAL_OAUTH_TYPE",
            "EXTERNAL_OAUTH_ISSUER",
            "EXTERNAL_OAUTH_TOKEN_USER_MAPPING_CLAIM",
            "EXTERNAL_OAUTH_SNOWFLAKE_USER_MAPPING_ATTRIBUTE"),
        Set.of("EXTERNAL_OAUTH_TYPE"),
        List.of(
            row("ENABLED", "Boolean", "true"),
            row("EXTERNAL_OAUTH_ISSUER", "String", ""),
            row("EXTERNAL_OAUTH_JWS_KEYS_URL", "Object", ""),
            row("EXTERNAL_OAUTH_ANY_ROLE_MODE", "String", ""),
            row("EXTERNAL_OAUTH_SCOPE_MAPPING_ATTRIBUTE", "String", "scp"),
            row("EXTERNAL_OAUTH_RSA_PUBLIC_KEY", "String", ""),
            row("EXTERNAL_OAUTH_RSA_PUBLIC_KEY_2", "String", ""),
            row("EXTERNAL_OAUTH_BLOCKED_ROLES_LIST", "List", "[]"),
            row("EXTERNAL_OAUTH_ALLOWED_ROLES_LIST", "List", "[]"),
            row("EXTERNAL_OAUTH_AUDIENCE_LIST", "List", "[]"),
            row("EXTERNAL_OAUTH_TOKEN_USER_MAPPING_CLAIM", "Object", ""),
            row("EXTERNAL_OAUTH_SNOWFLAKE_USER_MAPPING_ATTRIBUTE", "String", ""),
            row("EXTERNAL_OAUTH_SCOPE_DELIMITER", "String", ","),
            row("COMMENT", "String", "")));
  }

  private static IntegrationForm saml() {
    return new IntegrationForm(
        List.of("SAML2_ISSUER", "SAML2_SSO_URL", "SAML2_PROVIDER", "SAML2_X509_CERT"),
        Set.of("ENABLED", "SAML2_SNOWFLAKE_X509_CERT"),
        List.of(
            row("SAML2_X509_CERT", "String", ""),
            row("SAML2_PROVIDER", "String", ""),
            row("SAML2_ENABLE_SP_INITIATED", "Boolean", "false"),
            row("SAML2_SP_INITIATED_LOGIN_PAGE_LABEL", "String", ""),
            row("SAML2_SSO_URL", "String", ""),
            row("SAML2_ISSUER", "String", ""),
            row("SAML2_REQUESTED_NAMEID_FORMAT", "String", EMAIL_FORMAT),
            row("SAML2_FORCE_AUTHN", "Boolean", "false"),
            row("SAML2_POST_LOGOUT_REDIRECT_URL", "String", ""),
            row("SAML2_SIGN_REQUEST", "Boolean", "false"),
            row("COMMENT", "String", ""),
            row("SAML2_SNOWFLAKE_ISSUER_URL", "String", ""),
            row("SAML2_SNOWFLAKE_ACS_URL", "String", ""),
            row("ALLOWED_USER_DOMAINS", "[List]", "[]"),
            row("ALLOWED_EMAIL_PATTERNS", "[List]", "[]")));
  }

  private static IntegrationForm scim() {
    return new IntegrationForm(
        List.of("SCIM_CLIENT", "RUN_AS_ROLE"),
        Set.of("SCIM_CLIENT"),
        List.of(
            row("ENABLED", "Boolean", "true"),
            row("NETWORK_POLICY", "String", ""),
            row("RUN_AS_ROLE", "String", ""),
            row("SYNC_PASSWORD", "Boolean", "false"),
            row("COMMENT", "String", "")));
  }

  private static IntegrationForm apiAuthentication() {
    return new IntegrationForm(
        List.of("AUTH_TYPE", "ENABLED", "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET"),
        Set.of("OAUTH_CLIENT_SECRET"),
        List.of(
            row("ENABLED", "Boolean", "true"),
            row("OAUTH_ACCESS_TOKEN_VALIDITY", "Long", ""),
            row("OAUTH_REFRESH_TOKEN_VALIDITY", "Long", "7776000"),
            row("OAUTH_CLIENT_ID", "String", ""),
            row("OAUTH_CLIENT_AUTH_METHOD", "String", "CLIENT_SECRET_BASIC"),
            row("OAUTH_AUTHORIZATION_ENDPOINT", "String", ""),
            row("OAUTH_TOKEN_ENDPOINT", "String", ""),
            row("OAUTH_ALLOWED_SCOPES", "[List]", "[]"),
            row("OAUTH_GRANT", "String", ""),
            row("PARENT_INTEGRATION", "String", ""),
            row("AUTH_TYPE", "String", ""),
            row("OAUTH_ASSERTION_ISSUER", "String", ""),
            row("COMMENT", "String", "")));
  }

  /// The form of settings whose TYPE, and for OAUTH whose OAUTH_CLIENT, is known to be right.
  static IntegrationForm of(Settings settings) {
    var type = settings.textOrEmpty("TYPE");
    if (type.equals("OAUTH") && !settings.isSet("OAUTH_CLIENT")) {
      throw Errors.missingOptions(List.of("OAUTH_CLIENT"));
    }
    var form =
        FORMS.get(type.equals("OAUTH") ? type + " " + settings.textOrEmpty("OAUTH_CLIENT") : type);
    if (form == null) {
      throw Errors.invalidProperty(type, "TYPE");
    }
    return form;
  }

  /// The type in SHOW: `OAUTH - CUSTOM`, `SCIM - GENERIC`, `SAML2`.
  static String shownType(Settings settings) {
    var type = settings.textOrEmpty("TYPE");
    return switch (type) {
      case "OAUTH" -> type + " - " + settings.textOrEmpty("OAUTH_CLIENT");
      case "EXTERNAL_OAUTH" -> type + " - " + settings.textOrEmpty("EXTERNAL_OAUTH_TYPE");
      case "SCIM" -> type + " - " + settings.textOrEmpty("SCIM_CLIENT");
      default -> type;
    };
  }
}
