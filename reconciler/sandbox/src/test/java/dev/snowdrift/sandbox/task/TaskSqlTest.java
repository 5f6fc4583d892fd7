package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskSqlTest {
  private final TaskAccount account = new TaskAccount();

  @Test
  void a_task_is_shown_as_it_was_written() {
    account.run(
        "CREATE TASK load WAREHOUSE = w SCHEDULE = '10 m' CONFIG = $${\"a\":  1}$$ COMMENT ="
            + " 'hourly' USER_TASK_TIMEOUT_MS = 5000 WHEN  SYSTEM$STREAM_HAS_DATA('S') AS"
            + " INSERT INTO t\n  SELECT 1");

    var shown = account.task("load");

    assertThat(shown)
        .containsEntry("name", "LOAD")
        .containsEntry("database_name", "D")
        .containsEntry("schema_name", "S")
        .containsEntry("warehouse", "W")
        .containsEntry("schedule", "10 m")
        .containsEntry("predecessors", "[]")
        .containsEntry("state", "suspended")
        .containsEntry("definition", "INSERT INTO t\n  SELECT 1")
        .containsEntry("condition", "SYSTEM$STREAM_HAS_DATA('S')")
        .containsEntry("allow_overlapping_execution", "false")
        .containsEntry("error_integration", "null")
        .containsEntry("last_committed_on", "null")
        .containsEntry("config", "{\"a\":  1}")
        .containsEntry("comment", "hourly")
        .containsEntry("task_relations", "{\"Predecessors\":[]}")
        .containsEntry("last_suspended_reason", "null");
  }

  @Test
  void show_and_describe_have_the_columns_of_the_documentation() {
    account.run("CREATE TASK t SCHEDULE = '1 HOUR' AS SELECT 1");

    var shown = account.ask("SHOW TASKS IN SCHEMA d.s").columns();

    assertThat(shown).isEqualTo(account.ask("DESC TASK t").columns());
    assertThat(shown.stream().map(column -> column.name()))
        .containsExactly(
            "created_on",
            "name",
            "id",
            "database_name",
            "schema_name",
            "owner",
            "comment",
            "warehouse",
            "schedule",
            "predecessors",
            "state",
            "definition",
            "condition",
            "allow_overlapping_execution",
            "error_integration",
            "last_committed_on",
            "last_suspended_on",
            "owner_role_type",
            "config",
            "budget",
            "task_relations",
            "last_suspended_reason",
            "target_completion_interval",
            "success_integration",
            "scheduling_mode",
            "execute_as_user");
    assertThat(account.rows("SHOW TERSE TASKS").getFirst().keySet())
        .containsExactly("created_on", "name", "kind", "database_name", "schema_name", "schedule");
  }

  @Test
  void a_graph_is_shown_by_its_relations() {
    account.run(
        "CREATE TASK root SCHEDULE = '1 HOUR' AS SELECT 1",
        "CREATE TASK a AFTER root AS SELECT 1",
        "CREATE TASK \"b c\" AFTER root, a AS SELECT 1",
        "CREATE TASK last FINALIZE = root AS SELECT 1");

    var root = account.task("root").get("task_relations");
    var child = account.task("\"b c\"");
    var last = account.task("last");

    assertThat(root).isEqualTo("{\"Predecessors\":[],\"FinalizerTask\":\"D.S.LAST\"}");
    assertThat(child)
        .containsEntry("predecessors", "[\n  \"D.S.ROOT\",\n  \"D.S.A\"\n]")
        .containsEntry("task_relations", "{\"Predecessors\":[\"D.S.ROOT\",\"D.S.A\"]}")
        .containsEntry("schedule", "null")
        .containsEntry("allow_overlapping_execution", "null");
    assertThat(last)
        .containsEntry(
            "task_relations", "{\"FinalizedRootTask\":\"D.S.ROOT\",\"Predecessors\":[]}");
    assertThat(account.all("SHOW TASKS ROOT ONLY", "name")).containsExactly("ROOT");
    account.run("ALTER TASK a SUSPEND", "DROP TASK root");
    assertThat(account.task("a")).containsEntry("predecessors", "[]");
    assertThat(account.task("last")).containsEntry("task_relations", "{\"Predecessors\":[]}");
  }

  @Test
  void properties_and_parameters_are_set_and_unset() {
    account.run(
        "CREATE TASK t SCHEDULE = 'USING CRON 0 4 * * * Europe/Berlin'"
            + " USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'small' TIMEZONE = 'UTC',"
            + " QUERY_TAG = 'q' AS SELECT 1",
        "ALTER TASK t SET QUERY_TAG = 'r' STATEMENT_TIMEOUT_IN_SECONDS = 10, COMMENT = 'c'",
        "ALTER TASK t UNSET TIMEZONE, SCHEDULE",
        "ALTER TASK t MODIFY AS SELECT 2",
        "ALTER TASK t MODIFY WHEN 1 = 1");

    assertThat(account.parameter("t", "QUERY_TAG")).isEqualTo("r at TASK");
    assertThat(account.parameter("t", "STATEMENT_TIMEOUT_IN_SECONDS")).isEqualTo("10 at TASK");
    assertThat(account.parameter("t", "TIMEZONE")).isEqualTo("UTC at ");
    assertThat(account.parameter("t", "USER_TASK_TIMEOUT_MS")).isEqualTo("3600000 at ");
    assertThat(account.parameter("t", "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE"))
        .isEqualTo("SMALL at TASK");
    assertThat(account.task("t"))
        .containsEntry("schedule", "null")
        .containsEntry("comment", "c")
        .containsEntry("definition", "SELECT 2")
        .containsEntry("condition", "1 = 1");
    account.run("ALTER TASK t REMOVE WHEN", "ALTER SCHEMA s SET USER_TASK_TIMEOUT_MS = 7");
    assertThat(account.task("t")).containsEntry("condition", "null");
    assertThat(account.parameter("t", "USER_TASK_TIMEOUT_MS")).isEqualTo("7 at SCHEMA");
  }

  @Test
  void or_alter_unsets_what_it_does_not_say_and_keeps_the_rest() {
    account.run(
        "CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1",
        "CREATE TASK t WAREHOUSE = w COMMENT = 'c' AFTER r WHEN TRUE AS SELECT 1");
    var before = account.task("t");

    account.later(Duration.ofHours(1)).run("CREATE OR ALTER TASK t SCHEDULE = '5 m' AS SELECT 2");

    assertThat(account.task("t"))
        .containsEntry("id", before.get("id"))
        .containsEntry("created_on", before.get("created_on"))
        .containsEntry("warehouse", "null")
        .containsEntry("comment", "null")
        .containsEntry("condition", "null")
        .containsEntry("predecessors", "[]")
        .containsEntry("schedule", "5 m")
        .containsEntry("definition", "SELECT 2");
    assertThat(account.refusal("CREATE OR ALTER TASK t LOG_LEVEL = 'INFO' AS SELECT 1"))
        .contains("unexpected 'LOG_LEVEL'");
  }

  @Test
  void or_replace_gives_a_new_id_and_leaves_the_children_alone() {
    account.run(
        "CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1", "CREATE TASK c AFTER r AS SELECT 1");
    var before = account.task("r").get("id");

    account.run("CREATE OR REPLACE TASK r SCHEDULE = '1 HOUR' AS SELECT 2");

    assertThat(account.task("r").get("id")).isNotEqualTo(before);
    assertThat(account.task("c")).containsEntry("predecessors", "[]");
  }

  @Test
  void a_clone_is_a_suspended_copy_that_keeps_its_predecessors_for_the_owner() {
    account.run(
        "CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1",
        "CREATE TASK c WAREHOUSE = w AFTER r AS SELECT 2",
        "CREATE TASK copy CLONE c");

    assertThat(account.task("copy"))
        .containsEntry("definition", "SELECT 2")
        .containsEntry("warehouse", "W")
        .containsEntry("state", "suspended")
        .containsEntry("task_relations", "{\"Predecessors\":[\"D.S.R\"]}");
  }

  @Test
  void a_body_may_be_a_block_with_semicolons() {
    account.run(
        "CREATE TASK t SCHEDULE = '1 HOUR' AS BEGIN\n  CALL a();\n  CALL b();\nEND;",
        "CREATE TASK u SCHEDULE = '1 HOUR' AS DECLARE x INT; BEGIN RETURN 1; END");

    assertThat(account.task("t"))
        .containsEntry("definition", "BEGIN\n  CALL a();\n  CALL b();\nEND");
    assertThat(account.task("u").get("definition")).endsWith("END");
  }

  @Test
  void both_spellings_of_the_overlap_policy_are_one() {
    account.run(
        "CREATE TASK t SCHEDULE = '1 HOUR' ALLOW_OVERLAPPING_EXECUTION = TRUE AS SELECT 1",
        "CREATE TASK u SCHEDULE = '1 HOUR' OVERLAP_POLICY = ALLOW_ALL_OVERLAP AS SELECT 1");

    assertThat(account.task("t")).containsEntry("allow_overlapping_execution", "true");
    assertThat(account.task("u")).containsEntry("allow_overlapping_execution", "false");
    assertThat(
            account.refusal(
                "ALTER TASK t SET OVERLAP_POLICY = NO_OVERLAP ALLOW_OVERLAPPING_EXECUTION = TRUE"))
        .isEqualTo(
            "Cannot specify ALLOW_OVERLAPPING_EXECUTION and OVERLAP_POLICY to different values in"
                + " the same command.");
    account.run("ALTER TASK t UNSET ALLOW_OVERLAPPING_EXECUTION");
    assertThat(account.task("t")).containsEntry("allow_overlapping_execution", "false");
  }

  @Test
  void values_that_no_task_can_have_are_refused() {
    assertThat(account.refusal("CREATE TASK t SCHEDULE = 'every hour' AS SELECT 1"))
        .isEqualTo("invalid value 'every hour' for property 'SCHEDULE'");
    assertThat(account.refusal("CREATE TASK t SCHEDULE = '5 SECONDS' AS SELECT 1"))
        .contains("SCHEDULE");
    assertThat(account.refusal("CREATE TASK t SCHEDULE = 'USING CRON 0 4 * * Mars' AS SELECT 1"))
        .contains("SCHEDULE");
    assertThat(account.refusal("CREATE TASK t CONFIG = '[1]' AS SELECT 1"))
        .isEqualTo("Invalid config. Must be a string representation of a valid JSON Object.");
    assertThat(account.refusal("CREATE TASK t AUTOCOMMIT = FALSE AS SELECT 1"))
        .isEqualTo(
            "The parameter AUTOCOMMIT = false is not supported with Tasks. Remove the parameter"
                + " and try again.");
    assertThat(account.refusal("CREATE TASK t SEARCH_PATH = 'a' AS SELECT 1"))
        .startsWith("The parameter SEARCH_PATH is not supported with Tasks.");
    assertThat(account.refusal("CREATE TASK t NO_SUCH = 1 AS SELECT 1"))
        .isEqualTo("invalid property 'NO_SUCH' for 'TASK'");
    assertThat(account.refusal("CREATE TASK t WAREHOUSE = nowhere AS SELECT 1"))
        .isEqualTo("Warehouse 'NOWHERE' does not exist or not authorized.");
    assertThat(account.refusal("CREATE TASK t WITH CONTACT (STEWARD = c) AS SELECT 1"))
        .isEqualTo("Contact 'C' does not exist or not authorized.");
    assertThat(account.refusal("CREATE TASK t ERROR_INTEGRATION = n AS SELECT 1"))
        .isEqualTo("Integration 'N' does not exist or not authorized.");
    assertThat(account.refusal("CREATE TASK t SCHEDULE = '1 HOUR'"))
        .isEqualTo("Missing option(s): AS");
  }

  @Test
  void a_task_has_a_warehouse_or_is_serverless() {
    account.run(
        "CREATE TASK s TARGET_COMPLETION_INTERVAL = '10 MINUTES' AS SELECT 1",
        "CREATE TASK t WAREHOUSE = w AS SELECT 1");

    assertThat(account.error("ALTER TASK s SET WAREHOUSE = w").code()).isEqualTo(91857);
    assertThat(
            account.refusal("ALTER TASK t SET USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'SMALL'"))
        .isEqualTo("Cannot set USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE on a non-serverless task.");
    assertThat(
            account.refusal(
                "CREATE TASK u SERVERLESS_TASK_MIN_STATEMENT_SIZE = 'LARGE'"
                    + " SERVERLESS_TASK_MAX_STATEMENT_SIZE = 'SMALL' AS SELECT 1"))
        .isEqualTo(
            "SERVERLESS_TASK_MIN_STATEMENT_SIZE (LARGE) cannot be greater than"
                + " SERVERLESS_TASK_MAX_STATEMENT_SIZE (SMALL).");
    assertThat(
            account.refusal("ALTER TASK s SET USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE = 'HUGE'"))
        .isEqualTo("invalid value [HUGE] for parameter 'USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE'");
  }
}
