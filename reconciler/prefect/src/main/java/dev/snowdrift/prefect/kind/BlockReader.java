package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.prefect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a block document shows. Of secrets nothing is kept, whatever the server shows: a secret
/// that is an object comes back in clear (PrefectHQ/prefect, src/prefect/server/schemas/core.py:
/// only scalars and lists are masked).
final class BlockReader {
  /// Stands for a secret that has a value.
  static final String SET = "set";

  /// The fact that names the secrets which the server does not mask.
  static final String IN_CLEAR = "inClear";

  /// The schema of the document itself: no field of the manifest.
  static final String SCHEMA = "schema";

  private static final String KIND = "Block";

  private BlockReader() {}

  /// Empty for anonymous documents, which have no name of their own and belong to what made them.
  static Optional<ResourceId> id(JsonNode document) {
    return document.path("is_anonymous").asBoolean(false) ? Optional.empty() : named(document);
  }

  private static Optional<ResourceId> named(JsonNode document) {
    return Json.text(document.path("block_type"), "slug")
        .flatMap(type ->
            Json.text(document, "name").map(name -> new ResourceId(KIND, type + "/" + name)));
  }

  static BlockSchema schema(JsonNode document) {
    return new BlockSchema(document.path("block_schema").path("fields"));
  }

  /// By block, the ones that refer to it: `snowflake-connector/etl (credentials)`.
  static Map<ResourceId, List<String>> users(List<JsonNode> documents) {
    var users = new TreeMap<ResourceId, List<String>>();
    for (var document : documents) {
      var user = named(document).map(ResourceId::name).orElse("an anonymous block");
      referred(document)
          .forEach((key, id) ->
              users
                  .computeIfAbsent(id, _ -> new ArrayList<>())
                  .add("%s (%s)".formatted(user, key)));
    }
    return users;
  }

  private static SortedMap<String, ResourceId> referred(JsonNode document) {
    var referred = new TreeMap<String, ResourceId>();
    for (var reference : document.path("block_document_references").properties()) {
      named(reference.getValue().path("block_document"))
          .ifPresent(id -> referred.put(reference.getKey(), id));
    }
    return referred;
  }

  /// The fields, without the fingerprint.
  ///
  /// @param facts gets what else is to be known
  static SortedMap<String, JsonNode> fields(JsonNode document, Map<String, String> facts) {
    var schema = schema(document);
    var blocks = Json.object();
    referred(document).forEach((key, id) -> blocks.put(key, id.name()));
    var data = Json.object();
    // The server shows the referred block's data in place of the reference.
    document.path("data").properties().stream()
        .filter(value -> !document.path("block_document_references").has(value.getKey()))
        .forEach(value -> data.set(value.getKey(), value.getValue().deepCopy()));
    var inClear = mask(data, schema);
    var secrets = Json.object();
    BlockPaths.leaves(data)
        .keySet()
        .forEach(path -> secrets.put(path, inClear.contains(path) ? "an object" : SET));
    if (!inClear.isEmpty()) {
      facts.put(IN_CLEAR, String.join(", ", inClear));
    }
    var fields = new TreeMap<String, JsonNode>();
    fields.put(BlockKind.DATA, Json.exact(data));
    fields.put(BlockKind.BLOCKS, Json.exact(blocks));
    fields.put(BlockKind.SECRETS, Json.exact(secrets));
    fields.put(SCHEMA, schema.fields());
    return fields;
  }

  /// Puts the mask in the place of each secret, and says which of them were there to be read.
  private static List<String> mask(ObjectNode data, BlockSchema schema) {
    var inClear = new ArrayList<String>();
    for (var path : schema.secrets()) {
      if (BlockPaths.find(data, path).filter(value -> !BlockPaths.isMask(value)).isPresent()) {
        inClear.add(path);
        BlockPaths.put(data, path, Canonical.text(BlockPaths.MASK));
      }
    }
    BlockPaths.leaves(data).keySet().stream()
        .filter(schema::isSecret)
        .forEach(path -> BlockPaths.put(data, path, Canonical.text(BlockPaths.MASK)));
    return inClear;
  }

  /// The keys that are declared, without the secrets in them that nobody declares.
  static JsonNode declared(JsonNode wanted, JsonNode seen) {
    var aligned = Json.object();
    for (var key : wanted.propertyNames()) {
      var value = seen.get(key);
      if (value != null) {
        aligned.set(key, withoutMasks(wanted.path(key), value));
      }
    }
    return aligned;
  }

  private static JsonNode withoutMasks(JsonNode wanted, JsonNode seen) {
    if (!seen.isObject()) {
      return seen;
    }
    var kept = Json.object();
    for (var value : seen.properties()) {
      var below = withoutMasks(wanted.path(value.getKey()), value.getValue());
      var secret =
          BlockPaths.isMask(below)
              || (below.isObject() && below.isEmpty() && !value.getValue().isEmpty());
      if (!secret || wanted.has(value.getKey())) {
        kept.set(value.getKey(), below);
      }
    }
    return kept;
  }

  /// The secrets that are declared. Of a list of secrets nothing is shown but that it is there.
  static JsonNode declaredSecrets(JsonNode wanted, JsonNode seen) {
    var aligned = Json.object();
    for (var path : wanted.propertyNames()) {
      var value = seen.get(path);
      for (var above = path; value == null && above.contains("."); ) {
        above = above.substring(0, above.lastIndexOf('.'));
        value = seen.get(above);
      }
      if (value != null) {
        aligned.set(path, value);
      }
    }
    return aligned;
  }
}
