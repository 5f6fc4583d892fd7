package dev.snowdrift.prefect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.health.Health.Status;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.report.StatusText;
import dev.snowdrift.report.WhyText;
import dev.snowdrift.sandbox.prefect.Fault;
import dev.snowdrift.sandbox.prefect.RecordingProxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What happens to runs and workers is health in the next look, and never a reason to write. Every
/// test has names of its own, so that all can share one server.
abstract class RunHealthSuite {
  private static final String MANIFESTS =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkPool
      metadata: {name: health-$N}
      spec: {type: process}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Flow
      metadata: {name: health-$N}
      spec:
        entrypoint: flows/load.py:main
        workPool: health-$N
        deployments:
          - name: nightly
          - name: manual
      """;

  private final String n = UUID.randomUUID().toString().substring(0, 8);
  private RecordingProxy proxy;
  private Hand hand;
  private Workspace workspace;
  private DesiredState commit;
  private String nightly;

  /// The API of the server under test.
  abstract URI api();

  @BeforeEach
  void converge() {
    proxy = RecordingProxy.start(api());
    hand = new Hand(api());
    // Ten minutes later than the server: what is late now has been for a while.
    workspace =
        new Workspace(
            proxy.api(), "env-" + n, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));
    commit = workspace.commit("1", MANIFESTS.replace("$N", n).split("---\n", -1));
    workspace.converge(commit);
    hand.heartbeat("health-" + n, "worker");
    nightly = hand.id("/deployments/name/{}/{}", "health-" + n, "nightly");
    proxy.log().clear();
  }

  @AfterEach
  void close() {
    workspace.close();
    hand.close();
    proxy.close();
  }

  private ResourceId id(String deployment) {
    return new ResourceId("Deployment", "health-%s/%s".formatted(n, deployment));
  }

  /// A look that must find nothing to do, and write nothing.
  private Plan look() {
    var plan = workspace.plan(commit);
    assertThat(Workspace.effects(plan)).isEmpty();
    assertThat(proxy.log().writes()).isEmpty();
    return plan;
  }

  private ObjectStatus status(String deployment) {
    return status(look(), id(deployment));
  }

  private static ObjectStatus status(Plan plan, ResourceId id) {
    return requireNonNull(plan.objects().get(id));
  }

  @Test
  void a_failed_run_degrades_its_deployment_until_a_later_one_completes() {
    hand.state(hand.run(nightly, "tidy-fox"), "FAILED", "Failed", "ValueError: no rows");

    var failed = look();
    hand.ended(nightly, "sly-owl", "COMPLETED");
    var completed = look();

    var health = status(failed, id("nightly")).health();
    assertThat(health.status()).isEqualTo(Status.DEGRADED);
    assertThat(health.message())
        .matches("(?s).*the last run, tidy-fox, failed at .* UTC: ValueError: no rows.*");
    assertThat(status(failed, id("nightly")).sync()).isEqualTo(Sync.SYNCED);
    assertThat(status(failed, id("manual")).health().status()).isNotEqualTo(Status.DEGRADED);
    assertThat(status(completed, id("nightly")).health().status()).isNotEqualTo(Status.DEGRADED);
    assertThat(StatusText.render(failed)).contains("tidy-fox, failed at");
    assertThat(WhyText.render(completed, id("nightly")))
        .contains("lastRun: sly-owl", "lastRunState: Completed", "workersOnline: 1");
  }

  @Test
  void a_crash_is_told_from_a_failure() {
    hand.ended(nightly, "tidy-fox", "CRASHED");

    assertThat(status("nightly").health().message()).contains("tidy-fox, crashed at");
  }

  @Test
  void late_runs_degrade_their_deployment_and_are_counted() {
    hand.state(hand.run(nightly, "a"), "SCHEDULED", "Late", "");
    hand.state(hand.run(nightly, "b"), "SCHEDULED", "Late", "");

    var status = status("nightly");

    assertThat(status.health().status()).isEqualTo(Status.DEGRADED);
    assertThat(status.health().message()).startsWith("2 runs are late since ");
    assertThat(status.facts()).containsEntry("standing.lateRuns", "2");
  }

  @Test
  void a_run_at_work_is_a_fact() {
    var run = hand.run(nightly, "a");
    hand.state(run, "PENDING", "Pending", "");
    hand.state(run, "RUNNING", "Running", "");

    assertThat(status("nightly").facts()).containsEntry("standing.running", "1");
  }

  @Test
  void the_pool_tells_how_many_workers_are_online() {
    hand.heartbeat("health-" + n, "second");

    var pool = status(look(), new ResourceId("WorkPool", "health-" + n));

    assertThat(pool.health()).isEqualTo(Health.HEALTHY);
    assertThat(pool.facts()).containsEntry("standing.workersOnline", "2");
  }

  @Test
  void runs_that_cannot_be_read_make_health_unknown_and_block_nothing() {
    proxy.inject(
        Fault.next(
            99,
            request -> request.path().startsWith("/flow_runs/"),
            new Fault.Effect.Answer(500, Map.of(), "{\"exception_message\":\"no such column\"}")));
    var more = MANIFESTS.replace("    - name: manual", "    - name: manual\n    - name: third");

    var status = status("nightly");
    var plan = workspace.plan(workspace.commit("2", more.replace("$N", n).split("---\n", -1)));

    assertThat(status.health().status()).isEqualTo(Status.UNKNOWN);
    assertThat(status.health().message())
        .contains("its runs are not known", "POST /flow_runs/filter", "no such column");
    assertThat(status.sync()).isEqualTo(Sync.SYNCED);
    assertThat(plan.going())
        .extracting(step -> step.change().word() + " " + step.id().name())
        .contains("create health-%s/third".formatted(n));
  }

  @Test
  void workers_that_cannot_be_read_are_just_not_known() {
    proxy.inject(
        Fault.next(
            99,
            request -> request.path().endsWith("/workers/filter"),
            new Fault.Effect.Answer(403, Map.of(), "{\"detail\":\"not allowed\"}")));

    var pool = status(look(), new ResourceId("WorkPool", "health-" + n));

    assertThat(pool.health()).isEqualTo(Health.HEALTHY);
    assertThat(pool.facts()).doesNotContainKey("standing.workersOnline");
  }
}
