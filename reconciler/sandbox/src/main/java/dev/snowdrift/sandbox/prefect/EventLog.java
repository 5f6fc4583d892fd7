package dev.snowdrift.sandbox.prefect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes down what happens to deployments. A change is told field by field, with what was there
/// before; one of schedules, pauses by their own route, or limits is not told, as on the server
/// (PrefectHQ/prefect, src/prefect/server/models/events.py, deployment_updated_event).
final class EventLog {
  /// The fields of an object here, by the names of the server's columns.
  private static final Map<String, String> COLUMNS = columns();

  private final World world;

  EventLog(World world) {
    this.world = world;
  }

  void created(ObjectNode deployment) {
    emit("prefect.deployment.created", deployment, Json.object());
  }

  void deleted(ObjectNode deployment) {
    emit("prefect.deployment.deleted", deployment, Json.object());
  }

  /// Tells what differs from before; nothing when nothing does.
  void updated(ObjectNode before, ObjectNode deployment) {
    var fields = Json.array();
    var updates = Json.object();
    COLUMNS.forEach((field, column) -> {
      if (!before.path(field).equals(deployment.path(field))) {
        fields.add(column);
        var change = updates.putObject(column);
        change.set("from", orNull(before.path(field)));
        change.set("to", orNull(deployment.path(field)));
      }
    });
    if (!fields.isEmpty()) {
      var payload = Json.object();
      payload.set("updated_fields", fields);
      payload.set("updates", updates);
      emit("prefect.deployment.updated", deployment, payload);
    }
  }

  private void emit(String name, ObjectNode deployment, ObjectNode payload) {
    var now = World.written(world.now());
    var event = Json.object().put("occurred", now).put("event", name);
    event.set("resource", resource("deployment", deployment));
    var related = event.putArray("related");
    world
        .flows
        .find(Json.text(deployment, "flow_id"))
        .ifPresent(flow -> related.add(related("flow", flow)));
    var queue = world.queues.find(Json.text(deployment, "work_queue_id"));
    queue.ifPresent(found -> related.add(related("work-queue", found)));
    queue
        .flatMap(found -> world.pools.find(Json.text(found, "work_pool_id")))
        .ifPresent(pool ->
            related.add(
                related("work-pool", pool).put("prefect.work-pool.type", Json.text(pool, "type"))));
    event.set("payload", payload);
    event.put("id", UUID.randomUUID().toString()).putNull("follows").put("received", now);
    world.events.add(event);
  }

  private static ObjectNode related(String role, ObjectNode object) {
    return resource(role, object).put("prefect.resource.role", role);
  }

  private static ObjectNode resource(String type, ObjectNode object) {
    return Json.object()
        .put("prefect.resource.id", "prefect." + type + "." + Json.text(object, "id"))
        .put("prefect.resource.name", Json.text(object, "name"));
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? Json.nil() : value;
  }

  private static Map<String, String> columns() {
    var columns = new LinkedHashMap<String, String>();
    for (var same :
        List.of(
            "version",
            "description",
            "work_queue_id",
            "paused",
            "concurrency_options",
            "tags",
            "parameters",
            "pull_steps",
            "parameter_openapi_schema",
            "enforce_parameter_schema",
            "path",
            "entrypoint")) {
      columns.put(same, same);
    }
    columns.put("job_variables", "infra_overrides");
    return columns;
  }
}
