package dev.snowdrift.sandbox.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.account.Client;
import org.junit.jupiter.api.Test;

class RoutineTest {

  @Test
  void show_has_the_documented_columns() {
    var client = Client.inSchema();

    assertThat(client.columns("SHOW FUNCTIONS IN SCHEMA d.s"))
        .containsExactly(
            "created_on",
            "name",
            "schema_name",
            "is_builtin",
            "is_aggregate",
            "is_ansi",
            "min_num_arguments",
            "max_num_arguments",
            "arguments",
            "description",
            "catalog_name",
            "is_table_function",
            "valid_for_clustering",
            "is_secure",
            "secrets",
            "external_access_integrations",
            "is_external_function",
            "language",
            "is_memoizable",
            "is_data_metric");
    assertThat(client.columns("SHOW PROCEDURES"))
        .containsExactly(
            "created_on",
            "name",
            "schema_name",
            "is_builtin",
            "is_aggregate",
            "is_ansi",
            "min_num_arguments",
            "max_num_arguments",
            "arguments",
            "description",
            "catalog_name",
            "is_table_function",
            "valid_for_clustering",
            "is_secure",
            "secrets",
            "external_access_integrations");
  }

  @Test
  void a_function_of_sql_is_created_and_described() {
    var client = Client.inSchema();

    var status =
        client.cell(
            "CREATE FUNCTION area(radius FLOAT, n INT DEFAULT 1) RETURNS FLOAT COMMENT = 'pi'"
                + " AS 'pi() * radius * radius'");

    assertThat(status).isEqualTo("Function AREA successfully created.");
    assertThat(client.row("SHOW USER FUNCTIONS IN SCHEMA d.s"))
        .containsEntry("name", "AREA")
        .containsEntry("arguments", "AREA(FLOAT, DEFAULT NUMBER) RETURN FLOAT")
        .containsEntry("min_num_arguments", "1")
        .containsEntry("max_num_arguments", "2")
        .containsEntry("description", "pi")
        .containsEntry("language", "SQL")
        .containsEntry("catalog_name", "D");
    assertThat(client.properties("DESCRIBE FUNCTION area(FLOAT, NUMBER)", "value"))
        .containsEntry("signature", "(RADIUS FLOAT, N NUMBER DEFAULT 1)")
        .containsEntry("returns", "FLOAT")
        .containsEntry("language", "SQL")
        .containsEntry("body", "pi() * radius * radius");
  }

