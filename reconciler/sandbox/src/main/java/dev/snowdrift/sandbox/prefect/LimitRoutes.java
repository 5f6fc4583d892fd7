package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Global concurrency limits, and the older tag limits, which are the same objects under the name
/// `tag:<tag>`.
final class LimitRoutes {
  private static final String TAG = "tag:";
  private static final Shape CREATE =
      Shape.empty()
          .optional("active", Shape.Type.BOOL)
          .required("name", Shape.Type.TEXT)
          .pattern(FlowRoutes.NAME)
          .required("limit", Shape.Type.INT)
          .atLeast(0)
          .optional("active_slots", Shape.Type.INT)
          .optional("denied_slots", Shape.Type.INT)
          .optional("slot_decay_per_second", Shape.Type.NUMBER)
          .atLeast(0);
  private static final Shape UPDATE =
      Shape.empty()
          .nullable("active", Shape.Type.BOOL)
          .nullable("name", Shape.Type.TEXT)
          .nullable("limit", Shape.Type.INT)
          .atLeast(0)
          .nullable("active_slots", Shape.Type.INT)
          .nullable("denied_slots", Shape.Type.INT)
          .nullable("slot_decay_per_second", Shape.Type.NUMBER)
          .atLeast(0);
  private static final Shape CREATE_TAG =
      Shape.empty().required("tag", Shape.Type.TEXT).required("concurrency_limit", Shape.Type.INT);

  private final World world;
  private final Listing listing;

  LimitRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
  }

  void addTo(Router router) {
    router
        .on("POST", "/v2/concurrency_limits/", this::create)
        .on(
            "POST",
            "/v2/concurrency_limits/filter",
            call -> listing.page(world.limits.copy(), call.filters(), Listing.by("name"), l -> l))
        // The path is taken for that of a limit of this name.
        .on(
            "POST",
            "/v2/concurrency_limits/count",
            _ -> {
              throw ApiError.detail(405, "Method Not Allowed");
            })
        .on("GET", "/v2/concurrency_limits/{name}", call -> Reply.ok(find(call)))
        .on("PATCH", "/v2/concurrency_limits/{name}", this::update)
        .on("DELETE", "/v2/concurrency_limits/{name}", this::delete)
        .on("POST", "/concurrency_limits/", this::createTag)
        .on(
            "POST",
            "/concurrency_limits/filter",
            call -> listing.page(tags(), call.filters(), Listing.by("name"), this::asTag))
        .on("GET", "/concurrency_limits/tag/{name}", call -> Reply.ok(asTag(findTag(call))))
        .on("DELETE", "/concurrency_limits/tag/{name}", this::deleteTag);
  }

  /// A new limit with its defaults.
  static ObjectNode limit(World world, String name, int most) {
    return world
        .fresh()
        .put("active", true)
        .put("name", name)
        .put("limit", most)
        .put("active_slots", 0)
        .put("slot_decay_per_second", 0.0);
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    if (world.limits.findBy("name", Json.text(body, "name")).isPresent()) {
      throw ApiError.integrity();
    }
    var limit = limit(world, Json.text(body, "name"), body.path("limit").asInt());
    write(body, limit);
    world.limits.add(limit);
    // Only the answer to a creation has these two.
    return Reply.created(
        limit.deepCopy().put("denied_slots", 0).put("avg_slot_occupancy_seconds", 2.0));
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var limit = find(call);
    QueueRoutes.notNull(
        body, List.of("active", "name", "limit", "active_slots", "slot_decay_per_second"));
    var name = Json.text(body, "name");
    if (!name.isEmpty()
        && !name.equals(Json.text(limit, "name"))
        && world.limits.findBy("name", name).isPresent()) {
      throw ApiError.integrity();
    }
    write(body, limit);
    world.touch(limit);
    return Reply.noContent();
  }

  private static void write(ObjectNode body, ObjectNode limit) {
    for (var field : List.of("active", "name", "limit", "active_slots")) {
      if (Json.given(body, field)) {
        limit.set(field, body.path(field));
      }
    }
    if (Json.given(body, "slot_decay_per_second")) {
      limit.put("slot_decay_per_second", body.path("slot_decay_per_second").asDouble());
    }
  }

  private Reply delete(Call call) {
    var id = Json.text(find(call), "id");
    world.limits.remove(id);
    world
        .deployments
        .where("concurrency_limit_id", id)
        .forEach(deployment -> deployment.remove("concurrency_limit_id"));
    return Reply.noContent();
  }

  private Reply createTag(Call call) {
    var body = call.body(CREATE_TAG);
    var name = TAG + Json.text(body, "tag");
    if (!name.matches(FlowRoutes.NAME)) {
      throw ApiError.internal();
    }
    var most = body.path("concurrency_limit").asInt();
    var existing = world.limits.findBy("name", name);
    if (existing.isPresent()) {
      existing.get().put("limit", most);
      world.touch(existing.get());
      return Reply.ok(asTag(existing.get()));
    }
    var limit = limit(world, name, most);
    world.limits.add(limit);
    return Reply.created(asTag(limit));
  }

  private Reply deleteTag(Call call) {
    world.limits.remove(Json.text(findTag(call), "id"));
    return Reply.ok(Json.nil());
  }

  private List<ObjectNode> tags() {
    return world.limits.where(limit -> Json.text(limit, "name").startsWith(TAG));
  }

  private ObjectNode asTag(ObjectNode limit) {
    var tag = Json.object();
    for (var field : List.of("id", "created", "updated")) {
      tag.set(field, limit.path(field));
    }
    tag.put("tag", Json.text(limit, "name").substring(TAG.length()));
    tag.set("concurrency_limit", limit.path("limit"));
    tag.set("active_slots", Json.array());
    return tag;
  }

  private ObjectNode find(Call call) {
    return world
        .limits
        .find(call.part(0))
        .or(() -> world.limits.findBy("name", call.part(0)))
        .orElseThrow(() -> ApiError.detail(404, "Concurrency Limit not found"));
  }

  private ObjectNode findTag(Call call) {
    return world
        .limits
        .findBy("name", TAG + call.part(0))
        .orElseThrow(() -> ApiError.detail(404, "Concurrency limit not found"));
  }
}
