package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts flow runs into other states, as workers and people do. Every transition is accepted: the
/// server's rules for transitions are not here (PrefectHQ/prefect,
/// src/prefect/server/orchestration/core_policy.py), what it notes on the run is
/// (global_policy.py).
final class RunStates {
  private static final List<String> TYPES =
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
  private static final Set<String> FINAL = Set.of("COMPLETED", "FAILED", "CANCELLED", "CRASHED");
  private static final Shape STATE =
      Shape.empty()
          .required("type", Shape.Type.ANY)
          .checked(RunStates::type)
          .nullable("name", Shape.Type.TEXT)
          .nullable("message", Shape.Type.TEXT)
          .nullable("data", Shape.Type.ANY)
          .optional("state_details", Shape.Type.OBJECT);
  private static final Shape CHANGE =
      Shape.empty().required("state", Shape.Type.OBJECT).optional("force", Shape.Type.BOOL);

  private final World world;

  RunStates(World world) {
    this.world = world;
  }

  void addTo(Router router) {
    router.on("POST", "/flow_runs/{id}/set_state", this::set);
  }

  private static Optional<Violation> type(JsonNode type) {
    if (type.isString() && TYPES.contains(type.asString())) {
      return Optional.empty();
    }
    var quoted =
        TYPES.stream().map(n -> "'" + n + "'").collect(Collectors.toCollection(ArrayList::new));
    var last = quoted.removeLast();
    return Optional.of(
        new Violation(
            "enum",
            List.of("type"),
            "Input should be " + String.join(", ", quoted) + " or " + last,
            type));
  }

  private Reply set(Call call) {
    var body = call.body(CHANGE);
    var violations = STATE.violations(body.path("state"), List.of("state"));
    if (!violations.isEmpty()) {
      throw ApiError.invalid(violations, body);
    }
    var id = call.part(0);
    var run =
        world
            .runs
            .find(id)
            .orElseThrow(
                () -> ApiError.message(404, "Flow run with id %s not found".formatted(id)));
    var state = state(run, (ObjectNode) body.path("state"));
    note(run, state);
    world.touch(run);
    return Reply.created(
        Json.object()
            .set("state", state)
            .put("status", "ACCEPT")
            .set("details", Json.object().put("type", "accept_details")));
  }

  private ObjectNode state(ObjectNode run, ObjectNode wanted) {
    var type = Json.text(wanted, "type");
    var state =
        Json.object()
            .put("id", UUID.randomUUID().toString())
            .put("type", type)
            .put("name", Json.given(wanted, "name") ? Json.text(wanted, "name") : word(type))
            .put("timestamp", World.written(world.now()));
    state.set("message", Json.given(wanted, "message") ? wanted.path("message") : Json.nil());
    state.set("data", Json.given(wanted, "data") ? wanted.path("data") : Json.nil());
    var details = Json.object().put("flow_run_id", Json.text(run, "id"));
    wanted
        .path("state_details")
        .properties()
        .forEach(given -> details.set(given.getKey(), given.getValue()));
    if (type.equals("SCHEDULED") && !Json.given(details, "scheduled_time")) {
      details.put("scheduled_time", World.written(world.now()));
    }
    return state.set("state_details", details);
  }

  private static String word(String type) {
    return type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT);
  }

  /// Times go with the states: a run has an end as long as it is in a final one.
  private static void note(ObjectNode run, ObjectNode state) {
    var type = Json.text(state, "type");
    run.set("state", state);
    run.put("state_id", Json.text(state, "id"));
    run.put("state_type", type).put("state_name", Json.text(state, "name"));
    run.set(
        "next_scheduled_start_time",
        type.equals("SCHEDULED") ? state.path("state_details").path("scheduled_time") : Json.nil());
    if (type.equals("RUNNING")) {
      run.put("run_count", run.path("run_count").asInt() + 1);
    }
    if ((type.equals("RUNNING") || FINAL.contains(type)) && !Json.given(run, "start_time")) {
      run.set("start_time", state.path("timestamp"));
    }
    if (!FINAL.contains(type)) {
      run.putNull("end_time");
    } else if (!Json.given(run, "end_time")) {
      run.set("end_time", state.path("timestamp"));
    }
  }
}
