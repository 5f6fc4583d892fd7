package dev.snowdrift.sandbox.prefect;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Flow runs and their states: how one is made, what a new state does to it, how it is shown.
///
/// Every state is taken but a second PENDING; the server's further rules of orchestration, which
/// concern what runs and not what reconciles, are left out.
final class FlowRuns {
  /// Of `state_type`, in the server's order.
  static final List<String> STATES =
      List.of(
          "SCHEDULED",
          "PENDING",
          "RUNNING",
          "COMPLETED",
          "FAILED",
          "CANCELLED",
          "CRASHED",
          "PAUSED",
          "CANCELLING");

  private static final Set<String> TERMINAL = Set.of("COMPLETED", "FAILED", "CANCELLED", "CRASHED");
  private static final List<String> DETAILS =
      List.of(
          "task_run_id",
          "child_flow_run_id",
          "scheduled_time",
          "cache_key",
          "cache_expiration",
          "pause_timeout",
          "pause_key",
          "run_input_keyset",
          "refresh_cache",
          "retriable",
          "transition_id",
          "task_parameters_id",
          "traceparent",
          "deployment_concurrency_lease_id");

  private FlowRuns() {}

  /// A run of the deployment that waits for this time.
  static ObjectNode scheduled(World world, ObjectNode deployment, Instant time) {
    var run = world.fresh();
    run.set("flow_id", deployment.path("flow_id"));
    run.putNull("state_id");
    run.set("deployment_id", deployment.path("id"));
    run.set("deployment_version", deployment.path("version"));
    run.set("work_queue_id", deployment.path("work_queue_id"));
    run.set("work_queue_name", deployment.path("work_queue_name"));
    run.putNull("flow_version");
    run.set("parameters", deployment.path("parameters"));
    run.putNull("idempotency_key").putObject("context");
    run.set("empirical_policy", policy());
    run.set("tags", deployment.path("tags"));
    run.set(
        "labels",
        Json.object()
            .put("prefect.flow.id", Json.text(deployment, "flow_id"))
            .put("prefect.deployment.id", Json.text(deployment, "id")));
    run.putNull("parent_task_run_id").putNull("state_type").putNull("state_name");
    run.put("run_count", 0);
    run.put("expected_start_time", World.written(time));
    run.putNull("next_scheduled_start_time").putNull("start_time").putNull("end_time");
    run.put("total_run_time", 0.0).put("auto_scheduled", false);
    run.putNull("infrastructure_document_id").putNull("infrastructure_pid").putNull("created_by");
    run.set("job_variables", Json.object());
    enter(world, run, scheduledAt(time));
    return run;
  }

  /// The state that waits for this time, as a request would ask for it.
  static ObjectNode scheduledAt(Instant time) {
    var state = Json.object().put("type", "SCHEDULED");
    state.putObject("state_details").put("scheduled_time", World.written(time));
    return state;
  }

  /// Puts a run into a state that a request describes, and tells the state.
  static ObjectNode enter(World world, ObjectNode run, JsonNode asked) {
    var now = world.now();
    var type = Json.text(asked, "type");
    var state = state(world, run, asked);
    leave(run, now);
    if (type.equals("SCHEDULED")) {
      run.set("next_scheduled_start_time", state.path("state_details").path("scheduled_time"));
    } else {
      run.putNull("next_scheduled_start_time");
    }
    if (type.equals("RUNNING")) {
      run.put("run_count", run.path("run_count").asInt() + 1);
      if (!Json.given(run, "start_time")) {
        run.put("start_time", World.written(now));
      }
    }
    if (TERMINAL.contains(type)) {
      run.put("end_time", World.written(now));
    } else {
      run.putNull("end_time");
    }
    run.set("state", state);
    run.set("state_id", state.path("id"));
    run.set("state_type", state.path("type"));
    run.set("state_name", state.path("name"));
    world.touch(run);
    return state;
  }

  /// The server counts the time in RUNNING only.
  private static void leave(ObjectNode run, Instant now) {
    if (Json.text(run, "state_type").equals("RUNNING")) {
      var since = time(run.path("state").path("timestamp"));
      var spent = Duration.between(since, now).toNanos() / 1e9;
      run.put("total_run_time", run.path("total_run_time").asDouble() + spent);
    }
  }

  private static ObjectNode state(World world, ObjectNode run, JsonNode asked) {
    var type = Json.text(asked, "type");
    var details = Json.object();
    details.set("flow_run_id", run.path("id"));
    DETAILS.forEach(details::putNull);
    details.put("deferred", false).put("untrackable_result", false).put("pause_reschedule", false);
    asked.path("state_details").properties().forEach(e -> details.set(e.getKey(), e.getValue()));
    if (type.equals("SCHEDULED") && !Json.given(details, "scheduled_time")) {
      details.put("scheduled_time", World.written(world.now()));
    }
    var state = Json.object().put("id", UUID.randomUUID().toString()).put("type", type);
    state.put(
        "name",
        Json.given(asked, "name")
            ? Json.text(asked, "name")
            : type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT));
    state.put("timestamp", World.written(world.now()));
    for (var field : List.of("message", "data")) {
      state.set(field, Json.given(asked, field) ? asked.path(field) : Json.nil());
    }
    return state.set("state_details", details);
  }

  /// As it is answered, with the estimates of this moment and the names of its pool.
  static ObjectNode shown(World world, ObjectNode run) {
    var shown = run.deepCopy();
    var running = Json.text(run, "state_type").equals("RUNNING");
    var total = run.path("total_run_time").asDouble();
    shown.put(
        "estimated_run_time",
        running ? total + seconds(run.path("state").path("timestamp"), world.now()) : total);
    shown.put("estimated_start_time_delta", lateness(world, run));
    var pool =
        world
            .queues
            .find(Json.text(run, "work_queue_id"))
            .flatMap(queue -> world.pools.find(Json.text(queue, "work_pool_id")));
    shown.set("work_pool_id", pool.map(p -> p.path("id")).orElseGet(Json::nil));
    shown.set("work_pool_name", pool.map(p -> p.path("name")).orElseGet(Json::nil));
    return shown;
  }

  /// By how many seconds the run started, or now starts, after the time that was expected.
  static double lateness(World world, ObjectNode run) {
    var expected = run.path("expected_start_time");
    if (Json.given(run, "start_time")) {
      return Math.max(0, seconds(expected, time(run.path("start_time"))));
    }
    var waits = !TERMINAL.contains(Json.text(run, "state_type"));
    return waits ? Math.max(0, seconds(expected, world.now())) : 0;
  }

  private static double seconds(JsonNode from, Instant to) {
    return Duration.between(time(from), to).toNanos() / 1e9;
  }

  static Instant time(JsonNode text) {
    return OffsetDateTime.parse(text.asString()).toInstant();
  }

  /// The run that a key of idempotency stands for, within its flow.
  static Optional<ObjectNode> known(World world, JsonNode flowId, String key) {
    return key.isEmpty()
        ? Optional.empty()
        : world.runs.where("idempotency_key", key).stream()
            .filter(run -> run.path("flow_id").equals(flowId))
            .findFirst();
  }

  private static ObjectNode policy() {
    var policy = Json.object().put("max_retries", 0).put("retry_delay_seconds", 0.0);
    policy.putNull("retries").putNull("retry_delay").putArray("pause_keys");
    return policy.put("resuming", false).putNull("retry_type");
  }
}
