package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Flow runs: those that schedules or requests made; nothing executes them here, requests move them
/// from state to state.
final class FlowRunRoutes {
  private static final Filter FILTER =
      Filter.of("flow_runs")
          .field("id", "any_", "not_any_")
          .field("name", "any_", "like_")
          .field("tags", "all_", "any_", "is_null_")
          .field("deployment_id", "any_", "is_null_")
          .field("work_queue_name", "any_", "is_null_")
          .field("idempotency_key", "any_", "not_any_")
          .field("start_time", "before_", "after_", "is_null_")
          .field("end_time", "before_", "after_", "is_null_")
          .field("expected_start_time", "before_", "after_")
          .field("next_scheduled_start_time", "before_", "after_")
          .state();
  private static final Shape SET_STATE =
      Shape.empty().required("state", Shape.Type.OBJECT).optional("force", Shape.Type.BOOL);
  private static final Map<String, Comparator<ObjectNode>> SORTS = sorts();

  private final World world;
  private final Listing listing;
  private final RunCreation creation;

  FlowRunRoutes(World world, Listing listing, RunCreation creation) {
    this.world = world;
    this.listing = listing;
    this.creation = creation;
  }

  void addTo(Router router) {
    router
        .on("POST", "/flow_runs/filter", this::filter)
        .on("POST", "/flow_runs/paginate", this::paginate)
        .on(
            "POST",
            "/flow_runs/count",
            call -> Reply.ok(Json.number(matching(call.filters()).size())))
        .on("POST", "/flow_runs/lateness", this::lateness)
        .on("GET", "/flow_runs/{id}", call -> Reply.ok(FlowRuns.shown(world, find(call))))
        .on("DELETE", "/flow_runs/{id}", this::delete)
        .on("POST", "/flow_runs/{id}/set_state", this::setState)
        .on("POST", "/deployments/{id}/create_flow_run", creation::create);
  }

  private Reply filter(Call call) {
    var body = call.filters();
    return listing.page(matching(body), body, order(body), run -> FlowRuns.shown(world, run));
  }

  private Reply paginate(Call call) {
    var body = call.filters();
    return listing.paginated(matching(body), body, order(body), run -> FlowRuns.shown(world, run));
  }

  private static Comparator<ObjectNode> order(ObjectNode body) {
    return Listing.order(body, SORTS, List.copyOf(SORTS.keySet()), "ID_DESC");
  }

  private List<ObjectNode> matching(ObjectNode body) {
    refuseUnknownStates(body);
    var wanted = FILTER.in(body);
    var flows = FlowRoutes.FILTER.in(body);
    var deployments = DeploymentRoutes.FILTER.in(body);
    var pools = PoolRoutes.FILTER.in(body);
    return world.runs.where(run ->
        wanted.test(run)
            && (!Json.given(body, "flows")
                || world.flows.find(Json.text(run, "flow_id")).filter(flows).isPresent())
            && (!Json.given(body, "deployments")
                || world
                    .deployments
                    .find(Json.text(run, "deployment_id"))
                    .filter(deployments)
                    .isPresent())
            && (!Json.given(body, "work_pools")
                || world
                    .queues
                    .find(Json.text(run, "work_queue_id"))
                    .flatMap(queue -> world.pools.find(Json.text(queue, "work_pool_id")))
                    .filter(pools)
                    .isPresent()));
  }

  private static void refuseUnknownStates(ObjectNode body) {
    var wrong = new ArrayList<Violation>();
    for (var operator : List.of("any_", "not_any_")) {
      var types = body.path("flow_runs").path("state").path("type").path(operator);
      for (var i = 0; i < types.size(); i++) {
        var where = List.of("flow_runs", "state", "type", operator, Integer.toString(i));
        RunCreation.wrongState(types.path(i), where).ifPresent(wrong::add);
      }
    }
    if (!wrong.isEmpty()) {
      throw ApiError.invalid(wrong, body);
    }
  }

  /// The average, in seconds; null where there is no run.
  private Reply lateness(Call call) {
    OptionalDouble average =
        matching(call.filters()).stream()
            .mapToDouble(run -> Math.floor(FlowRuns.lateness(world, run)))
            .average();
    return Reply.ok(average.isPresent() ? Json.number(average.getAsDouble()) : Json.nil());
  }

  private Reply setState(Call call) {
    var body = call.body(SET_STATE);
    var asked = body.path("state");
    var wrong = RunCreation.STATE.violations(asked, List.of("state"));
    if (!wrong.isEmpty()) {
      throw ApiError.invalid(wrong, body);
    }
    var id = call.part(0);
    var run =
        world
            .runs
            .find(id)
            .orElseThrow(
                () -> ApiError.message(404, "Flow run with id %s not found".formatted(id)));
    var pending = Json.text(asked, "type").equals("PENDING");
    if (pending
        && Json.text(run, "state_type").equals("PENDING")
        && !body.path("force").asBoolean(false)) {
      var reason = "This run is in a PENDING state and cannot transition to a PENDING state.";
      return Reply.ok(
          result(
              run.path("state"),
              "ABORT",
              Json.object().put("type", "abort_details").put("reason", reason)));
    }
    var state = FlowRuns.enter(world, run, asked);
    return Reply.created(result(state, "ACCEPT", Json.object().put("type", "accept_details")));
  }

  private static ObjectNode result(JsonNode state, String status, ObjectNode details) {
    return Json.object().set("state", state).put("status", status).set("details", details);
  }

  private Reply delete(Call call) {
    world.runs.remove(Json.text(find(call), "id"));
    return Reply.noContent();
  }

  private ObjectNode find(Call call) {
    return world
        .runs
        .find(call.part(0))
        .orElseThrow(() -> ApiError.detail(404, "Flow run not found"));
  }

  private static Map<String, Comparator<ObjectNode>> sorts() {
    var started =
        Comparator.comparing((ObjectNode run) ->
            Json.text(run, Json.given(run, "start_time") ? "start_time" : "expected_start_time"));
    var sorts = new LinkedHashMap<String, Comparator<ObjectNode>>();
    sorts.put("ID_DESC", Listing.by("id").reversed());
    sorts.put("START_TIME_ASC", started);
    sorts.put("START_TIME_DESC", started.reversed());
    sorts.put("EXPECTED_START_TIME_ASC", Listing.by("expected_start_time"));
    sorts.put("EXPECTED_START_TIME_DESC", Listing.by("expected_start_time").reversed());
    sorts.put("NAME_ASC", Listing.by("name"));
    sorts.put("NAME_DESC", Listing.by("name").reversed());
    sorts.put("NEXT_SCHEDULED_START_TIME_ASC", Listing.by("next_scheduled_start_time"));
    sorts.put("END_TIME_DESC", Listing.by("end_time").reversed());
    return Collections.unmodifiableMap(sorts);
  }
}
