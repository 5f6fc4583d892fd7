package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Block documents. As on the server nothing is checked against the schema, a document that is
/// referred to is shown in place of the reference, and its deletion drops the field silently.
final class BlockRoutes {
  private static final Filter DOCUMENTS =
      Filter.of("block_documents")
          .field("id", "any_")
          .field("is_anonymous", "eq_")
          .field("block_type_id", "any_")
          .field("name", "any_", "like_");
  private static final Map<String, Comparator<ObjectNode>> SORTS =
      Map.of(
          "NAME_DESC", Listing.by("name").reversed(),
          "NAME_ASC", Listing.by("name"),
          "BLOCK_TYPE_AND_NAME_ASC",
              Listing.by("block_type_name").thenComparing(Listing.by("name")));
  private static final Shape CREATE =
      Shape.empty()
          .nullable("name", Shape.Type.TEXT)
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
  private final BlockTypeRoutes types;

  BlockRoutes(World world, Listing listing, BlockTypeRoutes types) {
    this.world = world;
    this.listing = listing;
    this.types = types;
  }

  void addTo(Router router) {
    router
        .on("POST", "/block_documents/", this::create)
        .on("POST", "/block_documents/filter", this::filter)
        .on(
            "POST",
            "/block_documents/count",
            call -> Reply.ok(Json.number(matching(call.filters()).size())))
        .on("GET", "/block_types/slug/{name}/block_documents", this::readOfType)
        .on("GET", "/block_types/slug/{name}/block_documents/name/{name}", this::readByName)
        .on("GET", "/block_documents/{id}", call -> Reply.ok(rendered(find(call), clear(call))))
        .on("PATCH", "/block_documents/{id}", this::update)
        .on("DELETE", "/block_documents/{id}", this::delete);
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    if (!Json.given(body, "name") && !body.path("is_anonymous").asBoolean(false)) {
      var why = "Names must be provided for block documents.";
      throw ApiError.invalid(List.of(Violation.value(List.of(), why, body)), body);
    }
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
    var data = body.path("data") instanceof ObjectNode given ? given : Json.object();
    refuseDanglingReferences(data);
    var block = world.fresh().put("name", name);
    block.set("data", data);
    block.set("block_schema_id", body.path("block_schema_id"));
    block.set("block_type_id", body.path("block_type_id"));
    block.put("is_anonymous", body.path("is_anonymous").asBoolean(false));
    world.blocks.add(block);
    return Reply.created(rendered(block, false));
  }

  private Reply filter(Call call) {
    var body = call.filters();
    var clear = body.path("include_secrets").asBoolean(false);
    var order =
        Listing.order(
            body, SORTS, List.of("NAME_DESC", "NAME_ASC", "BLOCK_TYPE_AND_NAME_ASC"), "NAME_ASC");
    var shown = matching(body).stream().map(block -> rendered(block, clear)).toList();
    return listing.page(shown, body, order, block -> block);
  }

  private List<ObjectNode> matching(ObjectNode body) {
    var wanted = DOCUMENTS.in(body);
    var type = BlockTypeRoutes.TYPES.in(body);
    var schema = BlockTypeRoutes.SCHEMAS.in(body);
    return world.blocks.where(block ->
        wanted.test(block)
            && world.blockTypes.find(Json.text(block, "block_type_id")).filter(type).isPresent()
            && Optional.of(schema(block)).filter(schema).isPresent());
  }

  private Reply readOfType(Call call) {
    var typeId = Json.text(types.named(call.part(0)), "id");
    var clear = clear(call);
    return Reply.ok(
        Json.array(
            world.blocks.where("block_type_id", typeId).stream()
                .sorted(Listing.by("name"))
                .map(block -> rendered(block, clear))
                .toList()));
  }

  private Reply readByName(Call call) {
    var found =
        world
            .blockTypes
            .findBy("slug", call.part(0))
            .flatMap(type ->
                world.blocks.where("block_type_id", Json.text(type, "id")).stream()
                    .filter(block -> Json.text(block, "name").equals(call.part(1)))
                    .findFirst());
    return Reply.ok(rendered(found.orElseThrow(BlockRoutes::absent), clear(call)));
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var block = find(call);
    var before = (ObjectNode) block.path("data");
    var schema = schema(block);
    var merges = body.path("merge_existing_data").asBoolean(true);
    var data = merges ? before.deepCopy() : Json.object();
    if (body.path("data") instanceof ObjectNode given) {
      // Only whole fields are merged: an object replaces the one that was there.
      SecretFields.of(schema)
          .restored(given, before)
          .properties()
          .forEach(e -> data.set(e.getKey(), e.getValue()));
      // References are not in what is merged: one that is not given again is gone.
      before.properties().stream()
          .filter(e -> !referred(e.getValue()).isEmpty() && !given.has(e.getKey()))
          .forEach(e -> data.remove(e.getKey()));
    }
    refuseDanglingReferences(data);
    if (Json.given(body, "block_schema_id")) {
      var other =
          world
              .blockSchemas
              .find(Json.text(body, "block_schema_id"))
              .orElseThrow(ApiError::internal);
      if (!other.path("block_type_id").equals(block.path("block_type_id"))) {
        throw ApiError.detail(
            400, "Must migrate block document to a block schema of the same block type.");
      }
      block.set("block_schema_id", body.path("block_schema_id"));
    }
    block.set("data", data);
    world.touch(block);
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    var id = Json.text(find(call), "id");
    world.blocks.remove(id);
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
    var schema = schema(block);
    var type =
        world.blockTypes.find(Json.text(block, "block_type_id")).orElseThrow(ApiError::internal);
    var shown = block.deepCopy();
    shown.set("block_schema", types.rendered(schema));
    shown.set("block_type", type);
    shown.set("block_type_name", type.path("name"));
    var own = Json.object();
    var expansions = Json.object();
    var references = Json.object();
    for (var entry : block.path("data").properties()) {
      var other = world.blocks.find(referred(entry.getValue()));
      if (other.isPresent()) {
        var expanded = rendered(other.get(), clear);
        expansions.set(entry.getKey(), expanded.path("data"));
        references.set(entry.getKey(), Json.object().set("block_document", reference(expanded)));
      } else if (referred(entry.getValue()).isEmpty()) {
        own.set(entry.getKey(), entry.getValue());
      }
    }
    var data = clear ? own : SecretFields.of(schema).masked(own);
    expansions.properties().forEach(e -> data.set(e.getKey(), e.getValue()));
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

  private void refuseDanglingReferences(ObjectNode data) {
    for (var entry : data.properties()) {
      var id = referred(entry.getValue());
      if (!id.isEmpty() && world.blocks.find(id).isEmpty()) {
        throw ApiError.integrity();
      }
    }
  }

  private static String referred(JsonNode value) {
    return Json.text(value.path("$ref"), "block_document_id");
  }

  private ObjectNode schema(ObjectNode block) {
    return world
        .blockSchemas
        .find(Json.text(block, "block_schema_id"))
        .orElseThrow(ApiError::internal);
  }

  private static boolean clear(Call call) {
    return Boolean.parseBoolean(call.query().getOrDefault("include_secrets", "false"));
  }

  private ObjectNode find(Call call) {
    return world.blocks.find(call.part(0)).orElseThrow(BlockRoutes::absent);
  }

  private static ApiError absent() {
    return ApiError.detail(404, "Block document not found");
  }
}
