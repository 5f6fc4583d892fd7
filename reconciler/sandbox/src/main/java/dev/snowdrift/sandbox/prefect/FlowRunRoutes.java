package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Flow runs: those that schedules or requests made; nothing executes them here.
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
  private static final Shape CREATE =
      Shape.empty()
          .nullable("name", Shape.Type.TEXT)
          .optional("parameters", Shape.Type.OBJECT)
          .nullable("job_variables", Shape.Type.OBJECT)
          .optional("tags", Shape.Type.LIST)
          .nullable("labels", Shape.Type.OBJECT)
          .nullable("state", Shape.Type.OBJECT)
          .nullable("idempotency_key", Shape.Type.TEXT)
          .nullable("work_queue_name", Shape.Type.TEXT)
          .nullable("enforce_parameter_schema", Shape.Type.BOOL)
          .optional("context", Shape.Type.OBJECT)
          .nullable("parent_task_run_id", Shape.Type.ID);

  private static final Map<String, Comparator<ObjectNode>> SORTS = sorts();

  private final World world;
  private final Listing listing;

  FlowRunRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
  }

  void addTo(Router router) {
    router
        .on("POST", "/flow_runs/filter", this::filter)
        .on(
            "POST",
            "/flow_runs/count",
            call -> Reply.ok(Json.number(matching(call.filters()).size())))
        .on("GET", "/flow_runs/{id}", call -> Reply.ok(find(call)))
        .on("DELETE", "/flow_runs/{id}", this::delete)
        .on("POST", "/deployments/{id}/create_flow_run", this::create);
  }

  /// A run of the deployment that waits for this time.
  static ObjectNode run(World world, ObjectNode deployment, Instant time) {
    var run = world.fresh();
    var state = UUID.randomUUID().toString();
    run.set("flow_id", deployment.path("flow_id"));
    run.put("state_id", state);
    run.set("deployment_id", deployment.path("id"));
    run.set("deployment_version", deployment.path("version"));
    for (var field : List.of("work_queue_id", "work_queue_name")) {
      run.set(field, deployment.path(field));
    }
    run.putNull("flow_version").putNull("idempotency_key");
    run.set("parameters", deployment.path("parameters"));
    run.set("tags", deployment.path("tags"));
    run.set(
        "labels",
        Json.object()
            .put("prefect.flow.id", Json.text(deployment, "flow_id"))
            .put("prefect.deployment.id", Json.text(deployment, "id")));
    run.put("state_type", "SCHEDULED").put("state_name", "Scheduled").put("run_count", 0);
    run.put("expected_start_time", World.written(time));
    run.put("next_scheduled_start_time", World.written(time));
    run.putNull("start_time").putNull("end_time");
    run.put("total_run_time", 0.0).put("auto_scheduled", false).putNull("created_by");
    run.set(
        "state",
        Json.object()
            .put("id", state)
            .put("type", "SCHEDULED")
            .put("name", "Scheduled")
            .put("timestamp", World.written(world.now())));
    run.set("job_variables", Json.object());
    return run;
  }

  private Reply filter(Call call) {
    var body = call.filters();
    var order = Listing.order(body, SORTS, List.copyOf(SORTS.keySet()), "ID_DESC");
    return listing.page(matching(body), body, order, run -> run);
  }

  private List<ObjectNode> matching(ObjectNode body) {
    var wanted = FILTER.in(body);
    var flows = FlowRoutes.FILTER.in(body);
    var deployments = DeploymentRoutes.FILTER.in(body);
    return world.runs.where(run ->
        wanted.test(run)
            && (!Json.given(body, "flows")
                || world.flows.find(Json.text(run, "flow_id")).filter(flows).isPresent())
            && (!Json.given(body, "deployments")
                || world
                    .deployments
                    .find(Json.text(run, "deployment_id"))
                    .filter(deployments)
                    .isPresent()));
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var deployment =
        world
            .deployments
            .find(call.part(0))
            .orElseThrow(() -> ApiError.detail(404, "Deployment not found"));
    var key = Json.text(body, "idempotency_key");
    var known = world.runs.findBy("idempotency_key", key);
    if (!key.isEmpty() && known.isPresent()) {
      return Reply.ok(known.get());
    }
    var run = run(world, deployment, world.now());
    var parameters = ((ObjectNode) deployment.path("parameters")).deepCopy();
    body.path("parameters").properties().forEach(e -> parameters.set(e.getKey(), e.getValue()));
    run.set("parameters", parameters);
    var tags = new LinkedHashSet<>(Json.elements(deployment.path("tags")));
    tags.addAll(Json.elements(body.path("tags")));
    run.set("tags", Json.array(List.copyOf(tags)));
    for (var field : List.of("idempotency_key", "name", "job_variables")) {
      if (Json.given(body, field)) {
        run.set(field, body.path(field));
      }
    }
    if (!Json.given(run, "name")) {
      run.put("name", "run-" + UUID.randomUUID().toString().substring(0, 8));
    }
    world.runs.add(run);
    return Reply.created(run);
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
    var sorts = new LinkedHashMap<String, Comparator<ObjectNode>>();
    sorts.put("ID_DESC", Listing.by("id").reversed());
    sorts.put("START_TIME_ASC", Listing.by("start_time"));
    sorts.put("START_TIME_DESC", Listing.by("start_time").reversed());
    sorts.put("EXPECTED_START_TIME_ASC", Listing.by("expected_start_time"));
    sorts.put("EXPECTED_START_TIME_DESC", Listing.by("expected_start_time").reversed());
    sorts.put("NAME_ASC", Listing.by("name"));
    sorts.put("NAME_DESC", Listing.by("name").reversed());
    sorts.put("NEXT_SCHEDULED_START_TIME_ASC", Listing.by("next_scheduled_start_time"));
    sorts.put("END_TIME_DESC", Listing.by("end_time").reversed());
    return Collections.unmodifiableMap(sorts);
  }
}
