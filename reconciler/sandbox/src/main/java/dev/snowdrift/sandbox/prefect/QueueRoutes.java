package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Work queues. Priorities are unique within a pool: one that is taken pushes the others down.
final class QueueRoutes {
  static final String DEFAULT = "default";
  static final Filter FILTER =
      Filter.of("work_queues").field("id", "any_").field("name", "any_", "startswith_");

  private static final Comparator<ObjectNode> BY_PRIORITY =
      Comparator.comparingInt(queue -> queue.path("priority").asInt());
  private static final Shape CREATE =
      shape(Shape.empty().required("name", Shape.Type.TEXT).pattern(FlowRoutes.NAME));
  private static final Shape UPDATE =
      shape(Shape.empty().nullable("name", Shape.Type.TEXT))
          .nullable("last_polled", Shape.Type.TEXT);

  private final World world;
  private final Listing listing;

  QueueRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
  }

  void addTo(Router router) {
    router
        .on("POST", "/work_pools/{name}/queues", this::create)
        .on(
            "POST",
            "/work_pools/{name}/queues/filter",
            call -> listing.page(of(pool(call)), call.filters(), BY_PRIORITY, this::rendered))
        .on("GET", "/work_pools/{name}/queues/{name}", call -> Reply.ok(rendered(find(call))))
        .on("PATCH", "/work_pools/{name}/queues/{name}", this::update)
        .on("DELETE", "/work_pools/{name}/queues/{name}", this::delete)
        .on(
            "POST",
            "/work_queues/filter",
            call ->
                listing.page(
                    world.queues.where(FILTER.in(call.filters())),
                    call.filters(),
                    Listing.by("name"),
                    this::rendered));
  }

  /// The pool's queue of this name; a missing one is made, as deployments do.
  ObjectNode ensure(ObjectNode pool, String name) {
    return of(pool).stream()
        .filter(queue -> Json.text(queue, "name").equals(name))
        .findFirst()
        .orElseGet(() -> add(pool, name, ""));
  }

  ObjectNode add(ObjectNode pool, String name, String description) {
    var taken = of(pool).stream().map(queue -> queue.path("priority").asInt()).toList();
    var free = 1;
    while (taken.contains(free)) {
      free++;
    }
    var queue =
        world
            .fresh()
            .put("name", name)
            .put("description", description)
            .put("is_paused", false)
            .putNull("concurrency_limit")
            .put("priority", free);
    queue.set("work_pool_id", pool.path("id"));
    queue.putNull("filter").putNull("last_polled");
    world.queues.add(queue);
    return queue;
  }

  /// Deployments keep the queue's name as a text, and no queue.
  void remove(ObjectNode queue) {
    var id = Json.text(queue, "id");
    world
        .deployments
        .where("work_queue_id", id)
        .forEach(deployment -> deployment.putNull("work_queue_id"));
    world.queues.remove(id);
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var pool = pool(call);
    var name = Json.text(body, "name");
    if (of(pool).stream().anyMatch(queue -> Json.text(queue, "name").equals(name))) {
      // The server forgot to fill in the name, and so do we.
      throw ApiError.detail(
          409, "A work queue with this name already exists in work pool {work_pool_name!r}.");
    }
    var queue = add(pool, name, "");
    write(body, queue, pool);
    return Reply.created(rendered(queue));
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var queue = find(call);
    notNull(body, List.of("name", "description", "priority"));
    var name = Json.text(body, "name");
    var other = of(pool(call)).stream().filter(q -> Json.text(q, "name").equals(name)).findFirst();
    if (other.filter(taken -> !taken.path("id").equals(queue.path("id"))).isPresent()) {
      throw ApiError.integrity();
    }
    if (Json.given(body, "name")) {
      queue.set("name", body.path("name"));
    }
    write(body, queue, pool(call));
    world.touch(queue);
    return Reply.noContent();
  }

  private void write(ObjectNode body, ObjectNode queue, ObjectNode pool) {
    if (body.has("concurrency_limit")) {
      queue.set("concurrency_limit", body.path("concurrency_limit"));
    }
    for (var field : List.of("description", "is_paused")) {
      if (Json.given(body, field)) {
        queue.set(field, body.path(field));
      }
    }
    if (Json.given(body, "priority")) {
      prioritize(queue, body.path("priority"), pool);
    }
  }

  private void prioritize(ObjectNode queue, JsonNode priority, ObjectNode pool) {
    queue.set("priority", priority);
    var next = priority.asInt();
    for (var other : of(pool).stream().sorted(BY_PRIORITY).toList()) {
      if (!other.path("id").equals(queue.path("id")) && other.path("priority").asInt() == next) {
        next++;
        other.put("priority", next);
        world.touch(other);
      }
    }
  }

  private Reply delete(Call call) {
    var queue = find(call);
    if (pool(call).path("default_queue_id").equals(queue.path("id"))) {
      throw ApiError.internal();
    }
    remove(queue);
    return Reply.noContent();
  }

  private ObjectNode rendered(ObjectNode queue) {
    var shown = queue.deepCopy();
    var pool = world.pools.find(Json.text(queue, "work_pool_id")).orElseThrow(ApiError::internal);
    shown.set("work_pool_name", pool.path("name"));
    shown.put(
        "status", queue.path("is_paused").asBoolean() ? "PAUSED" : Polling.status(world, queue));
    shown.set("active_slots", PoolRoutes.slots(queue));
    return shown;
  }

  private List<ObjectNode> of(ObjectNode pool) {
    return world.queues.where("work_pool_id", Json.text(pool, "id"));
  }

  private ObjectNode pool(Call call) {
    return world
        .pools
        .findBy("name", call.part(0))
        .orElseThrow(() -> PoolRoutes.absent(call.part(0)));
  }

  private ObjectNode find(Call call) {
    return of(pool(call)).stream()
        .filter(queue -> Json.text(queue, "name").equals(call.part(1)))
        .findFirst()
        .orElseThrow(() ->
            ApiError.detail(
                404, "Work pool queue '%s/%s' not found.".formatted(call.part(0), call.part(1))));
  }

  /// The columns of these may not be null, which the server finds out in its database.
  static void notNull(JsonNode body, List<String> fields) {
    if (fields.stream().anyMatch(field -> body.path(field).isNull())) {
      throw ApiError.integrity();
    }
  }

  private static Shape shape(Shape start) {
    return start
        .nullable("filter", Shape.Type.OBJECT)
        .nullable("description", Shape.Type.TEXT)
        .optional("is_paused", Shape.Type.BOOL)
        .nullable("concurrency_limit", Shape.Type.INT)
        .atLeast(0)
        .nullable("priority", Shape.Type.INT)
        .positive();
  }
}
