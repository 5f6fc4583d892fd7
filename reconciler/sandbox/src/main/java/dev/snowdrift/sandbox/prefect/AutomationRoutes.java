package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Automations: names are not unique, PUT replaces the whole, and each write of a trigger gives it
/// a new id. Nothing triggers here.
final class AutomationRoutes {
  private static final Filter FILTER =
      Filter.of("automations")
          .field("name", "any_")
          .field("created", "before_")
          .field("tags", "all_", "any_", "is_null_");
  private static final Shape WHOLE =
      Shape.empty()
          .required("name", Shape.Type.TEXT)
          .optional("description", Shape.Type.TEXT)
          .optional("enabled", Shape.Type.BOOL)
          .optional("tags", Shape.Type.LIST)
          .required("trigger", Shape.Type.OBJECT)
          .required("actions", Shape.Type.LIST)
          .optional("actions_on_trigger", Shape.Type.LIST)
          .optional("actions_on_resolve", Shape.Type.LIST);
  private static final Shape CREATE = WHOLE.nullable("owner_resource", Shape.Type.TEXT);
  private static final Shape PARTIAL = Shape.empty().optional("enabled", Shape.Type.BOOL);

  private final World world;
  private final Listing listing;

  AutomationRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
  }

  void addTo(Router router) {
    router
        .on("POST", "/automations/", this::create)
        .on(
            "POST",
            "/automations/filter",
            call ->
                listing.sorted(
                    world.automations.where(FILTER.in(call.filters())),
                    call.filters(),
                    AutomationRoutes::rendered))
        .on(
            "POST",
            "/automations/count",
            _ -> Reply.ok(Json.number(world.automations.all().size())))
        .on("GET", "/automations/{id}", call -> Reply.ok(rendered(find(call))))
        .on("PUT", "/automations/{id}", this::replace)
        .on("PATCH", "/automations/{id}", this::enable)
        .on("DELETE", "/automations/{id}", this::delete)
        .on("DELETE", "/automations/owned-by/{name}", this::deleteOwned);
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var automation = world.fresh();
    write(body, automation);
    automation.put("owner_resource", Json.text(body, "owner_resource"));
    world.automations.add(automation);
    return Reply.created(rendered(automation));
  }

  private Reply replace(Call call) {
    var body = call.body(WHOLE);
    var automation = find(call);
    write(body, automation);
    world.touch(automation);
    return Reply.noContent();
  }

  private Reply enable(Call call) {
    var body = call.body(PARTIAL);
    var automation = find(call);
    automation.put("enabled", body.path("enabled").asBoolean(true));
    world.touch(automation);
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    world.automations.remove(Json.text(find(call), "id"));
    return Reply.noContent();
  }

  private Reply deleteOwned(Call call) {
    world.automations.removeIf(a -> Json.text(a, "owner_resource").equals(call.part(0)));
    return new Reply(202, Optional.of(Json.nil()));
  }

  private static void write(ObjectNode body, ObjectNode automation) {
    automation.put("name", Json.text(body, "name"));
    automation.put("description", Json.text(body, "description"));
    automation.put("enabled", body.path("enabled").asBoolean(true));
    automation.set("tags", body.has("tags") ? body.path("tags") : Json.array());
    automation.set("trigger", trigger(body.path("trigger")));
    for (var field : List.of("actions", "actions_on_trigger", "actions_on_resolve")) {
      var actions = Json.elements(body.path(field)).stream().map(AutomationRoutes::action).toList();
      automation.set(field, Json.array(actions));
    }
  }

  private static JsonNode trigger(JsonNode given) {
    return given.has("triggers") ? composite(given) : event(given);
  }

  private static ObjectNode composite(JsonNode given) {
    var type = given.has("require") ? "compound" : "sequence";
    var trigger =
        Json.object()
            .put("type", Json.given(given, "type") ? Json.text(given, "type") : type)
            .put("id", UUID.randomUUID().toString());
    var inner = Json.elements(given.path("triggers")).stream().map(AutomationRoutes::trigger);
    trigger.set("triggers", Json.array(inner.toList()));
    trigger.set(
        "within",
        Json.given(given, "within") ? Json.number(given.path("within").asDouble()) : Json.nil());
    if (given.has("require")) {
      trigger.set("require", given.path("require"));
    }
    return trigger;
  }

  private static ObjectNode event(JsonNode given) {
    var trigger = Json.object().put("type", "event").put("id", UUID.randomUUID().toString());
    for (var field : List.of("match", "match_related")) {
      trigger.set(field, given.has(field) ? given.path(field) : Json.object());
    }
    for (var field : List.of("after", "expect", "for_each")) {
      var sorted = Json.array();
      new TreeSet<>(Json.texts(given.path(field))).forEach(sorted::add);
      trigger.set(field, sorted);
    }
    var posture = Json.given(given, "posture") ? Json.text(given, "posture") : "Reactive";
    var within = given.path("within").asDouble(0);
    trigger.put("posture", posture);
    trigger.put("threshold", given.path("threshold").asInt(1));
    // The server does not refuse a proactive trigger without a time: it takes ten seconds.
    return trigger.put("within", posture.equals("Proactive") && within == 0 ? 10.0 : within);
  }

  private static JsonNode action(JsonNode given) {
    if (!Json.text(given, "type").equals("run-deployment")) {
      return given;
    }
    var action = ((ObjectNode) given).deepCopy();
    for (var field : List.of("parameters", "job_variables")) {
      if (!action.has(field)) {
        action.putNull(field);
      }
    }
    return action.put("schedule_after", given.path("schedule_after").asDouble(0));
  }

  private static ObjectNode rendered(ObjectNode automation) {
    var shown = automation.deepCopy();
    shown.remove("owner_resource");
    return shown;
  }

  private ObjectNode find(Call call) {
    return world
        .automations
        .find(call.part(0))
        .orElseThrow(() -> ApiError.message(404, "Automation not found"));
  }
}
