package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events: what others emit, and what happens to deployments ([EventLog]). They are found by name,
/// resource and time; further filters of the server are refused as not known here.
final class EventRoutes {
  private static final int MOST = 50;
  private static final Shape NAMES =
      Shape.empty()
          .nullable("prefix", Shape.Type.LIST)
          .nullable("exclude_prefix", Shape.Type.LIST)
          .nullable("name", Shape.Type.LIST)
          .nullable("exclude_name", Shape.Type.LIST);
  private static final Shape RESOURCE =
      Shape.empty().nullable("id", Shape.Type.LIST).nullable("id_prefix", Shape.Type.LIST);
  private static final Shape OCCURRED =
      Shape.empty().optional("since", Shape.Type.TEXT).optional("until", Shape.Type.TEXT);
  private static final Shape FILTER =
      Shape.empty()
          .optional("occurred", Shape.Type.OBJECT)
          .nullable("event", Shape.Type.OBJECT)
          .nullable("resource", Shape.Type.OBJECT)
          .optional("order", Shape.Type.TEXT);
  private static final List<String> UNKNOWN_HERE = List.of("related", "any_resource", "id", "text");

  private final World world;
  private final Supplier<String> base;

  /// @param base of the links to next pages
  EventRoutes(World world, Supplier<String> base) {
    this.world = world;
    this.base = base;
  }

  void addTo(Router router) {
    router
        .on("POST", "/events", this::receive)
        .on("POST", "/events/filter", this::filter)
        .on("GET", "/events/filter/next", this::next);
  }

  private Reply receive(Call call) {
    for (var given : call.body()) {
      var event = ((ObjectNode) given).deepCopy();
      for (var field : List.of("related", "payload", "follows")) {
        if (!event.has(field)) {
          event.set(
              field,
              switch (field) {
                case "related" -> Json.array();
                case "payload" -> Json.object();
                default -> Json.nil();
              });
        }
      }
      world.events.add(event.put("received", World.written(world.now())));
    }
    return Reply.noContent();
  }

  private Reply filter(Call call) {
    var body = call.filters();
    var limit = body.has("limit") ? body.path("limit").asInt() : MOST;
    Shape.empty()
        .optional("limit", Shape.Type.INT)
        .atLeast(0)
        .atMost(MOST)
        .check(Json.object().set("limit", Json.number(limit)));
    var filter = body.path("filter") instanceof ObjectNode given ? given : Json.object();
    return page(filter, 0, limit);
  }

  private Reply next(Call call) {
    try {
      var token = call.query().getOrDefault("page-token", "");
      var text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      var page = Json.MAPPER.readTree(text);
      return page(
          (ObjectNode) page.path("filter"),
          page.path("offset").asInt(),
          page.path("page_size").asInt());
    } catch (IllegalArgumentException | JacksonException | ClassCastException _) {
      throw ApiError.detail(403, "Forbidden");
    }
  }

  private Reply page(ObjectNode filter, int offset, int limit) {
    var ascending = Json.text(filter, "order").equals("ASC");
    var order = Comparator.comparing((ObjectNode event) -> FlowRuns.time(event.path("occurred")));
    var found =
        world.events.where(wanted(filter)).stream()
            .sorted(ascending ? order : order.reversed())
            .toList();
    var events = found.stream().skip(offset).limit(limit).toList();
    var last = offset + events.size() >= found.size() || events.isEmpty();
    return Reply.ok(
        Json.object()
            .set("events", Json.array(events))
            .put("total", found.size())
            .set("next_page", last ? Json.nil() : Json.text(link(filter, offset + limit, limit))));
  }

  private String link(ObjectNode filter, int offset, int limit) {
    var page = Json.object().put("offset", offset).put("page_size", limit);
    page.set("filter", filter);
    return base.get()
        + "/events/filter/next?page-token="
        + Base64.getEncoder().encodeToString(page.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Predicate<ObjectNode> wanted(ObjectNode filter) {
    for (var name : UNKNOWN_HERE) {
      if (filter.has(name)) {
        throw ApiError.message(501, "the stand-in does not filter events by " + name);
      }
    }
    check(filter, FILTER, List.of("filter"));
    var names = part(filter, "event", NAMES);
    var resource = part(filter, "resource", RESOURCE);
    var occurred = part(filter, "occurred", OCCURRED);
    return event -> {
      var name = Json.text(event, "event");
      var id = event.path("resource").path("prefect.resource.id").asString("");
      var time = FlowRuns.time(event.path("occurred"));
      return any(names, "prefix", name::startsWith)
          && any(names, "name", name::equals)
          && none(names, "exclude_prefix", name::startsWith)
          && none(names, "exclude_name", name::equals)
          && any(resource, "id", id::equals)
          && any(resource, "id_prefix", id::startsWith)
          && (!occurred.has("since") || !time.isBefore(FlowRuns.time(occurred.path("since"))))
          && (!occurred.has("until") || !time.isAfter(FlowRuns.time(occurred.path("until"))));
    };
  }

  private static JsonNode part(ObjectNode filter, String name, Shape shape) {
    if (!Json.given(filter, name)) {
      return Json.object();
    }
    check(filter.path(name), shape, List.of("filter", name));
    return filter.path(name);
  }

  private static void check(JsonNode part, Shape shape, List<String> where) {
    var wrong = shape.violations(part, where);
    if (!wrong.isEmpty()) {
      throw ApiError.invalid(wrong, part);
    }
  }

  private static boolean any(JsonNode part, String key, Predicate<String> fits) {
    return texts(part, key).map(list -> list.stream().anyMatch(fits)).orElse(true);
  }

  private static boolean none(JsonNode part, String key, Predicate<String> fits) {
    return texts(part, key).map(list -> list.stream().noneMatch(fits)).orElse(true);
  }

  /// An empty list asks for nothing.
  private static Optional<List<String>> texts(JsonNode part, String key) {
    var texts = Json.texts(part.path(key));
    return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
  }
}
