package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reading, pausing and deleting deployments; [DeploymentWriter] creates and changes them.
final class DeploymentRoutes {
  static final Filter FILTER =
      Filter.of("deployments")
          .field("id", "any_", "not_any_")
          .field("name", "any_", "like_")
          .field("paused", "eq_")
          .field("tags", "all_", "any_", "is_null_")
          .field("work_queue_name", "any_")
          .field("flow_or_deployment_name", item -> item.path("name"), "like_")
          .field("concurrency_limit", item -> item.path("concurrency_limit_id"), "is_null_");

  private static final int BULK = 50;

  private final World world;
  private final Listing listing;
  private final ScheduleRoutes schedules;
  private final DeploymentWriter writer;
  private final RunScheduler scheduler;
  private final EventLog events;

  DeploymentRoutes(
      World world,
      Listing listing,
      ScheduleRoutes schedules,
      DeploymentWriter writer,
      RunScheduler scheduler,
      EventLog events) {
    this.world = world;
    this.events = events;
    this.listing = listing;
    this.schedules = schedules;
    this.writer = writer;
    this.scheduler = scheduler;
  }

  void addTo(Router router) {
    UnaryOperator<ObjectNode> rendered = this::rendered;
    router
        .on("POST", "/deployments/", this::create)
        .on(
            "POST",
            "/deployments/filter",
            call -> listing.sorted(matching(call.filters()), call.filters(), rendered))
        .on(
            "POST",
            "/deployments/paginate",
            call -> listing.paginated(matching(call.filters()), call.filters(), rendered))
        .on(
            "POST",
            "/deployments/count",
            call -> Reply.ok(Json.number(matching(call.filters()).size())))
        .on("GET", "/deployments/name/{name}/{name}", this::readByName)
        .on("GET", "/deployments/{id}", call -> Reply.ok(rendered(find(call, ""))))
        .on("PATCH", "/deployments/{id}", this::update)
        .on("DELETE", "/deployments/{id}", this::delete)
        .on("POST", "/deployments/bulk_delete", this::deleteMany)
        .on("POST", "/deployments/{id}/pause_deployment", call -> pause(call, true))
        .on("POST", "/deployments/{id}/resume_deployment", call -> pause(call, false));
  }

  private Reply create(Call call) {
    var before = world.deployments.all().size();
    var deployment = writer.upsert(call);
    var reply = rendered(deployment);
    return world.deployments.all().size() > before ? Reply.created(reply) : Reply.ok(reply);
  }

  private Reply update(Call call) {
    writer.update(call, id -> world.deployments.find(id).orElseThrow(() -> absent(".")));
    return Reply.noContent();
  }

  private Reply readByName(Call call) {
    var found =
        world
            .flows
            .findBy("name", call.part(0))
            .flatMap(flow -> writer.named(Json.text(flow, "id"), call.part(1)));
    return Reply.ok(rendered(found.orElseThrow(() -> absent(""))));
  }

  private Reply delete(Call call) {
    remove(find(call, ""));
    return Reply.noContent();
  }

  private Reply deleteMany(Call call) {
    var body = call.filters();
    var ids = Json.array();
    for (var deployment : bulk(body, world.deployments.where(FILTER.in(body)))) {
      ids.add(deployment.path("id"));
      remove(deployment);
    }
    return Reply.ok(Json.object().set("deleted", ids));
  }

  /// What a request to delete many takes: 50 at most, fewer when it says so.
  static List<ObjectNode> bulk(ObjectNode body, List<ObjectNode> found) {
    if (body.has("limit")) {
      Shape.empty()
          .optional("limit", Shape.Type.INT)
          .atLeast(1)
          .atMost(BULK)
          .check(Json.object().set("limit", body.path("limit")));
    }
    return found.stream().limit(body.has("limit") ? body.path("limit").asInt() : BULK).toList();
  }

  private void remove(ObjectNode deployment) {
    var id = Json.text(deployment, "id");
    scheduler.dropAllRuns(id);
    writer.deleteLimit(deployment);
    world.schedules.removeIf(schedule -> Json.text(schedule, "deployment_id").equals(id));
    events.deleted(deployment);
    world.deployments.remove(id);
  }

  private Reply pause(Call call, boolean paused) {
    var deployment = find(call, "");
    deployment.put("paused", paused);
    world.touch(deployment);
    var id = Json.text(deployment, "id");
    if (paused) {
      scheduler.deploymentWritten(id);
    } else {
      scheduler.deploymentTouched(id);
    }
    return Reply.ok(Json.nil());
  }

  private List<ObjectNode> matching(ObjectNode body) {
    var wanted = FILTER.in(body);
    var flows = FlowRoutes.FILTER.in(body);
    var pools = PoolRoutes.FILTER.in(body);
    return world.deployments.where(deployment ->
        wanted.test(deployment)
            && (!Json.given(body, "flows")
                || world.flows.find(Json.text(deployment, "flow_id")).filter(flows).isPresent())
            && (!Json.given(body, "work_pools")
                || queue(deployment).flatMap(this::pool).filter(pools).isPresent()));
  }

  private ObjectNode rendered(ObjectNode deployment) {
    var shown = deployment.deepCopy();
    shown.set("schedules", Json.array(schedules.of(Json.text(deployment, "id"))));
    // Always null: the truth is in the limit below.
    shown.putNull("concurrency_limit");
    shown.remove("concurrency_limit_id");
    shown.set(
        "global_concurrency_limit", limit(deployment).map(l -> (JsonNode) l).orElseGet(Json::nil));
    var queue = queue(deployment);
    queue.ifPresent(q -> shown.set("work_queue_name", q.path("name")));
    shown.set(
        "work_pool_name", queue.flatMap(this::pool).map(p -> p.path("name")).orElseGet(Json::nil));
    shown.set(
        "last_polled",
        Json.given(deployment, "last_polled") ? deployment.path("last_polled") : Json.nil());
    shown.putNull("created_by").putNull("updated_by");
    return shown.put("status", Polling.status(world, deployment));
  }

  private Optional<ObjectNode> limit(ObjectNode deployment) {
    return world.limits.find(Json.text(deployment, "concurrency_limit_id"));
  }

  private Optional<ObjectNode> queue(ObjectNode deployment) {
    return world.queues.find(Json.text(deployment, "work_queue_id"));
  }

  private Optional<ObjectNode> pool(ObjectNode queue) {
    return world.pools.find(Json.text(queue, "work_pool_id"));
  }

  private ObjectNode find(Call call, String end) {
    return world.deployments.find(call.part(0)).orElseThrow(() -> absent(end));
  }

  private static ApiError absent(String end) {
    return ApiError.detail(404, "Deployment not found" + end);
  }
}
