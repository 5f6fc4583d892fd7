package dev.snowdrift.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.bench.PrefectComparison.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What ten deployments of two flows cost on a real server, made by Snowdrift and by `prefect
/// deploy --all`: counts, no times.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrefectDeployIT {
  private static final PrefectProject PROJECT = new PrefectProject(2, 5);

  private Way snowdrift;
  private Way deploy;

  @BeforeAll
  void compare(@TempDir Path folder) {
    var both = PrefectComparison.of(PROJECT, folder, _ -> {});
    snowdrift = both.snowdrift();
    deploy = both.deploy();
  }

  private static SortedMap<String, List<String>> shown(Way way) {
    var all = new TreeMap<String, List<String>>();
    for (var deployment : way.made()) {
      var schedule = deployment.path("schedules").path(0);
      all.put(
          deployment.path("entrypoint").asString() + " " + deployment.path("name").asString(),
          List.of(
              deployment.path("description").asString(),
              deployment.path("parameters").toString(),
              deployment.path("work_pool_name").asString(),
              deployment.path("schedules").size() + " schedule",
              schedule.path("slug").asString(),
              schedule.path("schedule").path("cron").asString(),
              schedule.path("schedule").path("timezone").asString()));
    }
    return all;
  }

  @Test
  void both_make_the_same_deployments() {
    assertThat(shown(snowdrift)).hasSize(PROJECT.deployments()).isEqualTo(shown(deploy));
  }

  /// And the pool, and the variable with the commit.
  @Test
  void snowdrift_writes_each_new_object_once() {
    assertThat(snowdrift.first().of("POST /deployments/")).isEqualTo(10);
    assertThat(snowdrift.first().of("POST /flows/")).isEqualTo(2);
    assertThat(snowdrift.first().writes()).isEqualTo(10 + 2 + 1 + 1);
    assertThat(snowdrift.first().requests()).isLessThan(deploy.first().requests());
  }

  @Test
  void at_rest_snowdrift_writes_nothing_and_keeps_every_scheduled_run() {
    assertThat(snowdrift.second().writes()).isZero();
    assertThat(snowdrift.second().runsDeleted()).isZero();
    assertThat(snowdrift.second().requests()).isLessThanOrEqualTo(10);
  }

  @Test
  void at_rest_prefect_deploy_writes_each_deployment_again_and_its_scheduled_runs_are_gone() {
    assertThat(deploy.second().of("PATCH /deployments/{}")).isEqualTo(10);
    assertThat(deploy.second().writes()).isGreaterThanOrEqualTo(10);
    assertThat(deploy.second().runsDeleted()).isEqualTo(3 * 10);
  }
}
