package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.container.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskJobTest {
  private static final String IMAGE = "sha256:" + "1".repeat(64);

  private final TaskAccount account = new TaskAccount();

  @BeforeEach
  void two_tasks_whose_bodies_are_jobs() {
    account.run(
        "CREATE IMAGE REPOSITORY repo",
        "CREATE COMPUTE POOL p MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS");
    account.containers.images().push("D.S.REPO", "etl", "v1", IMAGE);
    account
        .containers
        .world()
        .behaviour("d/s/repo/etl", Behaviour.exits(Duration.ofMinutes(10), 0));
    account.run(
        task("load", "SCHEDULE = '1 HOUR'"),
        task("train", "AFTER load"),
        "SELECT SYSTEM$TASK_DEPENDENTS_ENABLE('load')");
  }

  private static String task(String name, String place) {
    return """
    CREATE TASK %1$s %2$s AS
      EXECUTE JOB SERVICE IN COMPUTE POOL p NAME = job_%1$s FROM SPECIFICATION $$
      spec:
        containers:
        - {name: main, image: /d/s/repo/etl:v1}
      $$
    """
        .formatted(name, place);
  }

  @Test
  void a_job_really_runs_and_the_child_waits_for_its_end() {
    account.later(Duration.ofMinutes(75));

    assertThat(account.account.tasks().all())
        .extracting(run -> run.task() + " " + run.started() + " " + run.state())
        .containsExactly(
            "D.S.LOAD 2026-01-05T10:00:00Z SUCCEEDED", "D.S.TRAIN 2026-01-05T10:10:00Z EXECUTING");
    assertThat(account.all("SHOW JOB SERVICES", "status")).containsExactly("DONE", "RUNNING");
  }

  @Test
  void a_job_that_fails_fails_its_task() {
    account.containers.world().behaviour("d/s/repo/etl", Behaviour.exits(Duration.ZERO, 3));

    account.later(Duration.ofMinutes(75));

    var run = account.account.tasks().all().getFirst();
    assertThat(run.state()).isEqualTo(TaskRun.State.FAILED);
    assertThat(run.failure().orElseThrow().message()).contains("JOB_LOAD").contains("FAILED");
  }

  @Test
  void a_name_that_is_taken_fails_the_next_run() {
    account.later(Duration.ofMinutes(125));

    assertThat(account.account.tasks().all())
        .filteredOn(run -> run.task().equals("D.S.LOAD"))
        .extracting(TaskRun::state)
        .containsExactly(TaskRun.State.SUCCEEDED, TaskRun.State.FAILED);
  }

  @Test
  void a_time_limit_cancels_the_job() {
    account.run("ALTER TASK load SUSPEND", "ALTER TASK load SET USER_TASK_TIMEOUT_MS = 60000");
    account.run("ALTER TASK load RESUME").later(Duration.ofMinutes(75));

    assertThat(account.account.tasks().all().getFirst().state()).isEqualTo(TaskRun.State.FAILED);
    assertThat(account.all("SHOW JOB SERVICES", "status")).containsExactly("CANCELLED");
  }
}
