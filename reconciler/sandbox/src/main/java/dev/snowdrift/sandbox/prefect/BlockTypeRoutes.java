package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Block types and their schemas: those that the server registers on start (a selection, read from
/// Prefect 3.8.3), and own ones. A schema is known again by its checksum and version; it never
/// changes. Deleting a type takes its schemas and documents along.
final class BlockTypeRoutes {
  static final Filter TYPES = Filter.of("block_types").field("name", "like_").field("slug", "any_");
  static final Filter SCHEMAS =
      Filter.of("block_schemas")
          .field("id", "any_")
          .field("block_type_id", "any_")
          .field("block_capabilities", schema -> schema.path("capabilities"), "all_")
          .field("version", "any_");

  private static final String UNVERSIONED = "non-versioned";
  private static final List<String> CHANGEABLE =
      List.of("logo_url", "documentation_url", "description", "code_example");
  private static final Shape CREATE =
      Shape.empty()
          .required("name", Shape.Type.TEXT)
          .pattern(FlowRoutes.NAME)
          .required("slug", Shape.Type.TEXT)
          .value(
              slug -> slug.asString().matches("[a-z0-9-]+"),
              "Block type slug must only contain lowercase letters, numbers, and dashes.")
          .nullable("logo_url", "documentation_url", "description", "code_example");
  private static final Shape UPDATE =
      Shape.empty().nullable("logo_url", "documentation_url", "description", "code_example");
  private static final Shape CREATE_SCHEMA =
      Shape.empty()
          .optional("fields", Shape.Type.OBJECT)
          .required("block_type_id", Shape.Type.ID)
          .optional("capabilities", Shape.Type.LIST)
          .optional("version", Shape.Type.TEXT);

  private final World world;
  private final Listing listing;

  BlockTypeRoutes(World world, Listing listing) {
    this.world = world;
    this.listing = listing;
    register();
  }

  void addTo(Router router) {
    router
        .on("POST", "/block_types/", this::create)
        .on(
            "POST",
            "/block_types/filter",
            call ->
                listing.page(
                    world.blockTypes.where(TYPES.in(call.filters())),
                    call.filters(),
                    Listing.by("name"),
                    type -> type))
        .on("GET", "/block_types/slug/{name}", call -> Reply.ok(named(call.part(0))))
        .on("GET", "/block_types/{id}", call -> Reply.ok(find(call)))
        .on("PATCH", "/block_types/{id}", this::update)
        .on("DELETE", "/block_types/{id}", this::delete)
        .on("POST", "/block_schemas/", this::createSchema)
        .on(
            "POST",
            "/block_schemas/filter",
            call ->
                listing.page(
                    world.blockSchemas.where(SCHEMAS.in(call.filters())),
                    call.filters(),
                    Listing.by("created").reversed(),
                    this::rendered))
        .on("GET", "/block_schemas/{id}", call -> Reply.ok(rendered(findSchema(call))))
        .on("GET", "/block_schemas/checksum/{name}", this::readByChecksum)
        .on("DELETE", "/block_schemas/{id}", this::deleteSchema);
  }

  ObjectNode named(String slug) {
    return world.blockTypes.findBy("slug", slug).orElseThrow(BlockTypeRoutes::absent);
  }

  ObjectNode rendered(ObjectNode schema) {
    var shown = schema.deepCopy();
    shown.set("block_type", type(schema));
    return shown;
  }

  ObjectNode type(ObjectNode schema) {
    return world
        .blockTypes
        .find(Json.text(schema, "block_type_id"))
        .orElseThrow(ApiError::internal);
  }

  private void register() {
    try (var stream =
        Objects.requireNonNull(BlockTypeRoutes.class.getResourceAsStream("block-types.json"))) {
      for (var entry : Json.MAPPER.readTree(stream)) {
        var type = world.fresh();
        entry.path("type").properties().forEach(e -> type.set(e.getKey(), e.getValue()));
        world.blockTypes.add(type);
        for (var given : Json.elements(entry.path("schemas")).reversed()) {
          var schema = world.fresh();
          given.properties().forEach(e -> schema.set(e.getKey(), e.getValue()));
          schema.set("block_type_id", type.path("id"));
          world.blockSchemas.add(schema);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not read block-types.json", e);
    }
  }

  private Reply create(Call call) {
    var body = call.body(CREATE);
    var name = Json.text(body, "name");
    if (name.toLowerCase(Locale.ROOT).startsWith("prefect")) {
      throw ApiError.detail(403, "Block type names beginning with 'Prefect' are reserved.");
    }
    if (world.blockTypes.findBy("slug", Json.text(body, "slug")).isPresent()) {
      throw ApiError.detail(409, "Block type with name \"%s\" already exists".formatted(name));
    }
    var type = world.fresh().put("name", name).put("slug", Json.text(body, "slug"));
    for (var field : CHANGEABLE) {
      type.set(field, Json.given(body, field) ? body.path(field) : Json.nil());
    }
    world.blockTypes.add(type.put("is_protected", false));
    return Reply.created(type);
  }

  private Reply update(Call call) {
    var body = call.body(UPDATE);
    var type = find(call);
    for (var field : CHANGEABLE) {
      if (body.has(field) && !body.path(field).equals(type.path(field))) {
        type.set(field, body.path(field));
        world.touch(type);
      }
    }
    return Reply.noContent();
  }

  private Reply delete(Call call) {
    var type = find(call);
    if (type.path("is_protected").asBoolean()) {
      throw ApiError.detail(403, "protected block types cannot be deleted.");
    }
    var id = Json.text(type, "id");
    world.blocks.removeIf(block -> Json.text(block, "block_type_id").equals(id));
    world.blockSchemas.removeIf(schema -> Json.text(schema, "block_type_id").equals(id));
    world.blockTypes.remove(id);
    return Reply.noContent();
  }

  private Reply createSchema(Call call) {
    var body = call.body(CREATE_SCHEMA);
    var typeId = Json.text(body, "block_type_id");
    if (world.blockTypes.find(typeId).isEmpty()) {
      throw ApiError.detail(404, "Block type %s not found.".formatted(typeId));
    }
    var fields = body.path("fields") instanceof ObjectNode given ? given : Json.object();
    var checksum = SchemaChecksum.of(fields);
    var version = body.has("version") ? Json.text(body, "version") : UNVERSIONED;
    var known = byChecksum(checksum, Optional.of(version));
    if (known.isPresent()) {
      return Reply.ok(rendered(known.get()));
    }
    var schema = world.fresh().put("checksum", checksum);
    var kept = fields.deepCopy();
    if (!kept.has("block_schema_references")) {
      kept.putObject("block_schema_references");
    }
    schema.set("fields", kept);
    schema.set("block_type_id", body.path("block_type_id"));
    schema.set("capabilities", body.has("capabilities") ? body.path("capabilities") : Json.array());
    world.blockSchemas.add(schema.put("version", version));
    return Reply.created(rendered(schema));
  }

  /// The newest, of this version if one is asked for.
  private Optional<ObjectNode> byChecksum(String checksum, Optional<String> version) {
    return world.blockSchemas.where("checksum", checksum).stream()
        .filter(schema -> version.isEmpty() || version.get().equals(Json.text(schema, "version")))
        .max(Listing.by("created"));
  }

  private Reply readByChecksum(Call call) {
    var found = byChecksum(call.part(0), Optional.ofNullable(call.query().get("version")));
    return Reply.ok(rendered(found.orElseThrow(BlockTypeRoutes::absentSchema)));
  }

  private Reply deleteSchema(Call call) {
    var schema = findSchema(call);
    if (type(schema).path("is_protected").asBoolean()) {
      throw ApiError.detail(403, "Block schemas for protected block types cannot be deleted.");
    }
    var id = Json.text(schema, "id");
    world.blocks.removeIf(block -> Json.text(block, "block_schema_id").equals(id));
    world.blockSchemas.remove(id);
    return Reply.noContent();
  }

  private ObjectNode find(Call call) {
    return world.blockTypes.find(call.part(0)).orElseThrow(BlockTypeRoutes::absent);
  }

  private ObjectNode findSchema(Call call) {
    return world.blockSchemas.find(call.part(0)).orElseThrow(BlockTypeRoutes::absentSchema);
  }

  private static ApiError absent() {
    return ApiError.detail(404, "Block type not found");
  }

  private static ApiError absentSchema() {
    return ApiError.detail(404, "Block schema not found");
  }
}
