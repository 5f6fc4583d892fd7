package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The schedules of deployments, with the server's traps: a PATCH without `parameters` empties
/// them, null fields are ignored, and `max_scheduled_runs` is kept only by this sub-resource.
final class ScheduleRoutes {
  private static final Shape CREATE =
      Shape.empty()
          .optional("active", Shape.Type.BOOL)
          .required("schedule", Shape.Type.OBJECT)
          .nullable("max_scheduled_runs", Shape.Type.INT)
          .positive()
          .optional("parameters", Shape.Type.OBJECT)
          .nullable("slug", Shape.Type.TEXT)
          .nullable("replaces", Shape.Type.TEXT);
  private static final Shape UPDATE =
      Shape.empty()
          .nullable("active", Shape.Type.BOOL)
          .nullable("schedule", Shape.Type.OBJECT)
          .nullable("max_scheduled_runs", Shape.Type.INT)
          .positive()
          .optional("parameters", Shape.Type.OBJECT)
          .nullable("slug", Shape.Type.TEXT)
          .nullable("replaces", Shape.Type.TEXT);

  private final World world;
  private final RunScheduler scheduler;

  ScheduleRoutes(World world, RunScheduler scheduler) {
    this.world = world;
    this.scheduler = scheduler;
  }

  void addTo(Router router) {
    router
        .on(
            "GET",
            "/deployments/{id}/schedules",
            call -> Reply.ok(Json.array(of(deployment(call)))))
        .on("POST", "/deployments/{id}/schedules", this::create)
        .on("PATCH", "/deployments/{id}/schedules/{id}", this::update)
        .on("DELETE", "/deployments/{id}/schedules/{id}", this::delete);
  }

  /// The latest written first.
  List<ObjectNode> of(String deploymentId) {
    return world.schedules.where("deployment_id", deploymentId).stream()
        .sorted(Listing.by("updated").reversed())
        .toList();
  }

  /// The schedules of a request in canonical form. Throws 422 when one is wrong.
  ///
  /// @param create whether each must say when it runs
  List<ObjectNode> canonical(JsonNode list, List<String> where, JsonNode body, boolean create) {
    var bad = new ArrayList<Violation>();
    var canonical = new ArrayList<ObjectNode>();
    var index = 0;
    for (var item : list) {
      canonical.add(canonical(item, Shape.append(where, Integer.toString(index)), create, bad));
      index++;
    }
    if (!bad.isEmpty()) {
      throw ApiError.invalid(bad, body);
    }
    return canonical;
  }

  private ObjectNode canonical(
      JsonNode item, List<String> where, boolean create, List<Violation> bad) {
    bad.addAll((create ? CREATE : UPDATE).violations(item, where));
    if (!(item instanceof ObjectNode given)) {
      return Json.object();
    }
    var canonical = given.deepCopy();
    if (item.path("schedule").isObject()) {
      var place = Shape.append(where, "schedule");
      canonical.set(
          "schedule", ScheduleSpec.canonical(item.path("schedule"), world.now(), place, bad));
    }
    return canonical;
  }

  /// Throws 409 when two would have one slug.
  void refuseEqualSlugs(List<ObjectNode> schedules) {
    var seen = new HashSet<String>();
    for (var schedule : schedules) {
      if (Json.given(schedule, "slug") && !seen.add(Json.text(schedule, "slug"))) {
        throw ApiError.integrity();
      }
    }
  }

  /// @param keepsMost whether `max_scheduled_runs` is kept, which deployments' own routes do not
  ObjectNode add(String deploymentId, ObjectNode given, boolean keepsMost) {
    var schedule = world.fresh().put("deployment_id", deploymentId);
    schedule.set("schedule", given.path("schedule"));
    schedule.put("active", !Json.given(given, "active") || given.path("active").asBoolean());
    var most = given.path("max_scheduled_runs");
    schedule.set("max_scheduled_runs", keepsMost && most.isNumber() ? most : Json.nil());
    schedule.set(
        "parameters",
        given.path("parameters").isObject() ? given.path("parameters") : Json.object());
    schedule.set("slug", Json.given(given, "slug") ? given.path("slug") : Json.nil());
    world.schedules.add(schedule);
    return schedule;
  }

  void write(ObjectNode given, ObjectNode schedule) {
    for (var field : List.of("active", "schedule", "max_scheduled_runs", "slug")) {
      if (Json.given(given, field)) {
        schedule.set(field, given.path(field));
      }
    }
    schedule.set(
        "parameters",
        given.path("parameters").isObject() ? given.path("parameters") : Json.object());
    world.touch(schedule);
  }

  Optional<ObjectNode> bySlug(String deploymentId, String slug) {
    return of(deploymentId).stream().filter(s -> Json.text(s, "slug").equals(slug)).findFirst();
  }

  private Reply create(Call call) {
    var body = call.body();
    if (!body.isArray()) {
      throw ApiError.invalid(
          List.of(new Violation("list_type", List.of(), "Input should be a valid list", body)),
          body);
    }
    var deploymentId = deployment(call);
    var given = canonical(body, List.of(), body, true);
    var all = new ArrayList<>(of(deploymentId));
    all.addAll(given);
    refuseEqualSlugs(all);
    // No run goes, and none comes before the scheduler's slow loop: the deployment is not touched.
    return Reply.created(
        Json.array(given.stream().map(schedule -> add(deploymentId, schedule, true)).toList()));
  }

  private Reply update(Call call) {
    var deploymentId = deployment(call);
    var given =
        canonical(Json.array(List.of(call.body())), List.of(), call.body(), false).getFirst();
    var schedule = find(call, deploymentId);
    var slug = Json.text(given, "slug");
    if (!slug.isEmpty()
        && bySlug(deploymentId, slug).filter(s -> !s.equals(schedule)).isPresent()) {
      throw ApiError.integrity();
    }
    write(given, schedule);
    scheduler.dropRuns(deploymentId);
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    var deploymentId = deployment(call);
    world.schedules.remove(Json.text(find(call, deploymentId), "id"));
    scheduler.dropRuns(deploymentId);
    return Reply.noContent();
  }

  private String deployment(Call call) {
    return Json.text(
        world
            .deployments
            .find(call.part(0))
            .orElseThrow(() -> ApiError.detail(404, "Deployment not found.")),
        "id");
  }

  private ObjectNode find(Call call, String deploymentId) {
    return world
        .schedules
        .find(call.part(1))
        .filter(schedule -> Json.text(schedule, "deployment_id").equals(deploymentId))
        .orElseThrow(() -> ApiError.detail(404, "Schedule not found."));
  }
}
