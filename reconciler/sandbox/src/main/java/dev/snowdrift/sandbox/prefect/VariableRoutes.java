package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import tools.jackson.databind.node.ObjectNode;

/// Variables: any JSON value, addressed by name or id.
final class VariableRoutes {
  private static final int LONGEST = 5000;
  private static final String NAME = "[a-z0-9_-]{1,255}";
  private static final String BAD_NAME =
      "Variable name must only contain lowercase letters, numbers, and dashes or underscores.";
  private static final String TOO_LONG = "Variable value must be less than 5000 characters";
  private static final Filter FILTER =
      Filter.of("variables")
          .field("id", "any_")
          .field("name", "any_", "like_")
          .field("tags", "all_", "is_null_");

  private static final Shape CREATE =
      Shape.empty()
          .required("name", Shape.Type.TEXT)
          .value(name -> name.asString().matches(NAME), BAD_NAME)
          .required("value", Shape.Type.ANY)
          .value(value -> value.toString().length() <= LONGEST, TOO_LONG)
          .optional("tags", Shape.Type.LIST);
  private static final Shape UPDATE =
      Shape.empty()
          .nullable("name", Shape.Type.TEXT)
          .value(name -> name.asString().matches(NAME), BAD_NAME)
          .optional("value", Shape.Type.ANY)
          .value(value -> value.toString().length() <= LONGEST, TOO_LONG)
          .nullable("tags", Shape.Type.LIST);

  private final World world;
  private final Listing listing;

  VariableRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
  }

  void addTo(Router router) {
    router
        .on("POST", "/variables/", this::create)
        .on(
            "POST",
            "/variables/filter",
            call ->
                listing.sorted(
                    world.variables.where(FILTER.in(call.filters())), call.filters(), v -> v))
        .on(
            "POST",
            "/variables/count",
            call -> Reply.ok(Json.number(world.variables.where(FILTER.in(call.filters())).size())));
    for (var path : new String[] {"/variables/name/{name}", "/variables/{id}"}) {
      router
          .on("GET", path, call -> Reply.ok(find(call)))
          .on("PATCH", path, this::update)
          .on("DELETE", path, this::delete);
    }
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var name = Json.text(body, "name");
    refuseTaken(name);
    var variable = world.fresh().put("name", name);
    variable.set("value", body.path("value"));
    variable.set("tags", body.has("tags") ? body.path("tags") : Json.array());
    world.variables.add(variable);
    return Reply.created(variable);
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var variable = find(call);
    var name = Json.text(body, "name");
    if (!name.isEmpty() && !name.equals(Json.text(variable, "name"))) {
      refuseTaken(name);
      variable.put("name", name);
    }
    if (body.has("value")) {
      variable.set("value", body.path("value"));
    }
    if (Json.given(body, "tags")) {
      variable.set("tags", body.path("tags"));
    }
    world.touch(variable);
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    world.variables.remove(Json.text(find(call), "id"));
    return Reply.noContent();
  }

  private void refuseTaken(String name) {
    if (world.variables.findBy("name", name).isPresent()) {
      throw ApiError.detail(409, "A variable with the name '%s' already exists.".formatted(name));
    }
  }

  private ObjectNode find(Call call) {
    return world
        .variables
        .findBy("name", call.part(0))
        .or(() -> world.variables.find(call.part(0)))
        .orElseThrow(() -> ApiError.detail(404, "Variable not found."));
  }
}
