package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SandboxWithContainers.createWeb;
import static dev.snowdrift.sandbox.container.SandboxWithContainers.specification;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ContainerDepthTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SandboxWithContainers sandbox = new SandboxWithContainers();

  private static String createIdle(String clauses) {
    return "CREATE SERVICE IDLE IN COMPUTE POOL P FROM SPECIFICATION $$%s$$ %s"
        .formatted(specification("v1").replace("public: true", "public: false"), clauses);
  }

  @Test
  void the_nodes_of_a_pool_are_listed_while_they_are_there() {
    var before = sandbox.rows("SHOW NODES IN COMPUTE POOL P");
    sandbox.after(LONG);

    var nodes = sandbox.rows("SHOW NODES IN COMPUTE POOL P");
    sandbox.run("ALTER COMPUTE POOL P SUSPEND");
    var after = sandbox.after(LONG).rows("SHOW NODES IN COMPUTE POOL P");

    assertThat(before).isEmpty();
    assertThat(after).isEmpty();
    assertThat(nodes)
        .singleElement()
        .satisfies(node ->
            assertThat(node)
                .containsEntry("instance_family", "CPU_X64_XS")
                .containsEntry("vcpu", "1")
                .containsEntry("memory_gib", "6")
                .containsEntry("gpu", ""));
    assertThat(sandbox.columns("SHOW NODES IN COMPUTE POOL P"))
        .containsExactly(
            "node_id",
            "instance_family",
            "created_on",
            "placement_group",
            "vcpu",
            "memory_gib",
            "storage_gib",
            "gpu",
            "gpu_count",
            "gpu_memory_gib");
  }

  @Test
  void the_instance_families_say_how_many_nodes_are_used() {
    sandbox.after(LONG);

    assertThat(sandbox.rows("SHOW COMPUTE POOL INSTANCE FAMILIES"))
        .filteredOn(row -> "CPU_X64_XS".equals(row.get("name")))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("current_node_usage", "1"));
  }

  @Test
  void a_pool_waits_for_nodes_that_the_provider_does_not_have() {
    sandbox.containers.world().capacity("CPU_X64_S", false);
    sandbox.run("CREATE COMPUTE POOL Q MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S");

    var without = sandbox.after(LONG).row("DESCRIBE COMPUTE POOL Q");
    sandbox.containers.world().capacity("CPU_X64_S", true);
    var with = sandbox.after(LONG).row("DESCRIBE COMPUTE POOL Q");

    assertThat(without)
        .containsEntry("state", "STARTING")
        .containsEntry("error_code", "392507")
        .containsEntry("target_nodes", "0");
    assertThat(without.get("status_message")).contains("CPU_X64_S");
    assertThat(with).containsEntry("state", "IDLE").containsEntry("error_code", "");
  }

  @Test
  void a_service_suspends_itself_when_it_has_run_long_enough() {
    sandbox.run(createIdle("AUTO_SUSPEND_SECS = 300"));

    var running = sandbox.after(Duration.ofMinutes(4)).row("DESCRIBE SERVICE IDLE");
    var idle = sandbox.after(LONG).row("DESCRIBE SERVICE IDLE");
    sandbox.run("ALTER SERVICE IDLE RESUME");

    assertThat(running).containsEntry("status", "RUNNING");
    assertThat(idle).containsEntry("status", "SUSPENDED");
    assertThat(sandbox.after(Duration.ofMinutes(4)).row("DESCRIBE SERVICE IDLE"))
        .containsEntry("status", "RUNNING");
    sandbox.run("ALTER SERVICE IDLE UNSET AUTO_SUSPEND_SECS");
    assertThat(sandbox.after(LONG).row("DESCRIBE SERVICE IDLE")).containsEntry("status", "RUNNING");
  }

  @Test
  void a_finished_job_is_gone_after_thirty_days() {
    sandbox.run(
        "EXECUTE JOB SERVICE IN COMPUTE POOL P NAME = ONCE ASYNC = TRUE FROM SPECIFICATION $$%s$$"
            .formatted(specification("v1")));

    var after29 = sandbox.after(Duration.ofDays(29)).rows("SHOW JOB SERVICES");
    var after31 = sandbox.after(Duration.ofDays(2)).rows("SHOW JOB SERVICES");

    assertThat(after29).hasSize(1);
    assertThat(after31).isEmpty();
  }

  @Test
  void waiting_for_services_ends_when_they_are_ready_or_the_time_is_up() throws Exception {
    sandbox.run(createWeb());
    var stepper =
        Thread.ofVirtual()
            .start(() -> {
              for (var i = 0; i < 60; i++) {
                sandbox.after(Duration.ofSeconds(10));
                Thread.onSpinWait();
              }
            });

    var status = sandbox.status("SELECT SYSTEM$WAIT_FOR_SERVICES(600, 'WEB')");
    stepper.join();

    assertThat(status).isEqualTo("OK");
    sandbox.run("ALTER SERVICE WEB SUSPEND");
    assertThat(sandbox.refused("SELECT SYSTEM$WAIT_FOR_SERVICES(0, 'WEB')"))
        .hasMessage("Timed out while waiting for service WEB.");
  }

  @Test
  void a_failed_service_ends_the_waiting() {
    sandbox.containers.world().behaviour("app_db/app/repo/web", Behaviour.exits(Duration.ZERO, 1));
    sandbox.run(createWeb());
    sandbox.after(Duration.ofSeconds(95)).run("SHOW SERVICES");

    assertThat(sandbox.refused("SELECT SYSTEM$WAIT_FOR_SERVICES(600, 'WEB')"))
        .hasMessage("Service WEB has failed.");
  }

  @Test
  void a_moved_tag_shows_in_the_repository_but_not_in_what_runs() {
    sandbox.run(createWeb());
    sandbox.after(LONG);

    sandbox.containers.images().push("APP_DB.APP.REPO", "web", "v1", SandboxWithContainers.TWO);

    assertThat(sandbox.rows("SHOW IMAGES IN IMAGE REPOSITORY REPO"))
        .filteredOn(row -> String.valueOf(row.get("tags")).contains("v1"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("digest", SandboxWithContainers.TWO));
    assertThat(digest()).isEqualTo(SandboxWithContainers.ONE);
    sandbox.run("ALTER SERVICE WEB SUSPEND");
    sandbox.after(LONG).run("ALTER SERVICE WEB RESUME");
    sandbox.after(LONG);
    assertThat(digest()).isEqualTo(SandboxWithContainers.ONE);
    sandbox.run("ALTER SERVICE WEB FROM SPECIFICATION $$%s$$".formatted(specification("v1")));
    sandbox.after(LONG);
    assertThat(digest()).isEqualTo(SandboxWithContainers.TWO);
  }

  private String digest() {
    return String.valueOf(
        sandbox.row("SHOW SERVICE CONTAINERS IN SERVICE WEB").get("image_digest"));
  }
}
