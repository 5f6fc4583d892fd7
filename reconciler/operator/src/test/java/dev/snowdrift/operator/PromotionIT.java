package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A change goes to one environment, and by a merge to the next: in place, and nowhere else.
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromotionIT {
  private static final String DEV = "E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE";
  private static final String MAIN = "E2E_FLOW_DB.APP_SCHEMA.E2E_FLOW_SERVICE";
  private static final String COUNT = "snowdrift_commit_to_converged_seconds_count";

  private final World world;

  PromotionIT(@TempDir Path directory) {
    this.world = World.create(directory);
  }

  @BeforeAll
  void converge() {
    world.settled("dev");
    world.settled("main");
    world.local().clock().step(Duration.ofHours(1));
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  @Order(1)
  void more_memory_and_instances_alter_the_service_where_it_stands() {
    var before = standing(DEV);
    var statements = world.statements().last();
    var measured = measured("dev");
    world
        .repository()
        .commit(
            "Give the worker more",
            Map.of(
                "specs/prefect-worker.yaml",
                world
                    .repository()
                    .read("specs/prefect-worker.yaml")
                    .replace("\"${workerMemory}\"", "5Gi"),
                "base/snowflake/worker.yaml",
                world
                    .repository()
                    .read("base/snowflake/worker.yaml")
                    .replace("min: 1, max: 1", "min: 1, max: 2"),
                "overlays/main/sizes.yaml",
                world
                    .repository()
                    .read("overlays/main/sizes.yaml")
                    .replace("min: 1, max: 2", "min: 1, max: 3")));

    var report = world.converge("dev");

    assertThat(report.result()).as(() -> EndToEndIT.explain(report)).isEqualTo(Result.CHANGED);
    assertThat(writes(statements))
        .satisfiesExactly(
            sql -> assertThat(sql).isEqualTo("ALTER SERVICE " + DEV + " SET MAX_INSTANCES = 2"),
            sql ->
                assertThat(sql)
                    .startsWith("ALTER SERVICE " + DEV + " FROM SPECIFICATION")
                    .contains("5Gi"));
    assertThat(standing(DEV)).isEqualTo(before);
    assertThat(world.rows("SHOW SERVICES IN DATABASE E2E_FLOW_DB_DEV"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("max_instances", "2"));
    assertThat(measured("dev")).isEqualTo(measured + 1);
  }

  @Test
  @Order(2)
  void the_merged_commit_does_the_same_in_main_and_nothing_elsewhere() {
    var before = standing(MAIN);
    var statements = world.statements().last();
    var measured = measured("main");
    world.repository().checkout("main");
    world.repository().merge("dev");

    var dev = world.converge("dev");
    var main = world.converge("main");

    assertThat(dev.result()).isEqualTo(Result.NOOP);
    assertThat(main.result()).as(() -> EndToEndIT.explain(main)).isEqualTo(Result.CHANGED);
    assertThat(writes(statements))
        .satisfiesExactly(
            sql -> assertThat(sql).isEqualTo("ALTER SERVICE " + MAIN + " SET MAX_INSTANCES = 3"),
            sql ->
                assertThat(sql)
                    .startsWith("ALTER SERVICE " + MAIN + " FROM SPECIFICATION")
                    .contains("5Gi"));
    assertThat(standing(MAIN)).isEqualTo(before);
    assertThat(measured("main")).isEqualTo(measured + 1);
  }

  private List<String> writes(long since) {
    return world.statements().writesSince(since).stream().map(StatementLog.Entry::sql).toList();
  }

  private double measured(String environment) {
    return Metric.sum(
        world.assembly().metrics().scrape(), COUNT, "env=\"%s\"".formatted(environment));
  }

  /// What a re-creation would change: the address that others know, and the time of birth.
  private List<String> standing(String service) {
    var schema = service.substring(0, service.lastIndexOf('.'));
    var host =
        world
            .rows("SHOW ENDPOINTS IN SERVICE " + service)
            .getFirst()
            .getOrDefault("ingress_url", "");
    var born =
        world.rows("SHOW SERVICES IN SCHEMA " + schema).getFirst().getOrDefault("created_on", "");
    assertThat(host).isNotEmpty();
    assertThat(born).isNotEmpty();
    return List.of(host, born);
  }
}
