package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import dev.snowdrift.sandbox.prefect.PrefectWorkerProcess;
import dev.snowdrift.sandbox.prefect.RecordedRequest;
import dev.snowdrift.sandbox.prefect.RecordingProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The operator against a real Prefect server and a real worker. They take long to start, so the
/// tests share them; each begins with a converged environment and leaves one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealPrefectIT {
  private static final Duration RUN = Duration.ofMinutes(3);
  private static final Duration SCHEDULER = Duration.ofMinutes(1);

  /// Runs that are due sooner may start while a test looks.
  private static final Duration LATER = Duration.ofMinutes(10);

  /// Schedules of all sorts, several of them on one deployment.
  private static final String CALENDAR =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Flow
      metadata: {name: "calendar-${environment}"}
      spec:
        entrypoint: flows/housekeeping.py:housekeeping
        workPool: ${workPool}
        deployments:
          - name: rule
            schedules: [{name: weekdays, rrule: "FREQ=DAILY;BYHOUR=4;BYMINUTE=0;BYSECOND=0"}]
          - name: both
            description: Every day, and every other day
            schedules:
              - {name: daily, cron: "20 4 * * *", timezone: Europe/Berlin}
              - {name: other, interval: 2d}
      """;

  private static final String CALENDAR_FILE = "base/prefect/calendar.yaml";

  private final PrefectServerProcess server =
      PrefectServerProcess.start(
          PrefectServerOptions.withServices().schedulerLoop(Duration.ofSeconds(1)));
  private final RecordingProxy proxy = RecordingProxy.start(server.api());
  private final Workspace workspace = new Workspace(server.api());
  private final World world;
  private final PassReport first;
  private final PrefectWorkerProcess worker;

  RealPrefectIT(@TempDir Path directory) {
    world = World.create(directory, proxy.api());
    world.repository().commit("a calendar", Map.of(CALENDAR_FILE, CALENDAR));
    first = world.converge("dev");
    worker = server.startWorker("spcs-process-dev", "worker", directory, Map.of());
  }

  @AfterAll
  void close() {
    world.close();
    workspace.close();
    proxy.close();
    server.close();
  }

  @Test
  void from_empty_an_environment_converges_on_a_real_server() {
    assertThat(first.result())
        .as(() -> EndToEndIT.explain(first))
        .isEqualTo(PassReport.Result.CHANGED);
    assertThat(first.plan().orElseThrow().objects().values())
        .extracting(ObjectStatus::sync)
        .containsOnly(Sync.SYNCED);
    assertThat(workspace.all("deployments"))
        .extracting(deployment -> deployment.path("name").asString())
        .containsExactlyInAnyOrder(
            "nightly", "weekly", "snowflake", "crunchy", "worker", "rule", "both");
  }

  @Test
  void a_real_worker_runs_the_code_of_the_converged_commit() {
    var _ = world.converge("dev");
    var later = world.repository().commit("not converged", code("raise RuntimeError('too early')"));
    var housekeeping = workspace.run("housekeeping-dev", "worker");
    var report = workspace.run("market-report-dev", "nightly");
    var lag = workspace.run("lag-check-dev", "snowflake");

    assertThat(workspace.get("/variables/name/snowdrift_dev_commit").path("value").asString())
        .doesNotContain(later);
    assertThat(ended(housekeeping)).startsWith("COMPLETED");
    assertThat(ended(report)).startsWith("COMPLETED");
    assertThat(ended(lag)).startsWith("COMPLETED");
  }

  @Test
  void new_code_reaches_the_runs_without_a_write_to_any_deployment() {
    var commit =
        world
            .repository()
            .commit("say who answers", code("return Completed(message='the second commit')"));
    proxy.log().clear();

    var pass = world.converge("dev");
    var run = workspace.run("housekeeping-dev", "worker");

    assertThat(pass.result())
        .as(() -> EndToEndIT.explain(pass))
        .isEqualTo(PassReport.Result.CHANGED);
    assertThat(proxy.log().writes())
        .hasToString("[PATCH /variables/name/snowdrift_dev_commit -> 204]");
    assertThat(workspace.get("/variables/name/snowdrift_dev_commit").path("value").asString())
        .contains(commit);
    assertThat(ended(run)).isEqualTo("COMPLETED: the second commit");
  }

  @Test
  void a_hundred_passes_at_rest_write_nothing_and_keep_the_scheduled_runs() {
    var _ = world.converge("dev");
    var due = Instant.now().plus(LATER);
    var runs = scheduledRuns(due);
    var statements = world.statements().last();
    proxy.log().clear();

    for (var pass = 0; pass < 100; pass++) {
      var report = world.converge("dev");
      assertThat(report.result())
          .as(() -> EndToEndIT.explain(report))
          .isEqualTo(PassReport.Result.NOOP);
    }

    assertThat(proxy.log().writes()).isEmpty();
    assertThat(world.statements().writesSince(statements)).isEmpty();
    assertThat(workspace.scheduledRuns(due)).containsAllEntriesOf(runs);
  }

  @Test
  void a_commit_that_changes_one_deployment_leaves_the_scheduled_runs_of_the_others() {
    var _ = world.converge("dev");
    var due = Instant.now().plus(LATER);
    var runs = new TreeMap<>(scheduledRuns(due));
    var changing = id("calendar-dev", "both");
    var schedules = schedules("calendar-dev", "both");
    var workspaceFile = "overlays/dev/sizes.yaml";
    var variables =
        world.repository().read(workspaceFile).replace("value: eu-west", "value: eu-north");
    var calendar = CALENDAR.replace("Every day, and", "Each day, and");
    world
        .repository()
        .commit(
            "another text, another region, other code",
            Map.of(
                CALENDAR_FILE,
                calendar,
                workspaceFile,
                variables,
                "flows/lag_check.py",
                world.repository().read("flows/lag_check.py") + "\n# checked\n"));
    proxy.log().clear();

    var report = world.converge("dev");

    assertThat(report.result())
        .as(() -> EndToEndIT.explain(report))
        .isEqualTo(PassReport.Result.CHANGED);
    assertThat(proxy.log().writes())
        .extracting(RecordedRequest::toString)
        .containsExactlyInAnyOrder(
            "PATCH /deployments/%s -> 204".formatted(changing),
            "PATCH /variables/name/market_regions_dev -> 204",
            "PATCH /variables/name/snowdrift_dev_commit -> 204");
    runs.values().removeIf(changing::equals);
    assertThat(workspace.scheduledRuns(due)).containsAllEntriesOf(runs);
    assertThat(schedules("calendar-dev", "both")).isEqualTo(schedules);
    world
        .repository()
        .commit(
            "the region again",
            Map.of(workspaceFile, variables.replace("value: eu-north", "value: eu-west")));
    var _ = world.converge("dev");
  }

  @Test
  void after_a_rollback_of_the_branch_runs_execute_the_older_code() {
    world.repository().commit("the good code", code("return Completed(message='good')"));
    var _ = world.converge("dev");
    var bad = world.repository().commit("the bad code", code("return Completed(message='bad')"));
    var _ = world.converge("dev");
    assertThat(ended(workspace.run("housekeeping-dev", "worker"))).isEqualTo("COMPLETED: bad");

    var revert = world.repository().commit("revert", code("return Completed(message='good')"));
    var reverted = world.converge("dev");
    assertThat(reverted.result()).isEqualTo(PassReport.Result.CHANGED);
    assertThat(convergedCommit()).contains(revert);
    assertThat(ended(workspace.run("housekeeping-dev", "worker"))).isEqualTo("COMPLETED: good");

    // Nothing is removed by it, so that a history which was rewritten may still move on.
    world.repository().forceTo(bad);
    var reset = world.converge("dev");
    assertThat(reset.result())
        .as(() -> EndToEndIT.explain(reset))
        .isEqualTo(PassReport.Result.CHANGED);
    assertThat(convergedCommit()).contains(bad);
    assertThat(ended(workspace.run("housekeeping-dev", "worker"))).isEqualTo("COMPLETED: bad");
  }

  private String convergedCommit() {
    return workspace.get("/variables/name/snowdrift_dev_commit").path("value").asString();
  }

  private Map<String, String> schedules(String flow, String deployment) {
    var ids = new TreeMap<String, String>();
    for (var schedule : workspace.deployment(flow, deployment).path("schedules")) {
      ids.put(schedule.path("slug").asString(), schedule.path("id").asString());
    }
    return ids;
  }

  @Test
  void a_commit_that_changes_only_the_service_leaves_the_scheduled_runs() {
    var _ = world.converge("dev");
    var due = Instant.now().plus(LATER);
    var runs = scheduledRuns(due);
    var statements = world.statements().last();
    var commit =
        world
            .repository()
            .edit("more memory", "environments/dev.yaml", "workerMemory: 2Gi", "workerMemory: 3Gi");
    proxy.log().clear();

    var report = world.converge("dev");

    assertThat(report.result())
        .as(() -> EndToEndIT.explain(report))
        .isEqualTo(PassReport.Result.CHANGED);
    assertThat(world.statements().writesSince(statements))
        .singleElement()
        .satisfies(entry -> assertThat(entry.sql()).startsWith("ALTER SERVICE"));
    assertThat(proxy.log().writes())
        .as("the commit's variable, and no deployment")
        .hasToString("[PATCH /variables/name/snowdrift_dev_commit -> 204]");
    assertThat(workspace.get("/variables/name/snowdrift_dev_commit").path("value").asString())
        .contains(commit);
    assertThat(workspace.scheduledRuns(due)).containsAllEntriesOf(runs);
  }

  @Test
  void changes_behind_its_back_are_told_field_by_field_and_healed() {
    var _ = world.converge("dev");
    editCron("lag-check-dev", "snowflake", "59 23 * * *");
    patchSchedule("lag-check-dev", "crunchy", "{\"active\": false}");
    workspace.delete("/deployments/" + id("market-report-dev", "weekly"));
    workspace.patch("/variables/name/market_regions_dev", "{\"value\": \"mars\"}");

    var drift = world.plan("dev");
    var healed = world.converge("dev");

    assertThat(told(drift))
        .containsExactlyInAnyOrder(
            "Deployment lag-check-dev/snowflake schedules[daily].cron: \"59 23 * * *\", not \"0 5 *"
                + " * *\" (OUT_OF_BAND)",
            "Deployment lag-check-dev/crunchy schedules[daily].active: false, not true"
                + " (OUT_OF_BAND)",
            "Deployment market-report-dev/weekly is gone (OUT_OF_BAND)",
            "Variable market_regions_dev value: \"mars\", not \"eu-west\" (OUT_OF_BAND)");
    assertThat(healed.result())
        .as(() -> EndToEndIT.explain(healed))
        .isEqualTo(PassReport.Result.CHANGED);
    assertThat(schedule("lag-check-dev", "snowflake").path("schedule").path("cron").asString())
        .isEqualTo("0 5 * * *");
    assertThat(schedule("lag-check-dev", "crunchy").path("active").asBoolean()).isTrue();
    assertThat(id("market-report-dev", "weekly")).isNotEmpty();
    assertThat(workspace.get("/variables/name/market_regions_dev").path("value").asString())
        .isEqualTo("eu-west");
    assertThat(world.converge("dev").result()).isEqualTo(PassReport.Result.NOOP);
  }

  /// The smallest file that is the flow, with one line to run.
  private static Map<String, String> code(String line) {
    return Map.of(
        "flows/housekeeping.py",
        """
        from prefect import flow
        from prefect.states import Completed


        @flow(name="housekeeping")
        def housekeeping(directory: str = "/tmp", retention_days: int = 3, dry_run: bool = False):
            %s
        """
            .formatted(line));
  }

  /// Waits until the run is over. Its state's type, and what the state says.
  private String ended(String run) {
    return Waiting.forValue(
        "run " + run + " is over; see " + worker.log(),
        RUN,
        () -> {
          var state = workspace.get("/flow_runs/" + run).path("state");
          var type = state.path("type").asString();
          return Set.of("COMPLETED", "FAILED", "CRASHED", "CANCELLED").contains(type)
              ? Optional.of(type + ": " + state.path("message").asString(""))
              : Optional.empty();
        });
  }

  /// Waits until the server's scheduler has made runs of all six deployments with schedules. Those
  /// that are due later than told.
  private Map<String, String> scheduledRuns(Instant due) {
    Waiting.until(
        "runs of six deployments are scheduled",
        SCHEDULER,
        () -> new HashSet<>(workspace.scheduledRuns(due).values()).size() == 6);
    return workspace.scheduledRuns(due);
  }

  private String id(String flow, String deployment) {
    return workspace.deployment(flow, deployment).path("id").asString();
  }

  private JsonNode schedule(String flow, String deployment) {
    return workspace.deployment(flow, deployment).path("schedules").path(0);
  }

  private void editCron(String flow, String deployment, String cron) {
    patchSchedule(
        flow,
        deployment,
        "{\"schedule\": {\"cron\": \"%s\", \"timezone\": \"UTC\"}}".formatted(cron));
  }

  private void patchSchedule(String flow, String deployment, String body) {
    workspace.patch(
        "/deployments/%s/schedules/%s"
            .formatted(id(flow, deployment), schedule(flow, deployment).path("id").asString()),
        body);
  }

  /// Every change of a plan in words: what is desired, what is there, and who made the difference.
  private static List<String> told(PassReport report) {
    var told = new ArrayList<String>();
    for (var step : report.plan().orElseThrow().steps()) {
      if (step.change() instanceof Change.Create(var id, var origin, var _)) {
        told.add("%s is gone (%s)".formatted(id, origin));
      }
      for (var drift : step.change().drifts()) {
        told.add(
            "%s %s: %s, not %s (%s)"
                .formatted(
                    step.id(),
                    drift.path(),
                    drift.observed().map(JsonNode::toString).orElse("absent"),
                    drift.desired().map(JsonNode::toString).orElse("absent"),
                    drift.origin()));
      }
    }
    return told;
  }
}
