package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskPrivilegeTest {
  private final TaskAccount account = new TaskAccount();

  @BeforeEach
  void a_role_that_owns_a_graph() {
    account.run(
        "CREATE ROLE owner",
        "CREATE ROLE other",
        "GRANT ROLE owner TO USER ADMIN",
        "GRANT ROLE other TO USER ADMIN",
        "GRANT ROLE owner TO ROLE ACCOUNTADMIN",
        "GRANT ROLE other TO ROLE ACCOUNTADMIN",
        "GRANT USAGE ON DATABASE d TO ROLE owner",
        "GRANT USAGE ON SCHEMA d.s TO ROLE owner",
        "GRANT USAGE ON DATABASE d TO ROLE other",
        "GRANT USAGE ON SCHEMA d.s TO ROLE other",
        "GRANT USAGE ON WAREHOUSE w TO ROLE owner",
        "GRANT CREATE TASK ON SCHEMA d.s TO ROLE owner",
        "USE ROLE owner",
        "CREATE TASK r WAREHOUSE = w SCHEDULE = '1 HOUR' AS SELECT 1",
        "CREATE TASK c AFTER r AS SELECT 1",
        "USE ROLE ACCOUNTADMIN");
  }

  private TaskAccount as(String role) {
    return account.run("USE ROLE " + role);
  }

  @Test
  void creating_takes_the_privilege_on_the_schema() {
    assertThat(as("other").refusal("CREATE TASK t AS SELECT 1"))
        .contains("Insufficient privileges to operate on schema 'S'");
  }

  @Test
  void resuming_looks_at_what_the_owner_may_do() {
    var bare = as("ACCOUNTADMIN").error("ALTER TASK r RESUME");
    account.run("GRANT EXECUTE TASK ON ACCOUNT TO ROLE owner");
    var serverless = account.refusal("ALTER TASK c RESUME");
    account.run("GRANT EXECUTE MANAGED TASK ON ACCOUNT TO ROLE owner");
    account.run("REVOKE USAGE ON WAREHOUSE w FROM ROLE owner");
    var warehouse = account.refusal("ALTER TASK r RESUME");
    account.run("GRANT USAGE ON WAREHOUSE w TO ROLE owner");

    assertThat(bare.code()).isEqualTo(91089);
    assertThat(bare)
        .hasMessage("Cannot execute task , EXECUTE TASK privilege must be granted to owner role");
    assertThat(serverless).contains("EXECUTE MANAGED TASK privilege must be granted");
    assertThat(warehouse).contains("USAGE privilege on the task's warehouse must be granted");
    account.run("ALTER TASK c RESUME", "ALTER TASK r RESUME");
    assertThat(account.task("r")).containsEntry("state", "started");
  }

  @Test
  void monitor_shows_operate_starts_and_ownership_alters() {
    account.run("GRANT APPLYBUDGET ON TASK r TO ROLE other");
    assertThat(as("other").all("SHOW TASKS IN SCHEMA d.s", "name")).isEmpty();
    as("ACCOUNTADMIN").run("GRANT MONITOR ON TASK r TO ROLE other");
    assertThat(as("other").all("SHOW TASKS IN SCHEMA d.s", "name")).containsExactly("R");
    assertThat(account.task("d.s.r")).containsEntry("owner", "OWNER");
    assertThat(account.refusal("ALTER TASK d.s.r SUSPEND")).contains("Insufficient privileges");
    as("ACCOUNTADMIN").run("GRANT OPERATE ON TASK r TO ROLE other");
    as("other").run("ALTER TASK d.s.r SUSPEND");
    assertThat(account.refusal("ALTER TASK d.s.r SET COMMENT = 'c'"))
        .contains("Insufficient privileges to operate on task 'R'");
    assertThat(account.refusal("DROP TASK d.s.r")).contains("Insufficient privileges");
  }

  @Test
  void a_new_owner_finds_the_task_suspended_and_cut_off() {
    account.run(
        "GRANT EXECUTE TASK ON ACCOUNT TO ROLE owner",
        "GRANT EXECUTE MANAGED TASK ON ACCOUNT TO ROLE owner",
        "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('d.s.r')",
        "GRANT OWNERSHIP ON TASK r TO ROLE other");

    assertThat(account.task("r"))
        .containsEntry("owner", "OTHER")
        .containsEntry("state", "suspended")
        .containsEntry("last_suspended_reason", "GRANT_OWNERSHIP");
    assertThat(account.task("c"))
        .containsEntry("predecessors", "[]")
        .containsEntry("last_suspended_reason", "CHILD_BECAME_ROOT");
  }

  @Test
  void all_tasks_given_away_together_stay_linked() {
    account.run("GRANT OWNERSHIP ON ALL TASKS IN SCHEMA d.s TO ROLE other");

    assertThat(account.task("c")).containsEntry("predecessors", "[\n  \"D.S.R\"\n]");
  }

  @Test
  void a_graph_has_one_owner() {
    account.run("GRANT OWNERSHIP ON TASK c TO ROLE other", "ALTER TASK c ADD AFTER r");

    assertThat(account.refusal("ALTER TASK r RESUME")).contains("EXECUTE TASK");
    account.run("GRANT EXECUTE TASK ON ACCOUNT TO ROLE owner");
    assertThat(account.refusal("ALTER TASK r RESUME"))
        .isEqualTo("All tasks of the graph with root task D.S.R must have the same owner.");
  }

  @Test
  void a_dropped_owner_leaves_its_tasks_suspended() {
    account.run(
        "GRANT EXECUTE TASK ON ACCOUNT TO ROLE owner", "ALTER TASK r RESUME", "DROP ROLE owner");

    assertThat(account.task("r"))
        .containsEntry("owner", "ACCOUNTADMIN")
        .containsEntry("last_suspended_reason", "MATCHING_OWNER_NOT_FOUND");
  }

  @Test
  void a_clone_of_another_owner_has_no_predecessors() {
    account.run("CREATE TASK copy CLONE c COPY GRANTS");

    assertThat(account.task("copy")).containsEntry("predecessors", "[]");
  }
}
