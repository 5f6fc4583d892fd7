package dev.snowdrift.sandbox.prefect;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who looks for work, told by the clock: a worker is offline after three of its intervals without
/// a heartbeat, a queue or deployment not ready 60 seconds after the last poll (PrefectHQ/prefect,
/// src/prefect/settings/models/server/services.py, foreman).
final class Polling {
  private static final Duration POLLED = Duration.ofSeconds(60);
  private static final int DEFAULT_INTERVAL = 30;
  private static final int MISSED = 3;

  private Polling() {}

  static boolean online(World world, ObjectNode worker) {
    var interval =
        Json.given(worker, "heartbeat_interval_seconds")
            ? worker.path("heartbeat_interval_seconds").asInt()
            : DEFAULT_INTERVAL;
    var heard = FlowRuns.time(worker.path("last_heartbeat_time"));
    return !world.now().isAfter(heard.plusSeconds((long) MISSED * interval));
  }

  /// `READY` or `NOT_READY`, by `last_polled`.
  static String status(World world, JsonNode polled) {
    var ready =
        Json.given(polled, "last_polled")
            && !world.now().isAfter(FlowRuns.time(polled.path("last_polled")).plus(POLLED));
    return ready ? "READY" : "NOT_READY";
  }

  /// A worker asks for what is to be run: the pool's queues of these names, or all, and their
  /// deployments count as polled.
  static List<ObjectNode> poll(World world, ObjectNode pool, Optional<List<String>> names) {
    var now = World.written(world.now());
    var queues =
        world.queues.where("work_pool_id", Json.text(pool, "id")).stream()
            .filter(queue -> names.isEmpty() || names.get().contains(Json.text(queue, "name")))
            .toList();
    var ids = new HashSet<String>();
    for (var queue : queues) {
      queue.put("last_polled", now);
      ids.add(Json.text(queue, "id"));
    }
    world
        .deployments
        .where(deployment -> ids.contains(Json.text(deployment, "work_queue_id")))
        .forEach(deployment -> deployment.put("last_polled", now));
    return world.runs.where(run ->
        ids.contains(Json.text(run, "work_queue_id"))
            && Json.text(run, "state_type").equals("SCHEDULED"));
  }
}
