package dev.snowdrift.sandbox.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.account.Client;
import org.junit.jupiter.api.Test;

class SequenceAndStreamTest {

  @Test
  void a_sequence_is_created_altered_and_dropped() {
    var client = Client.inSchema();
    client.run("CREATE SEQUENCE q START WITH 10 INCREMENT BY 5 ORDER COMMENT = 'c'");

    assertThat(client.row("SHOW SEQUENCES"))
        .containsEntry("next_value", "10")
        .containsEntry("interval", "5")
        .containsEntry("ordered", "Y")
        .containsEntry("comment", "c");

    client.run(
        "ALTER SEQUENCE q SET INCREMENT = 2",
        "ALTER SEQUENCE q SET NOORDER",
        "ALTER SEQUENCE q UNSET COMMENT",
        "ALTER SEQUENCE q RENAME TO r");
    assertThat(client.row("DESC SEQUENCE r"))
        .containsEntry("interval", "2")
        .containsEntry("ordered", "N")
        .containsEntry("comment", "");
    assertThat(client.refusal("CREATE SEQUENCE x INCREMENT = 0")).startsWith("001422 (22023)");
    assertThat(client.cell("DROP SEQUENCE r")).isEqualTo("R successfully dropped.");
  }

  @Test
  void a_stream_shows_its_source() {
    var client = Client.inSchema();
    client.run("CREATE TABLE t (a INT)");

    assertThat(client.cell("CREATE STREAM st ON TABLE t APPEND_ONLY = TRUE COMMENT = 'c'"))
        .isEqualTo("Stream ST successfully created.");

    assertThat(client.columns("SHOW STREAMS"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "owner",
            "comment",
            "table_name",
            "source_type",
            "base_tables",
            "type",
            "stale",
            "mode",
            "stale_after",
            "invalid_reason",
            "owner_role_type");
    assertThat(client.row("SHOW STREAMS"))
        .containsEntry("table_name", "D.S.T")
        .containsEntry("source_type", "Table")
        .containsEntry("mode", "APPEND_ONLY")
        .containsEntry("stale", "false");
  }

  @Test
  void a_stream_goes_stale_with_its_source() {
    var client = Client.inSchema();
    client.run("CREATE TABLE t (a INT)", "CREATE STREAM st ON TABLE t");

    client.run("CREATE OR REPLACE TABLE t (a INT)");

    assertThat(client.row("SHOW STREAMS")).containsEntry("stale", "true");
    assertThat(client.refusal("CREATE STREAM x ON TABLE nope")).startsWith("002003 (42S02)");
    assertThat(client.names("SHOW STREAMS")).containsExactly("ST");
    assertThat(client.refusal("ALTER STREAM st SET APPEND_ONLY = TRUE"))
        .startsWith("001003 (42000)");
  }
}
