package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskRunTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskAccount account = new TaskAccount();

  private void graph(String options) {
    account.run(
        "CREATE TASK r SCHEDULE = '1 HOUR' " + options + " AS SELECT 1",
        "CREATE TASK a AFTER r AS SELECT 1",
        "CREATE TASK b AFTER a AS SELECT 1",
        "CREATE TASK f FINALIZE = r AS SELECT 1",
        "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('r')");
  }

  /// `minutes after the start, task, state`, in the order in which they began.
  private List<String> runs() {
    return account.account.tasks().all().stream()
        .map(run ->
            Duration.between(TaskAccount.START, run.started()).toMinutes()
                + " "
                + run.task().substring("D.S.".length())
                + " "
                + run.state())
        .toList();
  }

  @Test
  void an_interval_counts_from_the_time_at_which_the_root_was_resumed() {
    account.run("CREATE TASK r SCHEDULE = '20 MINUTES' AS SELECT 1");
    account.later(Duration.ofMinutes(3)).run("ALTER TASK r RESUME");

    account.later(HOUR);

    assertThat(runs()).containsExactly("23 R SUCCEEDED", "43 R SUCCEEDED", "63 R SUCCEEDED");
  }

  @Test
  void cron_runs_in_its_time_zone() {
    account.run(
        "CREATE TASK r SCHEDULE = 'USING CRON 30 11 * * MON-FRI Europe/Berlin' AS SELECT 1",
        "ALTER TASK r RESUME");

    account.later(Duration.ofDays(1));

    assertThat(runs()).containsExactly("90 R SUCCEEDED");
  }

  @Test
  void children_follow_their_parents_and_the_finalizer_all_of_them() {
    graph("");

    account.later(HOUR);

    assertThat(runs())
        .containsExactly("60 R SUCCEEDED", "60 A SUCCEEDED", "60 B SUCCEEDED", "60 F SUCCEEDED");
  }

  @Test
  void a_root_left_suspended_is_seen_to_miss_its_run() {
    graph("");
    account.run("ALTER TASK r SUSPEND");

    account.later(HOUR);

    assertThat(runs()).isEmpty();
    assertThat(account.account.tasks().missed())
        .containsExactly(new TaskRuns.MissedRun("D.S.R", TaskAccount.START.plus(HOUR)));
    account.run("ALTER TASK r RESUME").later(HOUR);
    assertThat(runs()).contains("120 R SUCCEEDED");
  }

  @Test
  void a_suspended_child_is_passed_over() {
    graph("");
    account.run("ALTER TASK r SUSPEND", "ALTER TASK a SUSPEND", "ALTER TASK r RESUME");

    account.later(HOUR);

    assertThat(runs()).containsExactly("60 R SUCCEEDED", "60 B SUCCEEDED", "60 F SUCCEEDED");
  }

  @Test
  void a_condition_that_does_not_hold_skips_the_task_and_what_follows_it() {
    graph("");
    account.run("ALTER TASK r SUSPEND", "ALTER TASK a MODIFY WHEN SYSTEM$STREAM_HAS_DATA('s')");
    account.run("ALTER TASK r RESUME");
    account.account.tasks().condition("D.S.A", false);

    account.later(HOUR);

    assertThat(runs()).containsExactly("60 R SUCCEEDED", "60 A SKIPPED", "60 F SUCCEEDED");
  }

  @Test
  void a_failure_stops_what_follows_but_not_the_finalizer() {
    graph("");
    account.account.tasks().script("D.S.A", TaskScript.fails(100132, "division by zero"));

    account.later(HOUR);

    assertThat(runs()).containsExactly("60 R SUCCEEDED", "60 A FAILED", "60 F SUCCEEDED");
    assertThat(account.account.tasks().all().get(1).failure())
        .contains(new TaskRun.Failure(100132, "division by zero"));
  }

  @Test
  void too_many_failures_in_a_row_suspend_the_root() {
    graph("SUSPEND_TASK_AFTER_NUM_FAILURES = 2");
    account.account.tasks().script("D.S.B", TaskScript.fails(1, "no"));

    account.later(HOUR.multipliedBy(4));

    assertThat(runs())
        .filteredOn(run -> run.contains(" B "))
        .containsExactly("60 B FAILED", "120 B FAILED_AND_AUTO_SUSPENDED");
    assertThat(account.task("r"))
        .containsEntry("state", "suspended")
        .containsEntry("last_suspended_reason", "SUSPENDED_DUE_TO_ERRORS");
    assertThat(account.task("b")).containsEntry("state", "started");
  }

  @Test
  void a_success_ends_the_row_of_failures() {
    account.run(
        "CREATE TASK r SCHEDULE = '1 HOUR' SUSPEND_TASK_AFTER_NUM_FAILURES = 2 AS SELECT 1",
        "ALTER TASK r RESUME");
    for (var i = 0; i < 3; i++) {
      account.account.tasks().script("D.S.R", TaskScript.fails(1, "no"));
      account.later(HOUR).run("SHOW TASKS");
      account.account.tasks().unscript("D.S.R");
      account.later(HOUR).run("SHOW TASKS");
    }

    assertThat(account.task("r")).containsEntry("state", "started");
  }

  @Test
  void a_failed_graph_is_tried_again_from_where_it_failed() {
    graph("TASK_AUTO_RETRY_ATTEMPTS = 2");
    account.account.tasks().script("D.S.A", TaskScript.fails(1, "no"));

    account.later(HOUR);

    assertThat(runs())
        .containsExactly(
            "60 R SUCCEEDED", "60 A FAILED", "60 A FAILED", "60 A FAILED", "60 F SUCCEEDED");
    assertThat(account.account.tasks().all())
        .filteredOn(run -> run.task().equals("D.S.A"))
        .extracting(TaskRun::attempt, TaskRun::from)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "SCHEDULE"),
            org.assertj.core.groups.Tuple.tuple(2, "AUTOMATIC RETRY"),
            org.assertj.core.groups.Tuple.tuple(3, "AUTOMATIC RETRY"));
  }

  @Test
  void a_run_that_takes_too_long_fails() {
    graph("USER_TASK_TIMEOUT_MS = 600000");
    account.account.tasks().script("D.S.R", TaskScript.succeeds().taking(Duration.ofMinutes(30)));

    account.later(HOUR.multipliedBy(2).minusMinutes(1));

    assertThat(runs()).containsExactly("60 R FAILED", "70 F SUCCEEDED");
    assertThat(account.account.tasks().all().getFirst().failure().orElseThrow().message())
        .isEqualTo(
            "Statement reached its statement or warehouse timeout of 600 second(s) and was"
                + " canceled.");
  }

  @Test
  void without_overlap_a_run_that_is_late_costs_the_next() {
    graph("");
    account.account.tasks().script("D.S.B", TaskScript.succeeds().taking(Duration.ofMinutes(59)));
    account.account.tasks().script("D.S.A", TaskScript.succeeds().taking(Duration.ofMinutes(5)));

    account.later(HOUR.multipliedBy(3));

    assertThat(runs())
        .filteredOn(run -> run.contains(" R "))
        .containsExactly("60 R SUCCEEDED", "180 R SUCCEEDED");
  }

  @Test
  void children_may_overlap_where_the_policy_says_so() {
    graph("OVERLAP_POLICY = ALLOW_CHILD_OVERLAP");
    account.account.tasks().script("D.S.B", TaskScript.succeeds().taking(Duration.ofMinutes(59)));
    account.account.tasks().script("D.S.A", TaskScript.succeeds().taking(Duration.ofMinutes(5)));

    account.later(HOUR.multipliedBy(3));

    assertThat(runs())
        .filteredOn(run -> run.contains(" R "))
        .containsExactly("60 R SUCCEEDED", "120 R SUCCEEDED", "180 R SUCCEEDED");
  }

  @Test
  void a_running_graph_ends_in_the_version_in_which_it_began() {
    graph("");
    account.account.tasks().script("D.S.R", TaskScript.succeeds().taking(Duration.ofMinutes(10)));
    account
        .later(HOUR.plusMinutes(5))
        .run("ALTER TASK r SUSPEND", "ALTER TASK b MODIFY AS SELECT 2");

    account.later(HOUR);

    assertThat(account.account.tasks().all())
        .filteredOn(run -> run.task().equals("D.S.B"))
        .extracting(TaskRun::definition)
        .containsExactly("SELECT 1");
  }

  @Test
  void execute_task_runs_a_suspended_root_at_once_without_resuming_it() {
    graph("CONFIG = '{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}'");
    account.run("ALTER TASK r SUSPEND");

    var status = account.ask("EXECUTE TASK r USING CONFIG = '{\"b\": {\"c\": 4}}'").rows();

    assertThat(status.getFirst()).containsExactly("Task R is scheduled to run immediately.");
    assertThat(runs())
        .containsExactly("0 R SUCCEEDED", "0 A SUCCEEDED", "0 B SUCCEEDED", "0 F SUCCEEDED");
    assertThat(account.account.tasks().all().getFirst().config())
        .contains("{\"a\":1,\"b\":{\"c\":4,\"d\":3}}");
    assertThat(account.task("r")).containsEntry("state", "suspended");
    assertThat(account.refusal("EXECUTE TASK a"))
        .isEqualTo(
            "Execute task cannot be called on non-root task D.S.A. Call EXECUTE TASK on the root"
                + " task of its graph instead.");
  }

  @Test
  void a_second_request_waits_for_the_run_and_a_third_replaces_it() {
    account.run("CREATE TASK r CONFIG = '{}' AS SELECT 1");
    account.account.tasks().script("D.S.R", TaskScript.succeeds().taking(Duration.ofMinutes(10)));
    account.run(
        "EXECUTE TASK r",
        "EXECUTE TASK r USING CONFIG = '{\"n\": 2}'",
        "EXECUTE TASK r USING CONFIG = '{\"n\": 3}'");

    account.later(HOUR);

    assertThat(account.account.tasks().all())
        .extracting(run -> run.config().orElse(""))
        .containsExactly("{}", "{\"n\":3}");
  }

  @Test
  void a_failed_graph_can_be_retried_unless_it_was_modified() {
    graph("");
    account.account.tasks().script("D.S.A", TaskScript.fails(1, "no"));
    assertThat(account.refusal("EXECUTE TASK r RETRY LAST"))
        .isEqualTo("Cannot perform retry: no suitable run of graph with root task D.S.R to retry.");
    account.later(HOUR).run("SHOW TASKS");
    account.account.tasks().unscript("D.S.A");

    account.run("EXECUTE TASK r RETRY LAST");

    assertThat(runs())
        .containsExactly(
            "60 R SUCCEEDED",
            "60 A FAILED",
            "60 F SUCCEEDED",
            "60 A SUCCEEDED",
            "60 B SUCCEEDED",
            "60 F SUCCEEDED");
    assertThat(account.refusal("EXECUTE TASK r RETRY LAST"))
        .isEqualTo("Cannot perform retry: graph with root task D.S.R had no failures.");
    account.account.tasks().script("D.S.A", TaskScript.fails(1, "no"));
    account.run("EXECUTE TASK r", "ALTER TASK r SUSPEND", "ALTER TASK b SET COMMENT = 'c'");
    assertThat(account.refusal("EXECUTE TASK r RETRY LAST")).contains("no suitable run");
  }

  @Test
  void bodies_run_in_the_account_with_the_owners_role() {
    account.run(
        "CREATE TASK good SCHEDULE = '1 HOUR' AS CREATE TAG made",
        "CREATE TASK bad SCHEDULE = '1 HOUR' AS DROP TAG nowhere",
        "CREATE TASK rows SCHEDULE = '1 HOUR' AS INSERT INTO t SELECT 1",
        "ALTER TASK good RESUME",
        "ALTER TASK bad RESUME",
        "ALTER TASK rows RESUME");

    account.later(HOUR);

    assertThat(runs())
        .containsExactlyInAnyOrder("60 GOOD SUCCEEDED", "60 BAD FAILED", "60 ROWS SUCCEEDED");
    assertThat(account.rows("SHOW TAGS")).hasSize(1);
    assertThat(account.rows("SHOW TAGS").getFirst()).containsEntry("created_on", "1767607200.000");
  }

  @Test
  void a_run_whose_owner_lost_the_privilege_fails() {
    graph("");
    account.run("REVOKE EXECUTE MANAGED TASK ON ACCOUNT FROM ROLE ACCOUNTADMIN");

    account.later(HOUR);

    assertThat(runs()).contains("60 R FAILED");
  }

  @Test
  void cancelling_ends_what_a_task_executes() {
    graph("");
    account.account.tasks().script("D.S.R", TaskScript.succeeds().taking(Duration.ofMinutes(10)));
    account.later(HOUR.plusMinutes(5));

    account.run("SELECT SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS('r')");

    assertThat(runs()).containsExactly("60 R CANCELLED", "65 F SUCCEEDED");
  }

  @Test
  void the_history_is_a_table_function() {
    graph("");
    account.account.tasks().script("D.S.A", TaskScript.fails(1, "no"));
    account.later(HOUR);

    assertThat(
            account.rows("SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY(TASK_NAME => 'a'))"))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("STATE", "FAILED")
                .containsEntry("ERROR_CODE", "000001")
                .containsEntry("ERROR_MESSAGE", "no")
                .containsEntry("SCHEDULED_FROM", "SCHEDULE"));
    assertThat(
            account.all(
                "SELECT name, state FROM TABLE(d.INFORMATION_SCHEMA.TASK_HISTORY()) ORDER BY"
                    + " scheduled_time DESC LIMIT 1",
                "STATE"))
        .containsExactly("SCHEDULED");
    assertThat(
            account.rows(
                "SELECT * FROM TABLE(INFORMATION_SCHEMA.TASK_HISTORY(ERROR_ONLY => TRUE))"))
        .hasSize(1);
    assertThat(
            account.all(
                "SELECT name FROM TABLE(INFORMATION_SCHEMA.TASK_DEPENDENTS(TASK_NAME => 'r',"
                    + " RECURSIVE => FALSE))",
                "NAME"))
        .containsExactly("R", "A", "F");
  }
}
