package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    // Nothing is changed by a body that is refused.
    var written = Json.object();
    write(body, written);
    var automation = find(call);
    automation.setAll(written);
    world.touch(automation);
    return Reply.noContent();
  }

  private Reply enable(Call call) {
    var body = call.body(PARTIAL);
    var automation = find(call);
    if (body.has("enabled")) {
      automation.set("enabled", body.path("enabled"));
    }
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
    var violations = new ArrayList<Violation>();
    automation.set("trigger", AutomationTriggers.read(body, violations));
    for (var field : List.of("actions", "actions_on_trigger", "actions_on_resolve")) {
      automation.set(field, Json.array(AutomationActions.read(body, field, violations)));
    }
    if (!violations.isEmpty()) {
      throw ApiError.invalid(violations, body);
    }
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
