package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseAndSchemaTest {

  @Test
  void show_databases_has_the_documented_columns() {
    assertThat(Client.admin().columns("SHOW DATABASES"))
        .containsExactly(
            "created_on",
            "name",
            "is_default",
            "is_current",
            "origin",
            "owner",
            "comment",
            "options",
            "retention_time",
            "kind",
            "owner_role_type",
            "object_visibility",
            "data_quality_monitoring_settings",
            "resharing_settings");
  }

  @Test
  void show_schemas_has_the_documented_columns() {
    assertThat(Client.inSchema().columns("SHOW SCHEMAS IN DATABASE d"))
        .containsExactly(
            "created_on",
            "name",
            "is_default",
            "is_current",
            "database_name",
            "owner",
            "comment",
            "options",
            "retention_time",
            "owner_role_type");
  }

  @Test
  void a_new_database_has_two_schemas_and_becomes_current() {
    var client = Client.admin();

    var status = client.cell("CREATE DATABASE app_db COMMENT = 'it''s \\'new\\''");

    assertThat(status).isEqualTo("Database APP_DB successfully created.");
    assertThat(client.names("SHOW SCHEMAS IN DATABASE app_db"))
        .containsExactly("INFORMATION_SCHEMA", "PUBLIC");
    assertThat(client.row("SHOW DATABASES"))
        .containsEntry("name", "APP_DB")
        .containsEntry("is_current", "Y")
        .containsEntry("owner", "ACCOUNTADMIN")
        .containsEntry("comment", "it's 'new'")
        .containsEntry("created_on", Client.START_CELL)
        .containsEntry("retention_time", "1");
    assertThat(client.session.schema()).contains("PUBLIC");
  }

  @Test
  void names_in_double_quotes_keep_their_letters() {
    var client = Client.admin();

    client.run("CREATE DATABASE \"my \"\"db\"\"\"", "CREATE SCHEMA \"my \"\"db\"\"\".\"s\"");

    assertThat(client.row("SHOW SCHEMAS LIKE 's' IN DATABASE \"my \"\"db\"\"\""))
        .containsEntry("name", "s")
        .containsEntry("database_name", "my \"db\"");
    assertThat(client.refusal("USE DATABASE my_db")).startsWith("002043 (02000)");
  }

  @Test
  void an_existing_name_is_refused_unless_the_statement_says_otherwise() {
    var client = Client.inSchema();

    assertThat(client.refusal("CREATE SCHEMA d.s"))
        .isEqualTo("002002 (42710): SQL compilation error:\nObject 'D.S' already exists.");
    assertThat(client.cell("CREATE SCHEMA IF NOT EXISTS d.s"))
        .isEqualTo("S already exists, statement succeeded.");
    assertThat(client.cell("CREATE OR REPLACE SCHEMA d.s"))
        .isEqualTo("Schema S successfully created.");
  }

  @Test
  void what_is_missing_is_refused_unless_if_exists() {
    var client = Client.admin();

    assertThat(client.refusal("DROP DATABASE nope"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Database 'NOPE' does not exist or not authorized.");
    assertThat(client.cell("DROP DATABASE IF EXISTS nope"))
        .isEqualTo("Drop statement executed successfully (NOPE already dropped).");
    assertThat(client.refusal("DESCRIBE DATABASE nope"))
        .isEqualTo(
            "002043 (02000): SQL compilation error:\n"
                + "Object does not exist, or operation cannot be performed.");
    assertThat(client.refusal("SHOW SCHEMAS IN DATABASE nope")).startsWith("002043 (02000)");
    assertThat(client.refusal("CREATE SCHEMA nope.s")).startsWith("002003 (02000)");
    assertThat(client.refusal("CREATE SCHEMA s"))
        .startsWith("090105 (22000): Cannot perform operation. This session does not have a");
  }

  @Test
  void properties_are_altered_and_unset() {
    var client = Client.inSchema();

    client.run(
        "ALTER DATABASE d SET COMMENT = 'x' DATA_RETENTION_TIME_IN_DAYS = 3",
        "ALTER SCHEMA d.s ENABLE MANAGED ACCESS");

    assertThat(client.row("SHOW DATABASES LIKE 'D'"))
        .containsEntry("comment", "x")
        .containsEntry("retention_time", "3");
    assertThat(client.row("SHOW SCHEMAS LIKE 'S' IN DATABASE d"))
        .containsEntry("options", "MANAGED ACCESS");

    client.run("ALTER DATABASE d UNSET COMMENT, DATA_RETENTION_TIME_IN_DAYS");
    client.run("ALTER SCHEMA d.s DISABLE MANAGED ACCESS");

    assertThat(client.row("SHOW DATABASES LIKE 'D'"))
        .containsEntry("comment", "")
        .containsEntry("retention_time", "1");
    assertThat(client.row("SHOW SCHEMAS LIKE 'S' IN DATABASE d")).containsEntry("options", "");
  }

  @Test
  void create_or_alter_unsets_what_it_does_not_say_and_keeps_the_object() {
    var client = Client.admin();
    client.run("CREATE DATABASE d COMMENT = 'x'", "CREATE SCHEMA kept");
    client.later();

    client.run("CREATE OR ALTER DATABASE d DATA_RETENTION_TIME_IN_DAYS = 2");

    assertThat(client.row("SHOW DATABASES"))
        .containsEntry("comment", "")
        .containsEntry("retention_time", "2")
        .containsEntry("created_on", Client.START_CELL);
    assertThat(client.names("SHOW SCHEMAS IN DATABASE d")).contains("KEPT");
  }

  @Test
  void create_or_replace_makes_a_new_object_without_grants() {
    var client = Client.inSchema();
    client.run("CREATE ROLE r", "GRANT USAGE ON SCHEMA d.s TO ROLE r", "CREATE STAGE st");
    client.later();

    client.run("CREATE OR REPLACE SCHEMA d.s");

    assertThat(client.all("SHOW GRANTS ON SCHEMA d.s", "privilege")).containsExactly("OWNERSHIP");
    assertThat(client.names("SHOW STAGES IN SCHEMA d.s")).isEmpty();
  }

  @Test
  void a_renamed_database_takes_its_content_along() {
    var client = Client.inSchema();
    client.run("CREATE STAGE st");

    client.run("ALTER DATABASE d RENAME TO e");

    assertThat(client.row("SHOW STAGES IN SCHEMA e.s")).containsEntry("database_name", "E");
    assertThat(client.names("SHOW DATABASES")).containsExactly("E");
  }

  @Test
  void parameters_are_inherited_from_the_database() {
    var client = Client.inSchema();
    client.run("ALTER DATABASE d SET SUSPEND_TASK_AFTER_NUM_FAILURES = 3");

    assertThat(client.row("SHOW PARAMETERS LIKE 'suspend_task%' IN SCHEMA d.s"))
        .containsEntry("value", "3")
        .containsEntry("default", "10")
        .containsEntry("level", "DATABASE")
        .containsEntry("type", "NUMBER");
    assertThat(client.columns("SHOW PARAMETERS IN DATABASE d"))
        .containsExactly("key", "value", "default", "level", "description", "type");
  }

  @Test
  void unknown_properties_and_broken_text_are_syntax_errors() {
    var client = Client.admin();

    assertThat(client.refusal("CREATE DATABASE d COLOUR = 'blue'"))
        .isEqualTo(
            "001003 (42000): SQL compilation error:\n"
                + "syntax error line 1 at position 18 unexpected 'COLOUR'.");
    assertThat(client.refusal("CREATE DATABASE"))
        .isEqualTo(
            "001003 (42000): SQL compilation error:\n"
                + "syntax error line 1 at position 15 unexpected '<EOF>'.");
    assertThat(client.refusal("SELEKT 1")).startsWith("001003 (42000)");
  }

  @Test
  void comments_stand_anywhere() {
    var client = Client.admin();

    client.run(
        """
        -- first
        CREATE /* of course */ DATABASE // here
          d COMMENT = $$it's "raw"$$ -- last\
        """);

    assertThat(client.row("SHOW DATABASES")).containsEntry("comment", "it's \"raw\"");
  }

  @Test
  void describe_lists_the_content() {
    var client = Client.inSchema();
    client.run("CREATE STAGE st");

    assertThat(client.columns("DESC DATABASE d")).containsExactly("created_on", "name", "kind");
    assertThat(client.names("DESCRIBE DATABASE d"))
        .containsExactly("INFORMATION_SCHEMA", "PUBLIC", "S");
    assertThat(client.row("DESCRIBE SCHEMA d.s")).containsEntry("name", "ST");
  }
}
