package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretAndNetworkTest {

  @Test
  void secrets_have_the_documented_columns() {
    var client = Client.inSchema();
    client.run("CREATE SECRET k TYPE = GENERIC_STRING SECRET_STRING = 'hidden'");

    assertThat(client.columns("SHOW SECRETS"))
        .containsExactly(
            "created_on",
            "name",
            "schema_name",
            "database_name",
            "owner",
            "comment",
            "secret_type",
            "oauth_scopes",
            "owner_role_type");
    assertThat(client.columns("DESCRIBE SECRET k"))
        .containsExactly(
            "created_on",
            "name",
            "schema_name",
            "database_name",
            "owner",
            "comment",
            "secret_type",
            "username",
            "oauth_access_token_expiry_time",
            "oauth_refresh_token_expiry_time",
            "oauth_scopes",
            "integration_name");
  }

  @Test
  void no_statement_gives_a_secret_back() {
    var client = Client.inSchema();
    client.run(
        "CREATE SECRET g TYPE = GENERIC_STRING SECRET_STRING = 'hidden'",
        "CREATE SECRET p TYPE = PASSWORD USERNAME = 'svc' PASSWORD = 'hidden' COMMENT = 'c'");

    assertThat(client.row("DESC SECRET p"))
        .containsEntry("username", "svc")
        .containsEntry("secret_type", "PASSWORD")
        .containsEntry("comment", "c")
        .doesNotContainValue("hidden");
    assertThat(client.row("DESC SECRET g"))
        .containsEntry("comment", null)
        .doesNotContainValue("hidden");
    assertThat(client.names("SHOW SECRETS LIKE '%' IN SCHEMA d.s")).containsExactly("G", "P");
  }

  @Test
  void a_container_gets_the_value_from_inside() {
    var client = Client.inSchema();
    client.run("CREATE SECRET p TYPE = PASSWORD USERNAME = 'svc' PASSWORD = 'hidden'");
    client.run("ALTER SECRET p SET PASSWORD = 'changed'");

    var values =
        client.account.inside(
            client.session,
            execution ->
                execution.secretValues(
                    execution.find("SECRET", new ObjectPath("D", "S", "P")).orElseThrow()));

    assertThat(values).containsEntry("username", "svc").containsEntry("password", "changed");
  }

  @Test
  void a_secret_has_what_its_type_wants() {
    var client = Client.inSchema();

    assertThat(client.refusal("CREATE SECRET x TYPE = PASSWORD USERNAME = 'u'"))
        .isEqualTo("002029 (42601): SQL compilation error:\nMissing option(s): PASSWORD");
    assertThat(client.refusal("CREATE SECRET x SECRET_STRING = 's'"))
        .contains("Missing option(s): TYPE");
    assertThat(client.refusal("CREATE SECRET x TYPE = GENERIC_STRING USERNAME = 'u'"))
        .startsWith("001003 (42000)");
    assertThat(client.refusal("CREATE OR ALTER SECRET x TYPE = GENERIC_STRING SECRET_STRING='s'"))
        .startsWith("000002 (0A000)");
    assertThat(client.refusal("SHOW SECRETS LIMIT 1")).startsWith("001003 (42000)");
  }

  @Test
  void a_secrets_comment_goes_by_null_and_not_by_unset() {
    var client = Client.inSchema();
    client.run("CREATE SECRET g TYPE = GENERIC_STRING SECRET_STRING = 's' COMMENT = 'c'");

    assertThat(client.refusal("ALTER SECRET g UNSET COMMENT"))
        .isEqualTo("000002 (0A000): Unsupported feature 'UNSET'.");
    client.run("ALTER SECRET g SET COMMENT = NULL");

    assertThat(client.row("SHOW SECRETS IN SCHEMA d.s")).containsEntry("comment", null);
  }

  @Test
  void network_rules_have_the_documented_columns() {
    var client = Client.inSchema();
    client.run("CREATE NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.b:443')");

    assertThat(client.columns("SHOW NETWORK RULES"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "owner",
            "comment",
            "type",
            "mode",
            "entries_in_valuelist",
            "owner_role_type");
    assertThat(client.columns("DESC NETWORK RULE r"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "owner",
            "comment",
            "type",
            "mode",
            "value_list");
  }

  @Test
  void a_network_rule_keeps_its_type_and_changes_its_values() {
    var client = Client.inSchema();
    client.run(
        "CREATE NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('github.com:443',"
            + " 'api.github.com') COMMENT = 'c'");

    assertThat(client.row("SHOW NETWORK RULES IN SCHEMA d.s"))
        .containsEntry("entries_in_valuelist", "2")
        .containsEntry("mode", "EGRESS");
    assertThat(client.row("DESC NETWORK RULE r"))
        .containsEntry("value_list", "github.com:443,api.github.com");

    client.run("ALTER NETWORK RULE r SET VALUE_LIST = ()");
    assertThat(client.row("DESC NETWORK RULE r")).containsEntry("value_list", "");

    client.run(
        "CREATE OR ALTER NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('x.y')");
    assertThat(client.row("DESC NETWORK RULE r"))
        .containsEntry("value_list", "x.y")
        .containsEntry("comment", "");
    assertThat(
            client.refusal("CREATE OR ALTER NETWORK RULE r TYPE = IPV4 VALUE_LIST = ('1.2.3.4')"))
        .startsWith("001422 (22023)");
    assertThat(client.refusal("ALTER NETWORK RULE r SET MODE = INGRESS"))
        .startsWith("001003 (42000)");
  }

  @Test
  void network_rules_that_cannot_be_are_refused() {
    var client = Client.inSchema();

    assertThat(client.refusal("CREATE NETWORK RULE r TYPE = HOST_PORT VALUE_LIST = ('a.b')"))
        .startsWith("001422 (22023)");
    assertThat(
            client.refusal(
                "CREATE NETWORK RULE r TYPE=HOST_PORT MODE=EGRESS VALUE_LIST=('http://a.b/')"))
        .startsWith("001422 (22023)");
    assertThat(client.refusal("CREATE NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS"))
        .contains("Missing option(s): VALUE_LIST");
    assertThat(
            client.refusal(
                "CREATE NETWORK RULE IF NOT EXISTS r TYPE=HOST_PORT MODE=EGRESS"
                    + " VALUE_LIST=('a.b')"))
        .startsWith("001003 (42000)");
  }

  @Test
  void an_external_access_integration_is_created_altered_and_dropped() {
    var client = Client.inSchema();
    client.run(
        "CREATE NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.b')",
        "CREATE SECRET k TYPE = GENERIC_STRING SECRET_STRING = 's'");

    var status =
        client.cell(
            "CREATE EXTERNAL ACCESS INTEGRATION e ALLOWED_NETWORK_RULES = (r)"
                + " ALLOWED_AUTHENTICATION_SECRETS = (k) ENABLED = TRUE");

    assertThat(status).isEqualTo("Integration E successfully created.");
    assertThat(client.row("SHOW EXTERNAL ACCESS INTEGRATIONS"))
        .containsEntry("type", "EXTERNAL_ACCESS")
        .containsEntry("category", "EXTERNAL_ACCESS")
        .containsEntry("enabled", "true")
        .containsEntry("comment", null);
    assertThat(client.names("SHOW INTEGRATIONS")).containsExactly("E");
    assertThat(client.properties("DESC EXTERNAL ACCESS INTEGRATION e", "property_value"))
        .containsEntry("ENABLED", "true")
        .containsEntry("ALLOWED_NETWORK_RULES", "D.S.R")
        .containsEntry("ALLOWED_AUTHENTICATION_SECRETS", "D.S.K")
        .containsEntry("COMMENT", "");
    assertThat(client.row("SHOW GRANTS ON INTEGRATION e"))
        .containsEntry("granted_on", "INTEGRATION")
        .containsEntry("privilege", "OWNERSHIP");
    assertThat(client.refusal("DROP NETWORK RULE r")).contains("(2BP01)");

    client.run(
        "ALTER EXTERNAL ACCESS INTEGRATION e SET ALLOWED_AUTHENTICATION_SECRETS = all",
        "ALTER EXTERNAL ACCESS INTEGRATION e SET ENABLED = FALSE");

    assertThat(client.properties("DESC INTEGRATION e", "property_value"))
        .containsEntry("ENABLED", "false")
        .containsEntry("ALLOWED_AUTHENTICATION_SECRETS", "all");
    assertThat(client.cell("DROP INTEGRATION e")).isEqualTo("E successfully dropped.");
    assertThat(client.names("SHOW INTEGRATIONS")).isEmpty();
  }

  @Test
  void integrations_have_the_documented_columns() {
    var client = Client.inSchema();

    assertThat(client.columns("SHOW EXTERNAL ACCESS INTEGRATIONS"))
        .containsExactly("name", "type", "category", "enabled", "comment", "created_on");
    client.run(
        "CREATE NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('a.b')",
        "CREATE EXTERNAL ACCESS INTEGRATION e ALLOWED_NETWORK_RULES = (r) ENABLED = TRUE");
    assertThat(client.columns("DESC EXTERNAL ACCESS INTEGRATION e"))
        .containsExactly("property", "property_type", "property_value", "property_default");
  }

  @Test
  void an_integration_names_what_exists_and_says_whether_it_is_enabled() {
    var client = Client.inSchema();

    assertThat(
            client.refusal(
                "CREATE EXTERNAL ACCESS INTEGRATION e ALLOWED_NETWORK_RULES = (nope) ENABLED ="
                    + " TRUE"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Network rule 'D.S.NOPE' does not exist or not authorized.");
    assertThat(client.refusal("CREATE EXTERNAL ACCESS INTEGRATION e ALLOWED_NETWORK_RULES = (r)"))
        .isEqualTo("002029 (42601): SQL compilation error:\nMissing option(s): ENABLED");
    assertThat(client.as("SYSADMIN").refusal("DROP INTEGRATION nope")).startsWith("002003 (02000)");
  }

  @Test
  void the_ingress_integration_is_of_its_own_type() {
    var client = Client.admin();
    client.run(
        "CREATE SECURITY INTEGRATION IF NOT EXISTS i TYPE = OAUTH OAUTH_CLIENT ="
            + " SNOWSERVICES_INGRESS ENABLED = TRUE");

    assertThat(client.row("SHOW SECURITY INTEGRATIONS"))
        .containsEntry("type", "OAUTH - SNOWSERVICES_INGRESS")
        .containsEntry("category", "SECURITY");
    assertThat(client.names("SHOW EXTERNAL ACCESS INTEGRATIONS")).isEmpty();
    assertThat(
            client.refusal(
                "CREATE EXTERNAL ACCESS INTEGRATION i ALLOWED_NETWORK_RULES = ()"
                    + " ENABLED = TRUE"))
        .startsWith("002002 (42710)");
  }
}
