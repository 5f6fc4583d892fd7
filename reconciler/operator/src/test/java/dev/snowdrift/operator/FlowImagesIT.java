package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The images that a flow's runs use, against what is in the account's image repositories.
class FlowImagesIT {
  private static final String REPOSITORY = "E2E_FLOW_DB_DEV.IMAGE_SCHEMA.IMAGE_REPO";
  private static final String EMPTY =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: ImageRepository
      metadata: {name: "${database}.IMAGE_SCHEMA.FLOWS"}
      spec: {}
      """;

  @TempDir Path directory;

  @Test
  void a_tag_that_is_not_there_is_found_before_the_first_write() {
    try (var world = dockerPool()) {
      commit(world, "/e2e_flow_db_dev/image_schema/image_repo/prefect-worker:3.9");

      var report = world.converge("dev");

      assertThat(report.result()).isEqualTo(PassReport.Result.BLOCKED);
      assertThat(report.plan().orElseThrow().problems())
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.what()).contains("prefect-worker:3.9", REPOSITORY);
            assertThat(problem.next()).contains("the tags `3.8.3`");
            assertThat(problem.at().toString()).contains("base/images.yaml");
          });

      world.local().push(REPOSITORY, "prefect-worker", "3.9");
      assertThat(world.settled("dev").plan().orElseThrow().problems()).isEmpty();
    }
  }

  @Test
  void a_registry_host_of_the_account_is_looked_through_and_other_registries_are_not() {
    try (var world = dockerPool()) {
      commit(
          world,
          "org-account.registry.snowflakecomputing.com/e2e_flow_db_dev/image_schema/image_repo/x:1");
      assertThat(world.plan("dev").plan().orElseThrow().problems())
          .extracting(Problem::next)
          .singleElement()
          .asString()
          .contains("`prefect-worker`");

      commit(world, "registry.example.com/e2e_flow_db_dev/image_schema/image_repo/x:1");
      assertThat(world.settled("dev").plan().orElseThrow().problems()).isEmpty();
    }
  }

  @Test
  void a_deployment_waits_for_the_first_push_alone_and_keeps_the_tag_that_was_written() {
    try (var world = dockerPool()) {
      world.repository().commit("a repository", Map.of("base/flows-repository.yaml", EMPTY));
      world.settled("dev");
      commit(world, "/e2e_flow_db_dev/image_schema/flows/etl:1");

      var waiting = world.converge("dev");

      assertThat(waiting.plan().orElseThrow().held())
          .extracting(Step::verdict)
          .filteredOn(Verdict.Held.class::isInstance)
          .map(Verdict.Held.class::cast)
          .filteredOn(held -> held.guard() == Guard.AWAITED)
          .singleElement()
          .satisfies(held -> assertThat(held.next()).contains("push `/e2e_flow_db_dev"));

      world.local().push("E2E_FLOW_DB_DEV.IMAGE_SCHEMA.FLOWS", "etl", "1");
      world.settled("dev");
      var before = world.local().prefect().writes();
      world
          .local()
          .containers()
          .images()
          .push("E2E_FLOW_DB_DEV.IMAGE_SCHEMA.FLOWS", "etl", "1", "sha256:" + "ab".repeat(32));
      world.settled("dev");

      // Every write to a deployment deletes its scheduled runs, and the next run takes the new
      // image by itself.
      assertThat(world.local().prefect().writes()).isEqualTo(before);
    }
  }

  private World dockerPool() {
    var world = World.create(directory);
    world
        .repository()
        .edit("docker", "base/prefect/workspace.yaml", "type: process", "type: docker");
    world.settled("dev");
    return world;
  }

  private static void commit(World world, String image) {
    world
        .repository()
        .commit(
            "an image",
            Map.of(
                "base/images.yaml",
                """
                apiVersion: snowdrift.dev/v1alpha1
                kind: Flow
                metadata: {name: in-an-image}
                spec:
                  entrypoint: flows/market_report.py:main
                  image: "%s"
                  pull: {steps: []}
                  workPool: ${workPool}
                  deployments: [{name: only}]
                """
                    .formatted(image)));
  }
}
