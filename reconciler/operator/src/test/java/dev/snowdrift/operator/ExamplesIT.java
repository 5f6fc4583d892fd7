package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.plan.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// The published systems do what their manifests say: each converges from an empty account, is
/// healed after hands went over every object of it, and is pruned.
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("../../manifests/examples");
  private static final Pattern KEPT = Pattern.compile("(?m)^kind: (Database|Schema)$");

  @TempDir Path directory;

  /// All but the one that other tests are about, in dev; flows also where their schedules are.
  static List<Arguments> examples() {
    try (var found = Files.list(EXAMPLES)) {
      return found
          .map(example -> example.getFileName().toString())
          .filter(example -> !example.equals("prefect-worker"))
          .sorted()
          .flatMap(example ->
              (example.equals("flowspec") ? Stream.of("dev", "main") : Stream.of("dev"))
                  .map(environment -> Arguments.of(example, environment)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void a_system_converges_is_healed_and_is_pruned(String example, String environment) {
    try (var world = new ExampleWorld(EXAMPLES.resolve(example), environment, directory)) {
      converges_from_an_empty_account(world);
      is_healed_after_hands_went_over_everything(world);
      is_pruned_but_for_what_holds_data(world);
    }
  }

  @Test
  void flows_are_scheduled_in_main_only() {
    var schedules = new TreeMap<String, Integer>();
    for (var environment : List.of("dev", "staging", "main")) {
      var folder = directory.resolve(environment);
      try (var world = new ExampleWorld(EXAMPLES.resolve("flowspec"), environment, folder)) {
        var _ = world.settled();
        var deployments = world.workspace().all("deployments");

        assertThat(deployments).hasSize(22);
        assertThat(world.workspace().all("flows")).hasSize(13);
        assertThat(deployments)
            .allSatisfy(deployment -> {
              assertThat(deployment.path("work_pool_name").asString())
                  .isEqualTo("aws-ecs-fargate-" + environment);
              assertThat(deployment.path("work_queue_name").asString())
                  .isEqualTo("data-products-" + environment);
              assertThat(deployment.path("tags").valueStream().map(JsonNode::asString))
                  .contains(environment, "data-products");
              assertThat(deployment.path("parameter_openapi_schema").path("title").asString())
                  .isEqualTo("Parameters");
            });
        schedules.put(
            environment, deployments.stream().mapToInt(d -> d.path("schedules").size()).sum());
      }
    }

    assertThat(schedules)
        .containsExactly(Map.entry("dev", 0), Map.entry("main", 20), Map.entry("staging", 0));
  }

  private static void converges_from_an_empty_account(ExampleWorld world) {
    var report = world.settled();

    assertSynced(world, report);
    assertNothingToWrite(world);
  }

  private static void is_healed_after_hands_went_over_everything(ExampleWorld world) {
    var touched = new Hands(world).changeEverything();

    var plan = world.plan().plan().orElseThrow();

    assertThat(plan.changes())
        .as(() -> EndToEndIT.explain(world.plan()))
        .extracting(Step::id)
        .containsExactlyInAnyOrderElementsOf(touched);
    plan.changes().forEach(step -> assertOneThingByHand(step.change()));

    assertSynced(world, world.settled());
    assertNothingToWrite(world);
  }

  private static void is_pruned_but_for_what_holds_data(ExampleWorld world) {
    removeAllButDatabasesAndSchemas(world.repository());

    var first = world.settled();

    assertThat(heldForData(first))
        .as(() -> EndToEndIT.explain(first))
        .isEqualTo(withBlockVolumes(world));

    world.approve(first);
    var last = world.settled();

    assertThat(last.result()).as(() -> EndToEndIT.explain(last)).isIn(Result.CHANGED, Result.NOOP);
    assertNothingToWrite(world);
    var hands = new Hands(world);
    var kinds = Assembly.kinds();
    for (var resource : world.desired().values()) {
      var id = resource.id();
      var stays = kinds.of(resource).deletion() == Lifecycle.Deletion.ORPHAN;
      if (!id.kind().equals("Grant")) {
        assertThat(hands.sees(id)).as("%s stays", id).isEqualTo(stays);
      }
    }
  }

  private static void assertOneThingByHand(Change change) {
    switch (change) {
      case Change.Create(var id, var origin, var _) -> {
        assertThat(id.kind()).isEqualTo("Grant");
        assertThat(origin).isEqualTo(Drift.Origin.OUT_OF_BAND);
      }
      // Which side of a secret value moved cannot be told, as neither side is kept.
      case Change.Update(var id, var drifts) when id.kind().equals("Block") ->
          assertThat(drifts).as(id.toString()).hasSize(1);
      case Change.Update(var id, var drifts) ->
          assertThat(drifts)
              .as(id.toString())
              .singleElement()
              .extracting(Drift::origin)
              .isEqualTo(Drift.Origin.OUT_OF_BAND);
      default -> throw new AssertionError(change.toString());
    }
  }

  /// What is held because data would go with it.
  private static SortedSet<ResourceId> heldForData(PassReport report) {
    var held = new TreeSet<ResourceId>();
    for (var step : report.plan().orElseThrow().steps()) {
      if (step.verdict() instanceof Verdict.Held(var guard, var _, var _, var _)
          && guard == Guard.HOLDS_DATA) {
        held.add(step.id());
      }
    }
    return held;
  }

  private static SortedSet<ResourceId> withBlockVolumes(ExampleWorld world) {
    return world.desired().values().stream()
        .filter(resource ->
            ExampleWorld.specification(resource).findValuesAsString("source").contains("block"))
        .map(Desired::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertSynced(ExampleWorld world, PassReport report) {
    assertThat(report.result())
        .as(() -> EndToEndIT.explain(report))
        .isIn(Result.CHANGED, Result.NOOP);
    var objects = report.plan().orElseThrow().objects();
    assertThat(objects).containsOnlyKeys(world.desired().keySet().toArray(ResourceId[]::new));
    assertThat(objects.values())
        .as(() -> EndToEndIT.explain(report))
        .extracting(ObjectStatus::sync)
        .containsOnly(Sync.SYNCED);
    for (var object : objects.values()) {
      assertThat(object.health().status())
          .as("%s: %s", object.id(), object.health().message())
          .isEqualTo(rests(world, object.id()) ? Health.Status.SUSPENDED : Health.Status.HEALTHY);
    }
  }

  /// Warehouses wait for a query; what else rests does so because its manifest says it.
  private static boolean rests(ExampleWorld world, ResourceId id) {
    var spec = ExampleWorld.specification(Objects.requireNonNull(world.desired().get(id)));
    return id.kind().equals("Warehouse") || spec.path("suspended").asBoolean(false);
  }

  private static void assertNothingToWrite(ExampleWorld world) {
    var reports = new ArrayList<PassReport>();

    var writes = world.writesOf(() -> reports.add(world.converge()));

    assertThat(writes).isEmpty();
    assertThat(reports.getFirst().result())
        .as(() -> EndToEndIT.explain(reports.getFirst()))
        .isEqualTo(Result.NOOP);
  }

  private static void removeAllButDatabasesAndSchemas(Repository repository) {
    var files = new TreeMap<String, String>();
    for (var folder : List.of("base", "overlays")) {
      for (var file : repository.files(folder)) {
        files.put(
            file,
            Arrays.stream(repository.read(file).split("(?m)^---\n"))
                .filter(document -> KEPT.matcher(document).find())
                .collect(Collectors.joining("---\n")));
      }
    }
    var _ = repository.commit("Only what holds everything", files);
  }
}
