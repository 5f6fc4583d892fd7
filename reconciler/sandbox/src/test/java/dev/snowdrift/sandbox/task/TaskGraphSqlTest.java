package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGraphSqlTest {
  private static final String STARTED =
      "Unable to update graph with root task D.S.R since that root task is not suspended.";

  private final TaskAccount account = new TaskAccount();

  private void graph() {
    account.run(
        "CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1",
        "CREATE TASK a AFTER r AS SELECT 1",
        "CREATE TASK b AFTER a AS SELECT 1",
        "CREATE TASK f FINALIZE = r AS SELECT 1");
  }

  private List<String> states() {
    return account.rows("SHOW TASKS").stream()
        .map(row -> row.get("name") + " " + row.get("state"))
        .toList();
  }

  @Test
  void nothing_of_a_started_graph_can_be_changed() {
    graph();
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('d.s.r')");

    for (var statement :
        List.of(
            "ALTER TASK r SET COMMENT = 'c'",
            "ALTER TASK a UNSET COMMENT",
            "ALTER TASK a SUSPEND",
            "ALTER TASK a RESUME",
            "ALTER TASK b MODIFY AS SELECT 2",
            "ALTER TASK b MODIFY WHEN TRUE",
            "ALTER TASK b REMOVE WHEN",
            "ALTER TASK b ADD AFTER r",
            "ALTER TASK b REMOVE AFTER a",
            "ALTER TASK f UNSET FINALIZE",
            "CREATE TASK c AFTER b AS SELECT 1",
            "CREATE OR REPLACE TASK a AFTER r AS SELECT 1",
            "CREATE OR ALTER TASK a AFTER r AS SELECT 1",
            "CREATE OR REPLACE TASK r SCHEDULE = '1 HOUR' AS SELECT 1",
            "DROP TASK a",
            "DROP TASK f",
            "DROP TASK r")) {
      var error = account.error(statement);
      assertThat(error).describedAs(statement).isNotNull();
      assertThat(error.code()).describedAs(statement).isEqualTo(91421);
      assertThat(error).describedAs(statement).hasMessage(STARTED);
    }
    account.run("ALTER TASK r RESUME", "ALTER TASK r SUSPEND", "DROP TASK a");
  }

  @Test
  void a_standalone_task_must_be_suspended_to_be_altered_but_not_to_be_dropped() {
    account.run("CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1", "ALTER TASK r RESUME");

    assertThat(account.refusal("ALTER TASK r SET COMMENT = 'c'")).isEqualTo(STARTED);
    account.run(
        "CREATE OR REPLACE TASK r SCHEDULE = '1 HOUR' AS SELECT 1",
        "ALTER TASK r RESUME",
        "DROP TASK r");
  }

  @Test
  void a_finalizer_cannot_come_to_a_started_root() {
    account.run("CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1", "ALTER TASK r RESUME");

    assertThat(account.refusal("CREATE TASK f FINALIZE = r AS SELECT 1"))
        .isEqualTo("Invalid finalized root task R was specified.");
  }

  @Test
  void resuming_all_dependents_ends_with_the_root() {
    graph();

    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('r')");

    assertThat(states()).containsExactly("A started", "B started", "F started", "R started");
    assertThat(account.task("b").get("last_committed_on")).isNotEqualTo("null");
  }

  @Test
  void suspending_the_root_leaves_the_children_started() {
    graph();
    account.run("SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('r')", "ALTER TASK r SUSPEND");

    assertThat(states()).containsExactly("A started", "B started", "F started", "R suspended");
    assertThat(account.task("r"))
        .containsEntry("last_suspended_reason", "USER_SUSPENDED")
        .doesNotContainEntry("last_suspended_on", "null");
  }

  @Test
  void a_cycle_and_a_second_root_are_found_when_the_root_is_resumed() {
    graph();
    account.run("CREATE TASK r2 SCHEDULE = '1 HOUR' AS SELECT 1", "ALTER TASK b ADD AFTER r2");

    assertThat(account.refusal("ALTER TASK r RESUME"))
        .startsWith("The graph has more than one root task (one without predecessors)");
    account.run("ALTER TASK b REMOVE AFTER r2", "ALTER TASK a ADD AFTER b");
    assertThat(account.refusal("ALTER TASK r RESUME"))
        .startsWith("Graph has at least one cycle containing task D.S.");
    account.run("ALTER TASK a REMOVE AFTER r");
    assertThat(account.refusal("ALTER TASK b RESUME"))
        .startsWith("Graph has at least one cycle containing task D.S.");
  }

  @Test
  void a_child_that_loses_its_last_predecessor_is_a_suspended_root() {
    graph();
    account.run(
        "ALTER TASK a RESUME",
        "ALTER TASK b RESUME",
        "ALTER TASK f RESUME",
        "ALTER TASK a REMOVE AFTER r");

    assertThat(account.task("a"))
        .containsEntry("state", "suspended")
        .containsEntry("last_suspended_reason", "CHILD_BECAME_ROOT");
    account.run("DROP TASK r", "DROP TASK a");
    assertThat(account.task("b")).containsEntry("last_suspended_reason", "CHILD_BECAME_ROOT");
    assertThat(account.task("f")).containsEntry("last_suspended_reason", "FINALIZER_BECAME_ROOT");
  }

  @Test
  void only_a_root_has_schedule_config_overlap_and_retries() {
    graph();

    assertThat(account.refusal("ALTER TASK a SET SCHEDULE = '5 m'"))
        .isEqualTo("Task A cannot have both a schedule and a predecessor.");
    assertThat(account.refusal("CREATE TASK c SCHEDULE = '5 m' AFTER r AS SELECT 1"))
        .isEqualTo("Task C cannot have both a schedule and a predecessor.");
    assertThat(account.refusal("ALTER TASK a SET CONFIG = '{}'"))
        .isEqualTo("Task D.S.A cannot both be a non-root task and have a config.");
    assertThat(account.refusal("ALTER TASK a SET ALLOW_OVERLAPPING_EXECUTION = TRUE"))
        .isEqualTo("Cannot set allow_overlapping_execution on non-root task D.S.A.");
    assertThat(account.refusal("ALTER TASK a SET TASK_AUTO_RETRY_ATTEMPTS = 2"))
        .startsWith("Cannot set parameter TASK_AUTO_RETRY_ATTEMPTS on non-root task A.");
  }

  @Test
  void predecessors_are_other_tasks_of_the_same_schema() {
    graph();
    account.run(
        "CREATE SCHEMA other", "CREATE TASK x SCHEDULE = '1 m' AS SELECT 1", "USE SCHEMA d.s");

    assertThat(account.refusal("CREATE TASK c AFTER other.x AS SELECT 1"))
        .isEqualTo("Cannot have predecessor X from a different schema.");
    assertThat(account.refusal("CREATE TASK c AFTER nobody AS SELECT 1"))
        .isEqualTo("Invalid predecessor NOBODY was specified.");
    assertThat(account.refusal("ALTER TASK a ADD AFTER a"))
        .isEqualTo("Task A cannot use itself as its predecessor.");
    assertThat(account.refusal("ALTER TASK b REMOVE AFTER r"))
        .isEqualTo("Task B does not have predecessor R.");
    assertThat(account.refusal("CREATE TASK c AFTER f AS SELECT 1"))
        .isEqualTo("Task D.S.F cannot have children as a finalizer task.");
    assertThat(account.refusal("ALTER TASK r ADD AFTER b"))
        .startsWith("This task has a finalizer and cannot be made a child task.");
  }

  @Test
  void a_finalizer_ends_one_root_and_has_neither_schedule_nor_kin() {
    graph();
    account.run("CREATE TASK r2 SCHEDULE = '1 HOUR' AS SELECT 1");

    assertThat(account.refusal("CREATE TASK g FINALIZE = r AS SELECT 1"))
        .isEqualTo("Finalize target R already have finalizer.");
    assertThat(account.refusal("CREATE TASK g FINALIZE = a AS SELECT 1"))
        .isEqualTo("Task D.S.G cannot finalize a non-root task D.S.A.");
    assertThat(account.refusal("CREATE TASK g FINALIZE = r2 SCHEDULE = '5 m' AS SELECT 1"))
        .isEqualTo("Task G cannot have a schedule and be a finalizer task.");
    assertThat(account.refusal("CREATE TASK g FINALIZE = r2 AFTER r AS SELECT 1"))
        .isEqualTo("Task D.S.G cannot have predecessors as a finalizer task.");
    assertThat(account.refusal("CREATE TASK g FINALIZE = nobody AS SELECT 1"))
        .isEqualTo("Invalid finalized root task NOBODY was specified.");
    assertThat(account.refusal("ALTER TASK r2 SET FINALIZE = r2"))
        .isEqualTo("Task R2 cannot finalize itself.");
    account.run("ALTER TASK f UNSET FINALIZE");
    assertThat(account.task("r").get("task_relations")).isEqualTo("{\"Predecessors\":[]}");
    assertThat(account.task("f").get("task_relations")).isEqualTo("{\"Predecessors\":[]}");
    account.run("ALTER TASK f SET FINALIZE = 'R2'");
    assertThat(account.task("r2").get("task_relations")).contains("\"FinalizerTask\":\"D.S.F\"");
  }

  @Test
  void a_root_needs_a_schedule_or_a_stream() {
    account.run(
        "CREATE TASK t AS SELECT 1",
        "CREATE TASK u WHEN SYSTEM$STREAM_HAS_DATA('s') AS SELECT 1",
        "ALTER TASK u RESUME");

    assertThat(account.refusal("ALTER TASK t RESUME"))
        .isEqualTo("Task D.S.T cannot be resumed without a schedule or a predecessor.");
  }

  @Test
  void a_hundred_children_are_the_most() {
    account.run("CREATE TASK r SCHEDULE = '1 HOUR' AS SELECT 1");
    for (var i = 0; i < 100; i++) {
      account.run("CREATE TASK c" + i + " AFTER r AS SELECT 1");
    }

    assertThat(account.refusal("CREATE TASK more AFTER r AS SELECT 1"))
        .isEqualTo("Task D.S.R cannot have more than 100 child tasks.");
  }

  @Test
  void a_renamed_schema_takes_its_graphs_along() {
    graph();

    account.run("ALTER SCHEMA s RENAME TO t", "USE SCHEMA t", "ALTER TASK b SET COMMENT = 'c'");

    assertThat(account.task("b")).containsEntry("predecessors", "[\n  \"D.T.A\"\n]");
  }
}
