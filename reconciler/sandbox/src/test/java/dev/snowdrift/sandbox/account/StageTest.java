package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageTest {

  @Test
  void show_and_describe_have_the_documented_columns() {
    var client = Client.inSchema();
    client.run("CREATE STAGE st");

    assertThat(client.columns("SHOW STAGES"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "url",
            "has_credentials",
            "has_encryption_key",
            "owner",
            "comment",
            "region",
            "type",
            "cloud",
            "notification_channel",
            "storage_integration",
            "endpoint",
            "owner_role_type",
            "directory_enabled");
    assertThat(client.columns("DESCRIBE STAGE st"))
        .containsExactly(
            "parent_property", "property", "property_type", "property_value", "property_default");
  }

  @Test
  void a_stage_is_created_altered_and_dropped() {
    var client = Client.inSchema();

    var status =
        client.cell(
            "CREATE STAGE specs ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE') DIRECTORY = (ENABLE = TRUE)");

    assertThat(status).isEqualTo("Stage area SPECS successfully created.");
    assertThat(client.row("SHOW STAGES IN SCHEMA d.s"))
        .containsEntry("type", "INTERNAL NO CSE")
        .containsEntry("directory_enabled", "Y")
        .containsEntry("comment", "")
        .containsEntry("url", "");

    client.run("ALTER STAGE d.s.specs SET COMMENT = 'lease'");
    assertThat(client.row("SHOW STAGES IN SCHEMA d.s")).containsEntry("comment", "lease");

    client.run("CREATE OR ALTER STAGE specs ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')");
    assertThat(client.row("SHOW STAGES IN SCHEMA d.s"))
        .containsEntry("comment", "")
        .containsEntry("directory_enabled", "N");

    assertThat(client.cell("DROP STAGE specs")).isEqualTo("SPECS successfully dropped.");
  }

  @Test
  void encryption_cannot_be_changed() {
    var client = Client.inSchema();
    client.run("CREATE STAGE st");

    assertThat(client.refusal("ALTER STAGE st SET ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')"))
        .startsWith("001003 (42000)");
    assertThat(client.refusal("CREATE STAGE x ENCRYPTION = (TYPE = 'NONE')"))
        .startsWith("001422 (22023)");
  }

  @Test
  void a_rename_fails_when_the_target_exists_or_the_source_is_gone() {
    var client = Client.inSchema();
    client.run("CREATE STAGE free COMMENT = 'c'", "CREATE STAGE taken");

    assertThat(client.refusal("ALTER STAGE free RENAME TO taken")).startsWith("002002 (42710)");

    client.run("ALTER STAGE free RENAME TO d.s.held");

    assertThat(client.refusal("ALTER STAGE free RENAME TO d.s.other"))
        .isEqualTo(
            "002003 (02000): SQL compilation error:\n"
                + "Stage 'FREE' does not exist or not authorized.");
    assertThat(client.row("SHOW STAGES LIKE 'HELD' IN SCHEMA d.s")).containsEntry("comment", "c");
  }

  @Test
  void of_many_who_rename_at_once_one_succeeds() throws InterruptedException {
    var client = Client.inSchema();
    client.run("CREATE STAGE free");
    var winners = new AtomicInteger();
    var threads =
        IntStream.range(0, 16)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      var outcome = client.refusal("ALTER STAGE d.s.free RENAME TO d.s.held_" + i);
                      if (outcome.equals("no refusal")) {
                        winners.incrementAndGet();
                      }
                    }))
            .toList();

    for (var thread : threads) {
      thread.join();
    }

    assertThat(winners).hasValue(1);
  }

  @Test
  void show_filters_by_pattern_prefix_and_page() {
    var client = Client.inSchema();
    client.run(
        "CREATE STAGE a_b",
        "CREATE STAGE axb",
        "CREATE STAGE \"a_b\"",
        "CREATE STAGE c",
        "CREATE STAGE d");

    assertThat(client.names("SHOW STAGES LIKE 'a_b' IN SCHEMA d.s"))
        .containsExactly("AXB", "A_B", "a_b");
    assertThat(client.names("SHOW STAGES LIKE 'a\\\\_b' IN SCHEMA d.s"))
        .containsExactly("A_B", "a_b");
    assertThat(client.names("SHOW STAGES IN SCHEMA d.s STARTS WITH 'a'")).containsExactly("a_b");
    assertThat(client.names("SHOW STAGES IN SCHEMA d.s LIMIT 2")).containsExactly("AXB", "A_B");
    assertThat(client.names("SHOW STAGES IN SCHEMA d.s LIMIT 2 FROM 'A_B'"))
        .containsExactly("C", "D");
    assertThat(client.refusal("SHOW STAGES LIMIT 10001")).startsWith("001008 (22023)");
  }

  @Test
  void without_in_equal_names_of_several_schemas_are_one_row() {
    var client = Client.inSchema();
    client.run("CREATE STAGE d.s.x", "CREATE STAGE d.public.x");

    assertThat(client.names("SHOW STAGES")).containsExactly("X");
    assertThat(client.names("SHOW STAGES IN DATABASE d")).containsExactly("X", "X");
    assertThat(client.names("SHOW STAGES IN ACCOUNT")).containsExactly("X", "X");
    assertThat(client.names("SHOW STAGES IN SCHEMA")).containsExactly("X");
  }

  @Test
  void an_unqualified_name_needs_a_schema() {
    var client = Client.admin();
    assertThat(client.refusal("CREATE STAGE st")).startsWith("090105 (22000)");

    client.run("CREATE DATABASE d", "DROP SCHEMA d.public");

    assertThat(client.refusal("CREATE STAGE st")).startsWith("090106 (22000)");
  }

  @Test
  void tags_are_set_and_read() {
    var client = Client.inSchema();
    client.run(
        "CREATE TAG managed_by ALLOWED_VALUES 'snowdrift', 'hand'",
        "CREATE STAGE st WITH TAG (managed_by = 'hand')");

    assertThat(client.cell("SELECT SYSTEM$GET_TAG('managed_by', 'd.s.st', 'stage')"))
        .isEqualTo("hand");

    client.run("ALTER STAGE st SET TAG managed_by = 'snowdrift'");
    assertThat(client.cell("SELECT SYSTEM$GET_TAG('d.s.managed_by', 'st', 'STAGE')"))
        .isEqualTo("snowdrift");

    client.run("ALTER STAGE st UNSET TAG managed_by");
    assertThat(client.cell("SELECT SYSTEM$GET_TAG('managed_by', 'st', 'STAGE')")).isNull();
    assertThat(client.refusal("ALTER STAGE st SET TAG nope = 'x'")).startsWith("002003 (02000)");
    assertThat(client.columns("SHOW TAGS"))
        .containsExactly(
            "created_on",
            "name",
            "database_name",
            "schema_name",
            "owner",
            "comment",
            "allowed_values",
            "owner_role_type",
            "propagate",
            "on_conflict");
    assertThat(client.row("SHOW TAGS")).containsEntry("allowed_values", "[\"snowdrift\",\"hand\"]");
  }

  @Test
  void create_or_alter_cannot_change_the_encryption() {
    var client = Client.inSchema();
    client.run("CREATE STAGE st ENCRYPTION = (TYPE = 'SNOWFLAKE_SSE')");

    assertThat(client.refusal("CREATE OR ALTER STAGE st ENCRYPTION = (TYPE = 'SNOWFLAKE_FULL')"))
        .startsWith("001422 (22023)");
  }

  @Test
  void files_are_listed_and_read() {
    var client = Client.inSchema();
    client.run("CREATE STAGE st");
    client.account.putFile(new ObjectPath("D", "S", "ST"), "dir/spec.yaml", "spec: {}");

    assertThat(client.row("LIST @st/dir"))
        .containsEntry("name", "st/dir/spec.yaml")
        .containsEntry("size", "8");
    assertThat(client.names("LIST @d.s.st/other")).isEmpty();
    assertThat(client.refusal("LIST @nope")).startsWith("002003 (02000)");
  }
}
