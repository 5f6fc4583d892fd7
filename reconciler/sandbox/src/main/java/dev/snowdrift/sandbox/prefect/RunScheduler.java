package dev.snowdrift.sandbox.prefect;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Makes the runs that schedules ask for. It has no thread: it catches up before each request with
/// what the server's two loops would have done by then. One comes soon after a deployment was
/// written, the other each minute; a schedule added by itself waits for the latter.
///
/// Like the server it plans at least 3 runs and an hour ahead, at most 100 runs and 100 days
/// (PrefectHQ/prefect, src/prefect/settings/models/server/services.py). What has not started 15
/// seconds after its time is called late.
final class RunScheduler {
  private static final Duration LOOP = Duration.ofSeconds(60);
  private static final Duration AHEAD = Duration.ofHours(1);
  private static final Duration FARTHEST = Duration.ofDays(100);
  private static final Duration LATE = Duration.ofSeconds(15);
  private static final int FEWEST = 3;
  private static final int MOST = 100;
  private static final DateTimeFormatter KEY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private final World world;
  private final Duration delay;
  private final Map<String, Instant> due = new HashMap<>();
  private Instant nextLoop;

  RunScheduler(World world, Duration delay) {
    this.world = world;
    this.delay = delay;
    this.nextLoop = world.now().plus(LOOP);
  }

  /// A deployment was written: its future auto-scheduled runs go at once and come again, with new
  /// ids, after the delay.
  void deploymentWritten(String deploymentId) {
    dropRuns(deploymentId);
    deploymentTouched(deploymentId);
  }

  /// Plans the deployment's runs after the delay and drops none.
  void deploymentTouched(String deploymentId) {
    due.put(deploymentId, world.now().plus(delay));
  }

  /// Drops the future auto-scheduled runs that have not started.
  void dropRuns(String deploymentId) {
    var now = World.written(world.now());
    world.runs.removeIf(run ->
        isWaiting(run, deploymentId)
            && run.path("auto_scheduled").asBoolean()
            && Json.text(run, "next_scheduled_start_time").compareTo(now) > 0);
  }

  /// Drops all runs that have not started, made by hand or by schedule.
  void dropAllRuns(String deploymentId) {
    world.runs.removeIf(run -> isWaiting(run, deploymentId));
  }

  void catchUp() {
    var now = world.now();
    markLate(now);
    if (!now.isBefore(nextLoop)) {
      nextLoop = now.plus(LOOP);
      world.deployments.copy().forEach(deployment -> plan(deployment, now));
      due.clear();
    }
    for (var id :
        due.entrySet().stream()
            .filter(e -> !now.isBefore(e.getValue()))
            .map(Map.Entry::getKey)
            .toList()) {
      due.remove(id);
      world.deployments.find(id).ifPresent(deployment -> plan(deployment, now));
    }
  }

  private void markLate(Instant now) {
    for (var run : world.runs.where("state_name", "Scheduled")) {
      var planned = FlowRuns.time(run.path("next_scheduled_start_time"));
      if (planned.plus(LATE).isBefore(now)) {
        var state = FlowRuns.scheduledAt(planned).put("name", "Late");
        FlowRuns.enter(world, run, state);
      }
    }
  }

  private void plan(ObjectNode deployment, Instant now) {
    if (deployment.path("paused").asBoolean()) {
      return;
    }
    var id = Json.text(deployment, "id");
    for (var schedule : world.schedules.where("deployment_id", id)) {
      if (!schedule.path("active").asBoolean()) {
        continue;
      }
      var most =
          Json.given(schedule, "max_scheduled_runs")
              ? schedule.path("max_scheduled_runs").asInt()
              : MOST;
      var count = 0;
      for (var time :
          ScheduleSpec.times((ObjectNode) schedule.path("schedule"), now, Math.min(most, MOST))) {
        if (time.isAfter(now.plus(FARTHEST))) {
          break;
        }
        add(deployment, schedule, time);
        count++;
        if (count >= FEWEST && time.isAfter(now.plus(AHEAD))) {
          break;
        }
      }
    }
  }

  private void add(ObjectNode deployment, ObjectNode schedule, Instant time) {
    var key =
        "scheduled %s %s %s"
            .formatted(Json.text(deployment, "id"), Json.text(schedule, "id"), KEY.format(time));
    if (world.runs.findBy("idempotency_key", key).isPresent()) {
      return;
    }
    var run = FlowRuns.scheduled(world, deployment, time);
    run.put("idempotency_key", key).put("auto_scheduled", true);
    run.set(
        "tags", Json.array().add("auto-scheduled").addAll(Json.elements(deployment.path("tags"))));
    var parameters = ((ObjectNode) deployment.path("parameters")).deepCopy();
    schedule.path("parameters").properties().forEach(e -> parameters.set(e.getKey(), e.getValue()));
    run.set("parameters", parameters);
    run.set(
        "created_by",
        Json.object()
            .put("id", Json.text(schedule, "id"))
            .put("type", "SCHEDULE")
            .set("display_value", schedule.path("slug")));
    world.runs.add(run.put("name", "scheduled-" + UUID.randomUUID().toString().substring(0, 8)));
  }

  private static boolean isWaiting(ObjectNode run, String deploymentId) {
    return Json.text(run, "deployment_id").equals(deploymentId)
        && Json.text(run, "state_type").equals("SCHEDULED")
        && !Json.text(run, "state_name").equals("AwaitingConcurrencySlot")
        && run.path("run_count").asInt() == 0;
  }
}