  @Test
  void overloads_are_different_functions() {
    var client = Client.inSchema();
    client.run(
        "CREATE FUNCTION f() RETURNS INT AS '1'",
        "CREATE FUNCTION f(a VARCHAR(10)) RETURNS VARCHAR(5) AS 'a'",
        "CREATE FUNCTION f(a NUMBER, b BOOLEAN) RETURNS TABLE (x INT, y VARCHAR) AS 'select 1, 2'");

    assertThat(client.all("SHOW FUNCTIONS LIKE 'F' IN SCHEMA d.s", "arguments"))
        .containsExactlyInAnyOrder(
            "F() RETURN NUMBER",
            "F(VARCHAR) RETURN VARCHAR",
            "F(NUMBER, BOOLEAN) RETURN TABLE (X NUMBER, Y VARCHAR)");
    assertThat(client.refusal("CREATE FUNCTION f(b TEXT) RETURNS INT AS '2'"))
        .isEqualTo(
            "002002 (42710): SQL compilation error:\nObject 'D.S.F(VARCHAR)' already exists.");
    assertThat(client.properties("DESC FUNCTION f(STRING)", "value"))
        .containsEntry("returns", "VARCHAR(5)");
    assertThat(client.cell("DROP FUNCTION f(INT, BOOLEAN)")).isEqualTo("F successfully dropped.");
    assertThat(client.names("SHOW FUNCTIONS IN SCHEMA d.s")).containsExactly("F", "F");
    assertThat(client.refusal("DROP FUNCTION f(DATE)"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Function 'F(DATE)' does not exist or not authorized.");
    assertThat(client.refusal("DROP FUNCTION f")).startsWith("001003 (42000)");
  }

  @Test
  void a_function_with_a_handler_shows_what_it_needs() {
    var client = Client.inSchema();
    client.run(
        "CREATE NETWORK RULE r TYPE = HOST_PORT MODE = EGRESS VALUE_LIST = ('example.com')",
        "CREATE SECRET key TYPE = GENERIC_STRING SECRET_STRING = 'x'",
        "CREATE EXTERNAL ACCESS INTEGRATION eai ALLOWED_NETWORK_RULES = (r)"
            + " ALLOWED_AUTHENTICATION_SECRETS = (key) ENABLED = TRUE",
        "CREATE FUNCTION fetch_it(url VARCHAR) RETURNS VARIANT NOT NULL LANGUAGE PYTHON STRICT"
            + " IMMUTABLE RUNTIME_VERSION = '3.12' HANDLER = 'main' PACKAGES = ('requests')"
            + " EXTERNAL_ACCESS_INTEGRATIONS = (eai) SECRETS = ('cred' = d.s.key)"
            + " AS $$\ndef main(url):\n  return None\n$$");

    assertThat(client.properties("DESC FUNCTION fetch_it(VARCHAR)", "value"))
        .containsEntry("returns", "VARIANT NOT NULL")
        .containsEntry("null handling", "RETURNS NULL ON NULL INPUT")
        .containsEntry("volatility", "IMMUTABLE")
        .containsEntry("handler", "main")
        .containsEntry("runtime_version", "3.12")
        .containsEntry("packages", "['requests']")
        .containsEntry("external_access_integrations", "[EAI]")
        .containsEntry("secrets", "{\"cred\":\"D.S.KEY\"}");
    assertThat(
            client.refusal("CREATE FUNCTION g() RETURNS INT LANGUAGE PYTHON HANDLER = 'm' AS 'x'"))
        .isEqualTo("002029 (42601): SQL compilation error:\nMissing option(s): RUNTIME_VERSION");
    assertThat(client.refusal("CREATE FUNCTION g() RETURNS INT LANGUAGE COBOL AS 'x'"))
        .startsWith("001008 (22023)");
    assertThat(client.refusal("CREATE FUNCTION g() AS 'x'")).startsWith("001003 (42000)");
  }

  @Test
  void a_procedure_keeps_its_block_and_its_rights() {
    var client = Client.inSchema();
    client.run(
        "CREATE OR REPLACE PROCEDURE watch() RETURNS VARCHAR LANGUAGE SQL EXECUTE AS CALLER AS"
            + " $$ BEGIN RETURN 'ok'; END $$",
        "CREATE PROCEDURE bare(a INT) RETURNS INT AS BEGIN LET x := 1; RETURN x; END");

    assertThat(client.properties("DESC PROCEDURE watch()", "value"))
        .containsEntry("signature", "()")
        .containsEntry("execute as", "CALLER")
        .containsEntry("body", " BEGIN RETURN 'ok'; END ");
    assertThat(client.properties("DESC PROCEDURE bare(INT)", "value"))
        .containsEntry("execute as", "OWNER")
        .containsEntry("body", "BEGIN LET x := 1; RETURN x; END");
    assertThat(client.all("SHOW PROCEDURES IN SCHEMA d.s", "arguments"))
        .containsExactly("BARE(NUMBER) RETURN NUMBER", "WATCH() RETURN VARCHAR");

    client.run(
        "ALTER PROCEDURE watch() EXECUTE AS OWNER", "ALTER PROCEDURE watch() SET COMMENT = 'dog'");
    assertThat(client.properties("DESC PROCEDURE watch()", "value"))
        .containsEntry("execute as", "OWNER");
    assertThat(client.all("SHOW USER PROCEDURES LIKE 'WATCH'", "description"))
        .containsExactly("dog");
  }

  @Test
  void functions_are_altered_renamed_and_replaced() {
    var client = Client.inSchema();
    client.run(
        "CREATE FUNCTION f(a INT) RETURNS INT AS 'a'",
        "ALTER FUNCTION f(INT) SET SECURE",
        "ALTER FUNCTION f(INT) SET COMMENT = 'c'",
        "ALTER FUNCTION f(INT) RENAME TO g");

    assertThat(client.row("SHOW FUNCTIONS IN SCHEMA d.s"))
        .containsEntry("name", "G")
        .containsEntry("is_secure", "Y")
        .containsEntry("description", "c");

    client.run("CREATE OR ALTER FUNCTION g(a INT) RETURNS INT AS 'a + 1'");
    assertThat(client.properties("DESC FUNCTION g(INT)", "value")).containsEntry("body", "a + 1");
    assertThat(client.refusal("CREATE OR ALTER FUNCTION g(a INT) RETURNS VARCHAR AS 'a'"))
        .startsWith("000002 (0A000)");
  }

  @Test
  void grants_name_the_signature() {
    var client = Client.inSchema();
    client.run(
        "GRANT USAGE ON FUTURE FUNCTIONS IN SCHEMA d.s TO ROLE public",
        "CREATE FUNCTION f(a INT, b VARCHAR) RETURNS BOOLEAN AS 'true'",
        "CREATE ROLE r",
        "GRANT USAGE ON FUNCTION d.s.f(INT, VARCHAR) TO ROLE r",
        "CREATE PROCEDURE p() RETURNS INT AS '1'",
        "GRANT USAGE ON ALL PROCEDURES IN SCHEMA d.s TO ROLE r",
        "GRANT OWNERSHIP ON FUNCTION f(INT, VARCHAR) TO ROLE r COPY CURRENT GRANTS");

    assertThat(client.all("SHOW GRANTS TO ROLE r", "name"))
        .contains("D.S.\"F(A NUMBER, B VARCHAR):BOOLEAN\"", "D.S.\"P():NUMBER\"");
    assertThat(client.all("SHOW GRANTS ON FUNCTION f(INT, VARCHAR)", "privilege"))
        .containsExactly("OWNERSHIP", "USAGE", "USAGE");
  }
}
