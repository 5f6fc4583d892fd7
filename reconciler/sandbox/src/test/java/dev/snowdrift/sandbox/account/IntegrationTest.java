package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntegrationTest {

  @Test
  void oauth_of_a_custom_client_is_created_described_and_altered() {
    var client = Client.admin();

    var status =
        client.cell(
            "CREATE SECURITY INTEGRATION i TYPE = OAUTH OAUTH_CLIENT = CUSTOM"
                + " OAUTH_CLIENT_TYPE = 'CONFIDENTIAL' OAUTH_REDIRECT_URI = 'https://example.com'"
                + " ENABLED = TRUE BLOCKED_ROLES_LIST = ('SYSADMIN') COMMENT = 'c'");

    assertThat(status).isEqualTo("Integration I successfully created.");
    assertThat(client.row("SHOW SECURITY INTEGRATIONS"))
        .containsEntry("type", "OAUTH - CUSTOM")
        .containsEntry("category", "SECURITY")
        .containsEntry("enabled", "true");
    assertThat(client.properties("DESC SECURITY INTEGRATION i", "property_value"))
        .containsEntry("OAUTH_CLIENT_TYPE", "CONFIDENTIAL")
        .containsEntry("OAUTH_REFRESH_TOKEN_VALIDITY", "7776000")
        .containsEntry("OAUTH_ENFORCE_PKCE", "false")
        .containsEntry("BLOCKED_ROLES_LIST", "SYSADMIN")
        .containsEntry("OAUTH_CLIENT_RSA_PUBLIC_KEY_FP", "");

    client.run(
        "ALTER SECURITY INTEGRATION i SET ENABLED = FALSE OAUTH_ENFORCE_PKCE = TRUE",
        "ALTER INTEGRATION i SET COMMENT = 'd'");
    assertThat(client.properties("DESC INTEGRATION i", "property_value"))
        .containsEntry("ENABLED", "false")
        .containsEntry("OAUTH_ENFORCE_PKCE", "true")
        .containsEntry("COMMENT", "d");
    assertThat(client.refusal("ALTER SECURITY INTEGRATION i UNSET OAUTH_REDIRECT_URI"))
        .isEqualTo("000002 (0A000): Unsupported feature 'UNSET'.");
  }

  @Test
  void oauth_of_an_identity_provider_has_one_integration_per_issuer() {
    var client = Client.admin();
    var sql =
        " TYPE = EXTERNAL_OAUTH ENABLED = TRUE EXTERNAL_OAUTH_TYPE = CUSTOM"
            + " EXTERNAL_OAUTH_ISSUER = 'https://idp' EXTERNAL_OAUTH_TOKEN_USER_MAPPING_CLAIM ="
            + " ('sub') EXTERNAL_OAUTH_SNOWFLAKE_USER_MAPPING_ATTRIBUTE = 'LOGIN_NAME'"
            + " EXTERNAL_OAUTH_JWS_KEYS_URL = ('https://idp/keys')";

    client.run("CREATE SECURITY INTEGRATION i" + sql);

    assertThat(client.row("SHOW SECURITY INTEGRATIONS"))
        .containsEntry("type", "EXTERNAL_OAUTH - CUSTOM");
    assertThat(client.properties("DESC SECURITY INTEGRATION i", "property_value"))
        .containsEntry("EXTERNAL_OAUTH_TOKEN_USER_MAPPING_CLAIM", "['sub']")
        .containsEntry("EXTERNAL_OAUTH_JWS_KEYS_URL", "https://idp/keys");
    assertThat(client.refusal("CREATE SECURITY INTEGRATION j" + sql))
        .isEqualTo(
            "003524 (22023): SQL execution error: An integration with the given issuer already"
                + " exists for this account");
  }

  @Test
  void a_client_secret_is_never_shown() {
    var client = Client.admin();
    client.run(
        "CREATE SECURITY INTEGRATION i TYPE = API_AUTHENTICATION AUTH_TYPE = OAUTH2"
            + " OAUTH_CLIENT_ID = 'id' OAUTH_CLIENT_SECRET = 'hush' OAUTH_TOKEN_ENDPOINT ="
            + " 'https://t' OAUTH_GRANT = 'CLIENT_CREDENTIALS' OAUTH_ALLOWED_SCOPES = ('a', 'b')"
            + " ENABLED = TRUE");

    assertThat(client.properties("DESC SECURITY INTEGRATION i", "property_value"))
        .containsEntry("OAUTH_ALLOWED_SCOPES", "[a, b]")
        .containsEntry("OAUTH_CLIENT_AUTH_METHOD", "CLIENT_SECRET_BASIC")
        .doesNotContainValue("hush");
    assertThat(client.refusal("CREATE SECURITY INTEGRATION j TYPE = API_AUTHENTICATION"))
        .isEqualTo(
            "002029 (42601): SQL compilation error:\nMissing option(s): AUTH_TYPE, ENABLED,"
                + " OAUTH_CLIENT_ID, OAUTH_CLIENT_SECRET");
  }

  @Test
  void saml_and_scim_have_their_own_properties() {
    var client = Client.admin();
    client.run(
        "CREATE SECURITY INTEGRATION s TYPE = SAML2 ENABLED = TRUE SAML2_ISSUER = 'i'"
            + " SAML2_SSO_URL = 'https://sso' SAML2_PROVIDER = 'OKTA' SAML2_X509_CERT = 'MII'"
            + " ALLOWED_USER_DOMAINS = ('example.com')",
        "CREATE SECURITY INTEGRATION c TYPE = SCIM SCIM_CLIENT = 'GENERIC' RUN_AS_ROLE ="
            + " 'USERADMIN' ENABLED = TRUE");

    assertThat(client.all("SHOW SECURITY INTEGRATIONS", "type"))
        .containsExactly("SCIM - GENERIC", "SAML2");
    assertThat(client.properties("DESC INTEGRATION s", "property_value"))
        .containsEntry("ALLOWED_USER_DOMAINS", "[example.com]");
    assertThat(client.refusal("ALTER SECURITY INTEGRATION s SET SYNC_PASSWORD = TRUE"))
        .startsWith("001003 (42000)");
  }

  @Test
  void storage_and_api_integrations_show_what_the_server_made() {
    var client = Client.admin();
    client.run(
        "CREATE STORAGE INTEGRATION s TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE"
            + " STORAGE_AWS_ROLE_ARN = 'arn:r' STORAGE_ALLOWED_LOCATIONS = ('s3://a/', 's3://b/')",
        "CREATE API INTEGRATION g API_PROVIDER = git_https_api API_ALLOWED_PREFIXES ="
            + " ('https://git.example.com') ALLOWED_AUTHENTICATION_SECRETS = ALL ENABLED = TRUE");

    assertThat(client.all("SHOW INTEGRATIONS", "type"))
        .containsExactly("EXTERNAL_API", "EXTERNAL_STAGE");
    assertThat(client.properties("DESC STORAGE INTEGRATION s", "property_value"))
        .containsEntry("STORAGE_ALLOWED_LOCATIONS", "s3://a/,s3://b/")
        .containsEntry("STORAGE_AWS_ROLE_ARN", "arn:r")
        .hasEntrySatisfying(
            "STORAGE_AWS_IAM_USER_ARN", arn -> assertThat(arn).startsWith("arn:aws:iam::"));
    assertThat(client.properties("DESC API INTEGRATION g", "property_value"))
        .containsEntry("API_PROVIDER", "GIT_HTTPS_API")
        .containsEntry("API_ALLOWED_PREFIXES", "https://git.example.com");
    assertThat(
            client.refusal(
                "CREATE STORAGE INTEGRATION x TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3'"
                    + " ENABLED = TRUE STORAGE_ALLOWED_LOCATIONS = ('s3://a/')"))
        .isEqualTo(
            "002029 (42601): SQL compilation error:\nMissing option(s): STORAGE_AWS_ROLE_ARN");
  }

  @Test
  void a_network_policy_counts_its_lists_and_stays_while_a_user_has_it() {
    var client = Client.inSchema();
    client.run(
        "CREATE NETWORK RULE office TYPE = IPV4 MODE = INGRESS VALUE_LIST = ('10.0.0.0/8')",
        "CREATE NETWORK RULE out TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com')",
        "CREATE NETWORK POLICY p ALLOWED_NETWORK_RULE_LIST = (office) BLOCKED_IP_LIST ="
            + " ('1.2.3.4') COMMENT = 'c'",
        "CREATE USER svc TYPE = SERVICE NETWORK_POLICY = p");

    assertThat(client.columns("SHOW NETWORK POLICIES"))
        .containsExactly(
            "created_on",
            "name",
            "comment",
            "entries_in_allowed_ip_list",
            "entries_in_blocked_ip_list",
            "entries_in_allowed_network_rules",
            "entries_in_blocked_network_rules");
    assertThat(client.row("SHOW NETWORK POLICIES"))
        .containsEntry("entries_in_allowed_network_rules", "1")
        .containsEntry("entries_in_blocked_ip_list", "1");
    assertThat(client.all("DESC NETWORK POLICY p", "value"))
        .containsExactly("1.2.3.4", "[{\"fullyQualifiedRuleName\":\"D.S.OFFICE\"}]");
    assertThat(client.refusal("DROP NETWORK POLICY p")).startsWith("001492 (42601)");
    assertThat(client.refusal("CREATE NETWORK POLICY x ALLOWED_NETWORK_RULE_LIST = (out)"))
        .startsWith("001008 (22023)");
    assertThat(client.refusal("CREATE NETWORK POLICY x ALLOWED_IP_LIST = ('office')"))
        .startsWith("001422 (22023)");
    assertThat(client.refusal("ALTER USER svc SET NETWORK_POLICY = nope"))
        .startsWith("002003 (02000)");

    client.run(
        "ALTER USER svc UNSET NETWORK_POLICY",
        "ALTER NETWORK POLICY p SET ALLOWED_IP_LIST = ('9.9.9.9', '8.8.8.0/24')",
        "ALTER NETWORK POLICY p UNSET BLOCKED_IP_LIST",
        "ALTER NETWORK POLICY p REMOVE ALLOWED_NETWORK_RULE_LIST = office");
    assertThat(client.row("SHOW NETWORK POLICIES"))
        .containsEntry("entries_in_allowed_ip_list", "2")
        .containsEntry("entries_in_allowed_network_rules", "0");
    assertThat(client.cell("DROP NETWORK POLICY p")).isEqualTo("P successfully dropped.");
  }

  @Test
  void a_service_user_has_no_password_and_no_names() {
    var client = Client.admin();

    assertThat(client.refusal("CREATE USER u TYPE = SERVICE PASSWORD = 'x'"))
        .endsWith("Cannot set PASSWORD on users with TYPE=SERVICE.");
    assertThat(client.refusal("CREATE USER u TYPE = LEGACY_SERVICE FIRST_NAME = 'x'"))
        .endsWith("Cannot set FIRST_NAME on users with TYPE=LEGACY_SERVICE.");

    client.run("CREATE USER u TYPE = LEGACY_SERVICE PASSWORD = 'x'");
    assertThat(client.properties("DESC USER u", "value"))
        .containsEntry("PASSWORD", "********")
        .doesNotContainValue("x");
  }
}
