package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Block types and schemas as the server registers them on start (a selection, read from Prefect
/// 3.8.3), and block documents. As on the server only a scalar secret is masked, and nothing is
/// checked against the schema.
final class BlockRoutes {
  private static final String MASK = "********";
  private static final Filter TYPES =
      Filter.of("block_types").field("name", "like_").field("slug", "any_");
  private static final Filter SCHEMAS =
      Filter.of("block_schemas")
          .field("id", "any_")
          .field("block_type_id", "any_")
          .field("block_capabilities", schema -> schema.path("capabilities"), "all_")
          .field("version", "any_");
  private static final Filter DOCUMENTS =
      Filter.of("block_documents")
          .field("id", "any_")
          .field("is_anonymous", "eq_")
          .field("block_type_id", "any_")
          .field("name", "any_", "like_");
  private static final Shape CREATE =
      Shape.empty()
          .required("name", Shape.Type.TEXT)
          .value(
              name -> name.asString().matches("[a-z0-9-]+"),
              "Block document name must only contain lowercase letters, numbers, and dashes.")
          .optional("data", Shape.Type.OBJECT)
          .required("block_schema_id", Shape.Type.ID)
          .required("block_type_id", Shape.Type.ID)
          .optional("is_anonymous", Shape.Type.BOOL);
  private static final Shape UPDATE =
      Shape.empty()
          .nullable("block_schema_id", Shape.Type.ID)
          .optional("data", Shape.Type.OBJECT)
          .optional("merge_existing_data", Shape.Type.BOOL);

  private final World world;
  private final Listing listing;

  BlockRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
    register();
  }

  void addTo(Router router) {
    router
        .on(
            "POST",
            "/block_types/filter",
            call -> page(world.blockTypes.where(TYPES.in(call.filters())), call))
        .on("GET", "/block_types/slug/{name}", call -> Reply.ok(type(call.part(0))))
        .on(
            "POST",
            "/block_schemas/filter",
            call ->
                listing.page(
                    world.blockSchemas.where(SCHEMAS.in(call.filters())),
                    call.filters(),
                    Listing.by("created").reversed(),
                    s -> s))
        .on("POST", "/block_documents/", this::create)
        .on("POST", "/block_documents/filter", this::filter)
        .on("GET", "/block_types/slug/{name}/block_documents/name/{name}", this::readByName)
        .on("GET", "/block_documents/{id}", call -> Reply.ok(rendered(find(call), clear(call))))
        .on("PATCH", "/block_documents/{id}", this::update)
        .on("DELETE", "/block_documents/{id}", this::delete);
  }

  private void register() {
    try (var stream =
        Objects.requireNonNull(BlockRoutes.class.getResourceAsStream("block-types.json"))) {
      for (var entry : Json.MAPPER.readTree(stream)) {
        var type = world.fresh();
        entry.path("type").properties().forEach(e -> type.set(e.getKey(), e.getValue()));
        world.blockTypes.add(type);
        for (var given : Json.elements(entry.path("schemas")).reversed()) {
          var schema = world.fresh();
          given.properties().forEach(e -> schema.set(e.getKey(), e.getValue()));
          schema.set("block_type_id", type.path("id"));
          schema.set("block_type", type);
          world.blockSchemas.add(schema);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not read block-types.json", e);
    }
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var typeId = Json.text(body, "block_type_id");
    var name = Json.text(body, "name");
    if (world.blocks.where("block_type_id", typeId).stream()
        .anyMatch(block -> Json.text(block, "name").equals(name))) {
      throw ApiError.detail(409, "Block already exists");
    }
    if (world.blockTypes.find(typeId).isEmpty()
        || world.blockSchemas.find(Json.text(body, "block_schema_id")).isEmpty()) {
      throw ApiError.integrity();
    }
    var block = world.fresh().put("name", name);
    block.set("data", body.has("data") ? body.path("data") : Json.object());
    block.set("block_schema_id", body.path("block_schema_id"));
    block.set("block_type_id", body.path("block_type_id"));
    block.put("is_anonymous", body.path("is_anonymous").asBoolean(false));
    world.blocks.add(block);
    return Reply.created(rendered(block, false));
  }

  private Reply filter(Call call) {
    var body = call.filters();
    var clear = body.path("include_secrets").asBoolean(false);
    var found = world.blocks.where(DOCUMENTS.in(body));
    return listing.page(found, body, Listing.by("name"), block -> rendered(block, clear));
  }

  private Reply readByName(Call call) {
    var type = type(call.part(0));
    var block =
        world.blocks.where("block_type_id", Json.text(type, "id")).stream()
            .filter(b -> Json.text(b, "name").equals(call.part(1)))
            .findFirst()
            .orElseThrow(BlockRoutes::absent);
    return Reply.ok(rendered(block, clear(call)));
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var block = find(call);
    var data = Json.object();
    var before = block.path("data");
    if (body.path("merge_existing_data").asBoolean(true)) {
      before.properties().forEach(e -> data.set(e.getKey(), e.getValue()));
    }
    for (var entry : body.path("data").properties()) {
      // A masked value that comes back is the one we gave out: it changes nothing.
      var masked = entry.getValue().isString() && entry.getValue().asString().equals(MASK);
      data.set(
          entry.getKey(),
          masked && before.has(entry.getKey()) ? before.path(entry.getKey()) : entry.getValue());
    }
    block.set("data", data);
    if (Json.given(body, "block_schema_id")) {
      block.set("block_schema_id", body.path("block_schema_id"));
    }
    world.touch(block);
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    var id = Json.text(find(call), "id");
    world.blocks.remove(id);
    // Whatever referred to it loses the field, without an error.
    for (var block : world.blocks.all()) {
      var data = (ObjectNode) block.path("data");
      data.properties().stream()
          .filter(e -> referred(e.getValue()).equals(id))
          .map(Map.Entry::getKey)
          .toList()
          .forEach(data::remove);
    }
    return Reply.noContent();
  }

  private ObjectNode rendered(ObjectNode block, boolean clear) {
    var schema =
        world
            .blockSchemas
            .find(Json.text(block, "block_schema_id"))
            .orElseThrow(ApiError::internal);
    var type =
        world.blockTypes.find(Json.text(block, "block_type_id")).orElseThrow(ApiError::internal);
    var shown = block.deepCopy();
    shown.set("block_schema", schema);
    shown.set("block_type", type);
    shown.set("block_type_name", type.path("name"));
    var references = Json.object();
    var secret = Json.texts(schema.path("fields").path("secret_fields"));
    var data = Json.object();
    for (var entry : block.path("data").properties()) {
      var other = world.blocks.find(referred(entry.getValue()));
      if (other.isPresent()) {
        var expanded = rendered(other.get(), clear);
        data.set(entry.getKey(), expanded.path("data"));
        references.set(entry.getKey(), Json.object().set("block_document", reference(expanded)));
      } else {
        var hide = !clear && secret.contains(entry.getKey()) && isScalar(entry.getValue());
        data.set(entry.getKey(), hide ? Json.text(MASK) : entry.getValue());
      }
    }
    shown.set("data", data);
    shown.set("block_document_references", references);
    return shown;
  }

  private static ObjectNode reference(ObjectNode expanded) {
    var reference = Json.object();
    for (var field :
        List.of("id", "name", "block_type", "is_anonymous", "block_document_references")) {
      reference.set(field, expanded.path(field));
    }
    return reference;
  }

  private static boolean isScalar(JsonNode value) {
    return !value.isNull() && !value.isContainer();
  }

  private static String referred(JsonNode value) {
    return Json.text(value.path("$ref"), "block_document_id");
  }

  private static boolean clear(Call call) {
    return Boolean.parseBoolean(call.query().getOrDefault("include_secrets", "false"));
  }

  private Reply page(List<ObjectNode> items, Call call) {
    return listing.page(items, call.filters(), Listing.by("name"), item -> item);
  }

  private ObjectNode type(String slug) {
    return world
        .blockTypes
        .findBy("slug", slug)
        .orElseThrow(() -> ApiError.detail(404, "Block type not found"));
  }

  private ObjectNode find(Call call) {
    return world.blocks.find(call.part(0)).orElseThrow(BlockRoutes::absent);
  }

  private static ApiError absent() {
    return ApiError.detail(404, "Block document not found");
  }
}
