package dev.snowdrift.sandbox.container;

import static dev.snowdrift.sandbox.container.SandboxWithContainers.createWeb;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComputePoolSqlTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final SandboxWithContainers sandbox = new SandboxWithContainers();

  @Test
  void a_pool_is_listed_as_snowflake_lists_it() {
    var starting = sandbox.row("SHOW COMPUTE POOLS LIKE 'P'");
    var idle = sandbox.after(LONG).row("SHOW COMPUTE POOLS LIKE 'P'");

    assertThat(String.join(" ", sandbox.columns("SHOW COMPUTE POOLS")))
        .isEqualTo(
            "name state min_nodes max_nodes instance_family num_services num_jobs"
                + " auto_suspend_secs auto_resume active_nodes idle_nodes target_nodes created_on"
                + " resumed_on updated_on owner comment is_exclusive application placement_group"
                + " backup_instance_families");
    assertThat(String.join(" ", sandbox.columns("DESC COMPUTE POOL P")))
        .endsWith(
            "application budget error_code status_message placement_group"
                + " backup_instance_families");
    assertThat(starting).containsEntry("state", "STARTING").containsEntry("target_nodes", "1");
    assertThat(idle)
        .containsEntry("state", "IDLE")
        .containsEntry("idle_nodes", "1")
        .containsEntry("auto_suspend_secs", "3600")
        .containsEntry("comment", "null");
  }

  @Test
  void a_pool_at_its_limit_says_so_in_describe() {
    sandbox.run(createWeb("MIN_INSTANCES = 4"));
    sandbox.after(LONG);

    assertThat(sandbox.row("DESC COMPUTE POOL P")).containsEntry("error_code", "");
    sandbox.run("ALTER COMPUTE POOL P SET MAX_NODES = 1");
    sandbox.after(LONG);

    assertThat(sandbox.row("DESC COMPUTE POOL P"))
        .containsEntry("error_code", "392508")
        .containsEntry("state", "ACTIVE");
  }

  @Test
  void the_family_changes_only_while_suspended() {
    sandbox.after(LONG);
    var running = sandbox.refused("ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_S");
    sandbox.run("ALTER COMPUTE POOL P SUSPEND");
    var stopping = sandbox.refused("ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_S");
    sandbox.after(LONG);

    sandbox.run("ALTER COMPUTE POOL P SET INSTANCE_FAMILY = CPU_X64_S");

    assertThat(running).isNotNull();
    assertThat(stopping).isNotNull();
    assertThat(sandbox.row("SHOW COMPUTE POOLS LIKE 'P'"))
        .containsEntry("instance_family", "CPU_X64_S")
        .containsEntry("state", "SUSPENDED");
  }

  @Test
  void what_makes_no_pool_is_refused() {
    var create = "CREATE COMPUTE POOL X MIN_NODES = 1 MAX_NODES = 1 INSTANCE_FAMILY = CPU_X64_S";

    assertThat(sandbox.refused(create.replace("CPU_X64_S", "STANDARD_1")))
        .hasMessage(
            "Invalid instance family STANDARD_1. Please refer to Snowflake documentation for"
                + " supported instance families.");
    assertThat(sandbox.refused(create.replace("MIN_NODES = 1", "MIN_NODES = 2"))).isNotNull();
    assertThat(sandbox.refused(create.replace("MIN_NODES = 1", "MIN_NODES = 0"))).isNotNull();
    assertThat(sandbox.refused(create.replace("MAX_NODES = 1", "")).code()).isEqualTo(2029);
    assertThat(sandbox.refused(create.replace("CREATE", "CREATE OR REPLACE"))).isNotNull();
    assertThat(sandbox.refused(create.replace("POOL X", "POOL \"x\""))).isNotNull();
    assertThat(sandbox.refused(create.replace("POOL X", "POOL P")).code()).isEqualTo(2002);
    assertThat(sandbox.refused("ALTER COMPUTE POOL P SET INITIALLY_SUSPENDED = TRUE")).isNotNull();
  }

  @Test
  void a_pool_with_services_is_not_dropped_and_stop_all_drops_them() {
    sandbox.run(createWeb());
    sandbox.after(LONG);
    var refused = sandbox.refused("DROP COMPUTE POOL P");

    sandbox.run("ALTER COMPUTE POOL P STOP ALL");
    sandbox.after(LONG);

    assertThat(refused).isNotNull();
    assertThat(sandbox.rows("SHOW SERVICES")).isEmpty();
    assertThat(sandbox.status("DROP COMPUTE POOL P")).isEqualTo("P successfully dropped.");
    assertThat(sandbox.rows("SHOW COMPUTE POOLS"))
        .extracting(row -> row.get("name"))
        .containsExactly("SYSTEM_COMPUTE_POOL_CPU", "SYSTEM_COMPUTE_POOL_GPU");
  }

  @Test
  void suspending_a_pool_suspends_its_services_and_a_new_one_wakes_it() {
    sandbox.run(createWeb());
    sandbox.after(LONG);

    sandbox.run("ALTER COMPUTE POOL P SUSPEND");
    var stopping = sandbox.row("SHOW COMPUTE POOLS LIKE 'P'").get("state");
    sandbox.after(LONG);
    var service = sandbox.row("SHOW SERVICES").get("status");
    var pool = sandbox.row("SHOW COMPUTE POOLS LIKE 'P'").get("state");
    sandbox.run(createWeb().replace("SERVICE WEB", "SERVICE OTHER"));

    assertThat(stopping).isEqualTo("STOPPING");
    assertThat(service).isEqualTo("SUSPENDED");
    assertThat(pool).isEqualTo("SUSPENDED");
    assertThat(sandbox.row("SHOW COMPUTE POOLS LIKE 'P'")).containsEntry("state", "STARTING");
    assertThat(sandbox.rows("SHOW SERVICES IN COMPUTE POOL P")).hasSize(2);
  }

  @Test
  void usage_shows_a_pool_and_monitor_describes_it() {
    sandbox.as("DEPLOYER");

    assertThat(sandbox.rows("SHOW COMPUTE POOLS")).hasSize(1);
    assertThat(sandbox.refused("DESC COMPUTE POOL P").code()).isEqualTo(3001);
    assertThat(sandbox.refused("ALTER COMPUTE POOL P SUSPEND").code()).isEqualTo(3001);
    sandbox.as("ACCOUNTADMIN").run("GRANT MONITOR, OPERATE ON COMPUTE POOL P TO ROLE DEPLOYER");
    sandbox.as("DEPLOYER").run("ALTER COMPUTE POOL P SUSPEND");
    assertThat(sandbox.refused("ALTER COMPUTE POOL P SET MAX_NODES = 3").code()).isEqualTo(3001);
    assertThat(sandbox.row("DESC COMPUTE POOL P")).containsEntry("state", "STOPPING");
  }
}
