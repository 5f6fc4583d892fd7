package dev.snowdrift.sandbox.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.account.Client;
import org.junit.jupiter.api.Test;

class ViewTest {

  private static Client withTable() {
    var client = Client.inSchema();
    client.run("CREATE TABLE t (id INT NOT NULL, name VARCHAR(20), at DATE)");
    return client;
  }

  @Test
  void show_and_describe_have_the_documented_columns() {
    var client = withTable();
    client.run("CREATE VIEW v AS SELECT id FROM t");

    assertThat(client.columns("SHOW VIEWS"))
        .containsExactly(
            "created_on",
            "name",
            "reserved",
            "database_name",
            "schema_name",
            "owner",
            "comment",
            "text",
            "is_secure",
            "is_materialized",
            "owner_role_type",
            "change_tracking");
    assertThat(client.columns("DESCRIBE VIEW v"))
        .containsExactly(
            "name",
            "type",
            "kind",
            "null?",
            "default",
            "primary key",
            "unique key",
            "check",
            "expression",
            "comment",
            "policy name",
            "privacy domain");
  }

  @Test
  void the_text_is_kept_as_it_was_written() {
    var client = withTable();
    var sql =
        "create or replace secure view d.s.v (a, b comment 'the name')\n"
            + "  comment = 'c'\n as select id, name -- why\n from t";

    assertThat(client.cell(sql)).isEqualTo("View V successfully created.");

    assertThat(client.row("SHOW VIEWS"))
        .containsEntry("text", sql)
        .containsEntry("is_secure", "true")
        .containsEntry("comment", "c");
    assertThat(client.names("DESC VIEW v")).containsExactly("A", "B");
    assertThat(client.all("DESC VIEW v", "type")).containsExactly("NUMBER(38,0)", "VARCHAR(20)");
    assertThat(client.all("DESC VIEW v", "comment")).containsExactly(null, "the name");
  }

  @Test
  void columns_come_from_the_tables_that_the_query_names() {
    var client = withTable();
    client.run(
        "CREATE TABLE u (\"Mixed\" BOOLEAN)",
        "CREATE VIEW stars AS SELECT * FROM t",
        "CREATE VIEW mixed AS WITH c AS (SELECT id FROM t) SELECT x.id AS key, name label,"
            + " at::timestamp_ntz(3) AS stamp, COUNT(*) AS n, \"Mixed\", EXTRACT(YEAR FROM at) y"
            + " FROM t x JOIN d.s.u ON TRUE, c WHERE id IN (SELECT id FROM stars)");

    assertThat(client.names("DESC VIEW stars")).containsExactly("ID", "NAME", "AT");
    assertThat(client.names("DESC VIEW mixed"))
        .containsExactly("KEY", "LABEL", "STAMP", "N", "Mixed", "Y");
    assertThat(client.all("DESC VIEW mixed", "type"))
        .startsWith("NUMBER(38,0)", "VARCHAR(20)", "TIMESTAMP_NTZ(3)");
  }

  @Test
  void a_query_of_what_is_not_there_is_refused() {
    var client = withTable();

    assertThat(client.refusal("CREATE VIEW v AS SELECT 1 AS a FROM nope"))
        .isEqualTo(
            "002003 (42S02): SQL compilation error:\n"
                + "Object 'NOPE' does not exist or not authorized.");
    assertThat(client.refusal("CREATE VIEW v AS SELECT nope FROM t"))
        .isEqualTo("000904 (42000): SQL compilation error:\ninvalid identifier 'NOPE'");
    assertThat(client.refusal("CREATE VIEW v (a, b) AS SELECT id FROM t")).startsWith("002057");
    assertThat(client.refusal("CREATE VIEW v AS SELECT id, id FROM t")).startsWith("002025");
    client.run("CREATE VIEW v AS SELECT query_id FROM snowflake.account_usage.query_history");
  }

  @Test
  void it_is_altered_renamed_and_dropped() {
    var client = withTable();
    client.run(
        "CREATE VIEW v AS SELECT id FROM t",
        "ALTER VIEW v SET COMMENT = 'new'",
        "ALTER VIEW v SET SECURE",
        "ALTER VIEW v ALTER COLUMN id COMMENT 'key'",
        "ALTER VIEW v SET CHANGE_TRACKING = TRUE",
        "ALTER VIEW v RENAME TO w");

    assertThat(client.row("SHOW VIEWS"))
        .containsEntry("name", "W")
        .containsEntry("comment", "new")
        .containsEntry("is_secure", "true")
        .containsEntry("change_tracking", "ON");

    client.run("ALTER VIEW w UNSET COMMENT", "ALTER VIEW w UNSET SECURE");
    assertThat(client.row("SHOW VIEWS"))
        .containsEntry("comment", "")
        .containsEntry("is_secure", "false");
    client.run("CREATE OR ALTER SECURE VIEW w COMMENT = 'x' AS SELECT id FROM t");
    assertThat(client.row("SHOW VIEWS")).containsEntry("comment", "x");
    assertThat(client.cell("DROP VIEW w")).isEqualTo("W successfully dropped.");
    assertThat(client.refusal("DROP VIEW w"))
        .isEqualTo(
            "002003 (42S02): SQL compilation error:\nView 'W' does not exist or not authorized.");
  }

  @Test
  void others_see_no_text_of_a_secure_view_and_objects_lists_both_kinds() {
    var client = withTable();
    client.run(
        "CREATE SECURE VIEW v AS SELECT id FROM t",
        "CREATE ROLE reader",
        "GRANT USAGE ON DATABASE d TO ROLE reader",
        "GRANT USAGE ON SCHEMA d.s TO ROLE reader",
        "GRANT SELECT ON ALL VIEWS IN SCHEMA d.s TO ROLE reader");

    assertThat(client.as("READER").row("SHOW VIEWS IN SCHEMA d.s")).containsEntry("text", "");
    assertThat(client.all("SHOW OBJECTS IN SCHEMA d.s", "kind")).containsExactly("TABLE", "VIEW");
  }
}
