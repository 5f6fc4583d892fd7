package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SandboxWithContainers.specification;
import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.account.SqlError;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobSqlTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SandboxWithContainers sandbox = new SandboxWithContainers();

  private static String job(String name, String options) {
    return "EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = %s %s FROM SPECIFICATION $$%s$$"
        .formatted(name, options, specification("v1"));
  }

  @Test
  void an_asynchronous_job_ends_done_and_keeps_its_name() {
    sandbox.as("DEPLOYER");

    sandbox.run(job("MIGRATE", "ASYNC = TRUE"));
    var first = sandbox.row("SHOW JOB SERVICES");
    var last = sandbox.after(LONG).row("DESC SERVICE MIGRATE");

    assertThat(first).containsEntry("status", "PENDING").containsEntry("is_async_job", "true");
    assertThat(last).containsEntry("status", "DONE").containsEntry("is_job", "true");
    assertThat(sandbox.rows("SHOW SERVICES EXCLUDE JOBS")).isEmpty();
    assertThat(sandbox.refused(job("MIGRATE", "ASYNC = TRUE")).code()).isEqualTo(2002);
    assertThat(sandbox.refused("ALTER SERVICE MIGRATE SUSPEND")).isNotNull();
    sandbox.run("DROP SERVICE MIGRATE");
    sandbox.after(LONG).run(job("MIGRATE", "ASYNC = TRUE"));
  }

  @Test
  void a_failing_job_ends_failed_with_its_exit_code() {
    sandbox.containers.world().behaviour("app_db/app/repo/web", Behaviour.exits(Duration.ZERO, 7));
    sandbox.as("DEPLOYER").run(job("MIGRATE", "ASYNC = TRUE REPLICAS = 2"));

    sandbox.after(LONG);

    assertThat(sandbox.row("SHOW SERVICES")).containsEntry("status", "FAILED");
    assertThat(sandbox.rows("SHOW SERVICE CONTAINERS IN SERVICE MIGRATE"))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).containsEntry("last_exit_code", "7"));
  }

  @Test
  void a_synchronous_job_waits_for_its_end() throws InterruptedException {
    var stepper =
        Thread.ofVirtual()
            .start(() -> {
              while (sandbox.containers.world().workload("APP_DB.APP.NOW").isEmpty()) {
                Thread.onSpinWait();
              }
              sandbox.after(LONG);
            });

    var status = sandbox.status(job("NOW", ""));
    stepper.join();

    assertThat(status).isEqualTo("Job NOW completed successfully with status: DONE.");
  }

  @Test
  void a_job_is_cancelled() {
    sandbox
        .containers
        .world()
        .behaviour("app_db/app/repo/web", Behaviour.readyAfter(Duration.ZERO));
    sandbox.run(job("SLOW", "ASYNC = TRUE"));
    sandbox.after(LONG);
    var running = sandbox.row("SHOW SERVICES").get("status");

    sandbox.run("CALL SLOW!SPCS_CANCEL_JOB()");
    var cancelling = sandbox.row("SHOW SERVICES").get("status");
    sandbox.after(LONG);

    assertThat(running).isEqualTo("RUNNING");
    assertThat(cancelling).isEqualTo("CANCELLING");
    assertThat(sandbox.row("SHOW SERVICES")).containsEntry("status", "CANCELLED");
  }

  @Test
  void a_job_without_name_gets_one() {
    sandbox.run(
        "EXECUTE JOB SERVICE IN COMPUTE POOL P FROM SPECIFICATION $$%s$$ ASYNC = TRUE"
            .formatted(specification("v1")));

    assertThat(sandbox.row("SHOW SERVICES").get("name")).startsWith("JOB_");
  }

  @Test
  void a_job_needs_the_privileges_of_a_service() {
    sandbox.as("ACCOUNTADMIN").run("REVOKE CREATE SERVICE ON SCHEMA APP FROM ROLE DEPLOYER");

    var refused = sandbox.as("DEPLOYER").refused(job("J", "ASYNC = TRUE"));

    assertThat(refused).extracting(SqlError::code).isEqualTo(3001);
  }
}
