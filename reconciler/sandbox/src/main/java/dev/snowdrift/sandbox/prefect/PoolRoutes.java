package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Work pools and their workers.
final class PoolRoutes {
  /// The pool that gets the queues which a deployment names without a pool.
  static final String AGENT_POOL = "default-agent-pool";

  static final Filter FILTER =
      Filter.of("work_pools").field("id", "any_").field("name", "any_").field("type", "any_");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w.\\-\\[\\]$]+)\\s*}}");
  private static final Shape CREATE =
      shape(Shape.empty().required("name", Shape.Type.TEXT).pattern(FlowRoutes.NAME))
          .optional("type", Shape.Type.TEXT);
  private static final Shape UPDATE = shape(Shape.empty());
  private static final Shape HEARTBEAT =
      Shape.empty()
          .required("name", Shape.Type.TEXT)
          .nullable("heartbeat_interval_seconds", Shape.Type.INT)
          .nullable("metadata", Shape.Type.OBJECT)
          .nullable("worker_id", Shape.Type.ID);

  private final World world;
  private final Listing listing;
  private final QueueRoutes queues;

  PoolRoutes(World world, Listing listing, QueueRoutes queues) {
    this.world = world;
    this.listing = listing;
    this.queues = queues;
  }

  void addTo(Router router) {
    router
        .on("POST", "/work_pools/", this::create)
        .on(
            "POST",
            "/work_pools/filter",
            call ->
                listing.page(
                    world.pools.where(FILTER.in(call.filters())),
                    call.filters(),
                    Listing.by("name"),
                    this::rendered))
        .on(
            "POST",
            "/work_pools/count",
            call -> Reply.ok(Json.number(world.pools.where(FILTER.in(call.filters())).size())))
        .on("GET", "/work_pools/{name}", call -> Reply.ok(rendered(find(call.part(0)))))
        .on("PATCH", "/work_pools/{name}", this::update)
        .on("DELETE", "/work_pools/{name}", this::delete)
        .on("POST", "/work_pools/{name}/workers/heartbeat", this::heartbeat)
        .on("POST", "/work_pools/{name}/workers/filter", this::workers)
        .on("DELETE", "/work_pools/{name}/workers/{name}", this::deleteWorker)
        .on("POST", "/work_pools/{name}/get_scheduled_flow_runs", this::poll);
  }

  ObjectNode find(String name) {
    return world.pools.findBy("name", name).orElseThrow(() -> absent(name));
  }

  static ApiError absent(String name) {
    return ApiError.detail(404, "Work pool \"%s\" not found.".formatted(name));
  }

  /// The pool for queues without a pool, made when it is first needed.
  ObjectNode agentPool() {
    return world
        .pools
        .findBy("name", AGENT_POOL)
        .orElseGet(() -> add(Json.object().put("name", AGENT_POOL)));
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    checkTemplate(body);
    var name = Json.text(body, "name");
    if (name.toLowerCase(Locale.ROOT).startsWith("prefect")) {
      throw ApiError.detail(
          403, "Work pools starting with 'Prefect' are reserved for internal use.");
    }
    if (world.pools.findBy("name", name).isPresent()) {
      throw ApiError.detail(409, "A work pool with this name already exists.");
    }
    return Reply.created(rendered(add(body)));
  }

  private ObjectNode add(ObjectNode body) {
    var pool = world.fresh().put("name", Json.text(body, "name")).putNull("description");
    pool.put("type", body.has("type") ? Json.text(body, "type") : "prefect-agent");
    pool.set("base_job_template", Json.object());
    pool.put("is_paused", false).putNull("concurrency_limit");
    pool.set("storage_configuration", Json.object());
    write(body, pool);
    world.pools.add(pool);
    var queue = queues.add(pool, QueueRoutes.DEFAULT, "The work pool's default queue.");
    pool.set("default_queue_id", queue.path("id"));
    world.touch(pool);
    return pool;
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    checkTemplate(body);
    var pool = find(call.part(0));
    write(body, pool);
    world.touch(pool);
    return Reply.noContent();
  }

  private static void write(ObjectNode body, ObjectNode pool) {
    for (var field : List.of("description", "concurrency_limit")) {
      if (body.has(field)) {
        pool.set(field, body.path(field));
      }
    }
    for (var field : List.of("is_paused", "base_job_template", "storage_configuration")) {
      if (Json.given(body, field)) {
        pool.set(field, body.path(field));
      }
    }
  }

  private Reply delete(Call call) {
    var pool = find(call.part(0));
    var id = Json.text(pool, "id");
    for (var queue : world.queues.where("work_pool_id", id)) {
      queues.remove(queue);
    }
    world.workers.removeIf(worker -> Json.text(worker, "work_pool_id").equals(id));
    world.pools.remove(id);
    return Reply.noContent();
  }

  private Reply heartbeat(Call call) {
    var body = call.body(HEARTBEAT);
    var pool = find(call.part(0));
    var name = Json.text(body, "name");
    var worker =
        world.workers.where("work_pool_id", Json.text(pool, "id")).stream()
            .filter(w -> Json.text(w, "name").equals(name))
            .findFirst()
            .orElseGet(() -> {
              var added = world.fresh().put("name", name);
              added.set("work_pool_id", pool.path("id"));
              world.workers.add(added);
              return added;
            });
    worker.put("last_heartbeat_time", World.written(world.now()));
    worker.set(
        "heartbeat_interval_seconds",
        body.has("heartbeat_interval_seconds")
            ? body.path("heartbeat_interval_seconds")
            : Json.nil());
    return Reply.noContent();
  }

  private Reply workers(Call call) {
    var pool = find(call.part(0));
    var wanted =
        Filter.of("workers")
            .field("status", "any_", "not_any_")
            .field("last_heartbeat_time", "before_", "after_")
            .in(call.filters());
    var found =
        world.workers.where("work_pool_id", Json.text(pool, "id")).stream()
            .map(this::shownWorker)
            .filter(wanted)
            .toList();
    return listing.page(
        found, call.filters(), Listing.by("last_heartbeat_time").reversed(), this::worker);
  }

  /// Silent for three times its interval, a worker is offline; the status that filters look at is
  /// the stored one (PrefectHQ/prefect, src/prefect/server/schemas/responses.py, WorkerResponse).
  private ObjectNode worker(ObjectNode worker) {
    var seen = Instant.parse(Json.text(worker, "last_heartbeat_time"));
    var interval = worker.path("heartbeat_interval_seconds").asInt(30);
    var horizon = world.now().minusSeconds(3L * interval);
    return worker.deepCopy().put("status", seen.isAfter(horizon) ? "ONLINE" : "OFFLINE");
  }

  private ObjectNode shownWorker(ObjectNode worker) {
    return worker.deepCopy().put("status", Polling.online(world, worker) ? "ONLINE" : "OFFLINE");
  }

  private Reply deleteWorker(Call call) {
    var poolId = Json.text(find(call.part(0)), "id");
    var gone =
        world.workers.removeIf(worker ->
            Json.text(worker, "work_pool_id").equals(poolId)
                && Json.text(worker, "name").equals(call.part(1)));
    if (!gone) {
      throw ApiError.detail(404, "Worker not found.");
    }
    return Reply.noContent();
  }

  private Reply poll(Call call) {
    var body = call.filters();
    var names =
        Json.given(body, "work_queue_names")
            ? Optional.of(Json.texts(body.path("work_queue_names")))
            : Optional.<List<String>>empty();
    var found = Json.array();
    for (var run : Polling.poll(world, find(call.part(0)), names)) {
      var shown = FlowRuns.shown(world, run);
      var item = found.addObject();
      item.set("work_pool_id", shown.path("work_pool_id"));
      item.set("work_queue_id", shown.path("work_queue_id"));
      item.set("flow_run", shown);
    }
    return Reply.ok(found);
  }

  private ObjectNode rendered(ObjectNode pool) {
    var shown = pool.deepCopy();
    shown.set("status", status(pool));
    shown.set("default_queue_id", pool.path("default_queue_id"));
    var storage = Json.object();
    for (var step :
        List.of("bundle_upload_step", "bundle_execution_step", "default_result_storage_block_id")) {
      var given = pool.path("storage_configuration").path(step);
      storage.set(step, given.isMissingNode() ? Json.nil() : given);
    }
    shown.set("storage_configuration", storage);
    shown.set("active_slots", slots(pool));
    return shown;
  }

  /// Slots are counted only where there is a limit.
  static JsonNode slots(ObjectNode limited) {
    return Json.given(limited, "concurrency_limit") ? Json.number(0) : Json.nil();
  }

  private JsonNode status(ObjectNode pool) {
    if (Json.text(pool, "type").equals("prefect-agent")) {
      return Json.nil();
    }
    if (pool.path("is_paused").asBoolean()) {
      return Json.text("PAUSED");
    }
    var online =
        world.workers.where("work_pool_id", Json.text(pool, "id")).stream()
            .anyMatch(worker -> Polling.online(world, worker));
    return Json.text(online ? "READY" : "NOT_READY");
  }

  private static Shape shape(Shape start) {
    return start
        .nullable("description", Shape.Type.TEXT)
        .nullable("base_job_template", Shape.Type.OBJECT)
        .nullable("is_paused", Shape.Type.BOOL)
        .nullable("concurrency_limit", Shape.Type.INT)
        .atLeast(0)
        .nullable("storage_configuration", Shape.Type.OBJECT);
  }

  private static void checkTemplate(ObjectNode body) {
    var template = body.path("base_job_template");
    problem(template)
        .ifPresent(text -> {
          throw ApiError.invalid(
              List.of(Violation.value(List.of("base_job_template"), text, template)), body);
        });
  }

  private static Optional<String> problem(JsonNode template) {
    if (template.isMissingNode() || template.isNull() || template.isEmpty()) {
      return Optional.empty();
    }
    if (template.path("job_configuration").isEmpty() || template.path("variables").isEmpty()) {
      return Optional.of(
          "The `base_job_template` must contain both a `job_configuration` key and a `variables`"
              + " key.");
    }
    var used = new TreeSet<String>();
    var matcher = PLACEHOLDER.matcher(template.path("job_configuration").toString());
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
    var declared = template.path("variables").path("properties");
    used.removeIf(name ->
        declared.has(name)
            || name.startsWith("prefect.")
            || name.startsWith("$")
            || name.startsWith("ctx."));
    return used.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The variables specified in the job configuration template must be present as"
                + " properties in the variables schema. Your job configuration uses the following"
                + " undeclared variable(s): "
                + String.join(", ", used)
                + ".");
  }
}
