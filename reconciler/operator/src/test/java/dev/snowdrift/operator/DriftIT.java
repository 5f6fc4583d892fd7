package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.report.DriftText;
import dev.snowdrift.report.WhyText;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What hands change behind Git's back is seen, and put back or only reported.
@TestInstance(Lifecycle.PER_CLASS)
class DriftIT {
  private static final String SERVICE = "E2E_FLOW_DB_DEV.APP_SCHEMA.E2E_FLOW_SERVICE";
  private static final String POOL = "E2E_FLOW_COMPUTE_POOL_DEV";

  private final World healed;
  private final World reported;

  DriftIT(@TempDir Path first, @TempDir Path second) {
    this.healed = World.create(first);
    this.reported = World.create(second);
  }

  /// Something that a person does past Git.
  ///
  /// @param shown a line of the drift report, without what it begins with
  /// @param why a line of the answer to why
  record HandChange(String words, Consumer<World> hand, ResourceId id, String shown, String why) {
    @Override
    public String toString() {
      return words;
    }
  }

  static List<HandChange> hand_changes() {
    return List.of(
        field(
            "nodes of the pool",
            world -> world.byHand("ALTER COMPUTE POOL " + POOL + " SET MAX_NODES = 4"),
            new ResourceId("ComputePool", POOL),
            "maxNodes is 4, Git says 1"),
        field(
            "specification of the service",
            world ->
                world.byHand(
                    "ALTER SERVICE %s FROM SPECIFICATION $$%s$$"
                        .formatted(SERVICE, specification(world).replace("2Gi", "3Gi"))),
            new ResourceId("Service", SERVICE),
            "specification.containers[e2e-flow-container].resources.limits.memory is 3Gi, Git says 2Gi"),
        field(
            "a grant revoked",
            world ->
                world.byHand("REVOKE MONITOR ON COMPUTE POOL " + POOL + " FROM ROLE E2E_FLOW_DEV"),
            new ResourceId("Grant", "ROLE E2E_FLOW_DEV ON COMPUTE POOL " + POOL),
            "privileges.MONITOR is false, Git says true"),
        field(
            "a deployment's cron",
            world ->
                schedule(
                    world,
                    "market-report-dev",
                    "nightly",
                    "{\"schedule\": {\"cron\": \"0 3 * * *\", \"timezone\": \"UTC\"}}"),
            new ResourceId("Deployment", "market-report-dev/nightly"),
            "schedules[nightly].cron is 0 3 * * *, Git says 0 15 * * *"),
        field(
            "a schedule paused",
            world -> schedule(world, "lag-check-dev", "snowflake", "{\"active\": false}"),
            new ResourceId("Deployment", "lag-check-dev/snowflake"),
            "schedules[daily].active is false, Git says true"),
        new HandChange(
            "a deployment deleted",
            world -> {
              try (var workspace = workspace(world)) {
                var id = workspace.deployment("lag-check-dev", "crunchy").path("id").asString();
                workspace.delete("/deployments/" + id);
              }
            },
            new ResourceId("Deployment", "lag-check-dev/crunchy"),
            "deleted",
            "somebody deleted it"),
        field(
            "a variable edited",
            world -> {
              try (var workspace = workspace(world)) {
                workspace.patch("/variables/name/market_regions_dev", "{\"value\": \"mars\"}");
              }
            },
            new ResourceId("Variable", "market_regions_dev"),
            "value is mars, Git says eu-west"));
  }

  private static HandChange field(
      String words, Consumer<World> hand, ResourceId id, String difference) {
    return new HandChange(words, hand, id, difference, difference + " (out-of-band)");
  }

  @BeforeAll
  void converge() {
    healed.settled("dev");
    healed.restart();
    reported.settled("dev");
    reported.heal("off");
  }

  @AfterAll
  void close() {
    healed.close();
    reported.close();
  }

  @ParameterizedTest
  @MethodSource("hand_changes")
  void a_hand_change_is_shown_and_put_back_in_one_pass(HandChange change) {
    var before = detected(healed, change);
    change.hand().accept(healed);

    assertShown(healed, change, before);
    var report = healed.converge("dev");

    assertThat(report.result()).as(() -> EndToEndIT.explain(report)).isEqualTo(Result.CHANGED);
    assertThat(report.changed()).isEqualTo(1);
    assertThat(DriftText.render(healed.plan("dev").plan().orElseThrow()))
        .contains("no out-of-band drift");
    assertThat(drifted(healed, change)).isZero();
  }

  @ParameterizedTest
  @MethodSource("hand_changes")
  void without_healing_a_hand_change_is_only_reported(HandChange change) {
    var before = detected(reported, change);
    change.hand().accept(reported);
    var statements = reported.statements().last();
    reported.local().prefect().log().clear();

    var report = reported.converge("dev");

    assertThat(report.result()).isEqualTo(Result.PLANNED);
    assertThat(reported.statements().writesSince(statements)).isEmpty();
    assertThat(reported.local().prefect().writes()).isEmpty();
    assertShown(reported, change, before);
    assertThat(WhyText.render(report.plan().orElseThrow(), change.id()))
        .contains("is held by the guard heal: healing of out-of-band changes is off; next: ");
  }

  private static void assertShown(World world, HandChange change, double before) {
    var plan = world.plan("dev").plan().orElseThrow();
    assertThat(DriftText.any(plan)).isTrue();
    assertThat(DriftText.render(plan)).contains("%s: %s\n".formatted(change.id(), change.shown()));
    assertThat(WhyText.render(plan, change.id())).contains(change.why());
    assertThat(detected(world, change)).isEqualTo(before + 1);
    assertThat(drifted(world, change)).isPositive();
  }

  private static double detected(World world, HandChange change) {
    return Metric.sum(
        world.assembly().metrics().scrape(),
        "snowdrift_drift_detected_total",
        "env=\"dev\"",
        "kind=\"%s\"".formatted(change.id().kind()),
        "origin=\"out_of_band\"");
  }

  /// Objects of the kind that are not what Git says: different, or gone.
  private static double drifted(World world, HandChange change) {
    var page = world.assembly().metrics().scrape();
    var kind = "kind=\"%s\"".formatted(change.id().kind());
    return Metric.sum(page, "snowdrift_objects", "env=\"dev\"", kind, "sync=\"drifted\"")
        + Metric.sum(page, "snowdrift_objects", "env=\"dev\"", kind, "sync=\"missing\"");
  }

  /// As it was written last.
  private static String specification(World world) {
    return world.statements().writes().stream()
        .map(StatementLog.Entry::sql)
        .filter(sql -> sql.contains("SERVICE " + SERVICE) && sql.contains("$$"))
        .reduce((_, last) -> last)
        .map(sql -> sql.split("\\$\\$", -1)[1])
        .orElseThrow();
  }

  private static void schedule(World world, String flow, String deployment, String change) {
    try (var workspace = workspace(world)) {
      var found = workspace.deployment(flow, deployment);
      var schedule = found.path("schedules").path(0).path("id").asString();
      workspace.patch(
          "/deployments/%s/schedules/%s".formatted(found.path("id").asString(), schedule), change);
    }
  }

  private static Workspace workspace(World world) {
    return new Workspace(world.local().prefect().api());
  }
}
