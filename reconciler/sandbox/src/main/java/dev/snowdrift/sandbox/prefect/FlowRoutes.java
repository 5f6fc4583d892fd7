package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Flows: create is get-or-create and changes nothing of an existing one; deleting takes
/// deployments, schedules and the whole run history along, and leaves the deployments' own limits
/// behind.
final class FlowRoutes {
  static final String NAME = "^[^/%&><]+$";
  static final Filter FILTER =
      Filter.of("flows")
          .field("id", "any_")
          .field("name", "any_", "like_")
          .field("tags", "all_", "any_", "is_null_");

  private static final Shape CREATE =
      Shape.empty()
          .required("name", Shape.Type.TEXT)
          .pattern(NAME)
          .optional("tags", Shape.Type.LIST)
          .nullable("labels", Shape.Type.OBJECT);
  private static final Shape UPDATE = Shape.empty().optional("tags", Shape.Type.LIST);

  private final World world;
  private final Listing listing;

  FlowRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
  }

  void addTo(Router router) {
    router
        .on("POST", "/flows/", this::create)
        .on(
            "POST",
            "/flows/filter",
            call -> listing.sorted(matching(call.filters()), call.filters(), flow -> flow))
        .on(
            "POST",
            "/flows/paginate",
            call -> listing.paginated(matching(call.filters()), call.filters(), flow -> flow))
        .on("POST", "/flows/count", call -> Reply.ok(Json.number(matching(call.filters()).size())))
        .on(
            "GET",
            "/flows/name/{name}",
            call ->
                Reply.ok(world.flows.findBy("name", call.part(0)).orElseThrow(FlowRoutes::absent)))
        .on("GET", "/flows/{id}", call -> Reply.ok(find(call)))
        .on("PATCH", "/flows/{id}", this::update)
        .on("DELETE", "/flows/{id}", this::delete)
        .on("POST", "/flows/bulk_delete", this::deleteMany);
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var existing = world.flows.findBy("name", Json.text(body, "name"));
    if (existing.isPresent()) {
      return Reply.ok(existing.get());
    }
    var flow = world.fresh().put("name", Json.text(body, "name"));
    flow.set("tags", body.has("tags") ? body.path("tags") : Json.array());
    flow.set("labels", Json.given(body, "labels") ? body.path("labels") : Json.object());
    world.flows.add(flow);
    return Reply.created(flow);
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var flow = find(call);
    if (body.has("tags")) {
      flow.set("tags", body.path("tags"));
    }
    world.touch(flow);
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    remove(Json.text(find(call), "id"));
    return Reply.noContent();
  }

  private Reply deleteMany(Call call) {
    var body = call.filters();
    var ids = Json.array();
    for (var flow : DeploymentRoutes.bulk(body, world.flows.where(FILTER.in(body)))) {
      ids.add(flow.path("id"));
      remove(Json.text(flow, "id"));
    }
    return Reply.ok(Json.object().set("deleted", ids));
  }

  private void remove(String id) {
    for (var deployment : world.deployments.where("flow_id", id)) {
      var deploymentId = Json.text(deployment, "id");
      world.schedules.removeIf(s -> Json.text(s, "deployment_id").equals(deploymentId));
      world.deployments.remove(deploymentId);
    }
    world.runs.removeIf(run -> Json.text(run, "flow_id").equals(id));
    world.flows.remove(id);
  }

  private List<ObjectNode> matching(JsonNode body) {
    var wanted = FILTER.in(body);
    var deployments = DeploymentRoutes.FILTER.in(body);
    return world.flows.where(flow ->
        wanted.test(flow)
            && (!Json.given(body, "deployments")
                || world.deployments.where("flow_id", Json.text(flow, "id")).stream()
                    .anyMatch(deployments)));
  }

  private ObjectNode find(Call call) {
    return world.flows.find(call.part(0)).orElseThrow(FlowRoutes::absent);
  }

  private static ApiError absent() {
    return ApiError.detail(404, "Flow not found");
  }
}
