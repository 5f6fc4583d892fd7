package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.prefect.ApiCall;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Lookup;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is sent to change a block document.
///
/// Three habits of the server decide its form (PrefectHQ/prefect, src/prefect/server/models/
/// block_documents.py, update_block_document): a key is replaced with all that is in it; every
/// reference to another block that is not sent again is dropped; and a key only goes when all data
/// are replaced, for which the secrets that stay are sent as the mask that the server showed.
final class BlockBody {
  private static final String REFERENCE = "$ref";

  private final BlockKind.Spec spec;
  private final ObjectNode declared;
  private final JsonNode seen;
  private final JsonNode seenBlocks;
  private final BlockSchema schema;
  private final Repairs repairs;

  BlockBody(BlockKind.Spec spec, Observed observed, Repairs repairs) {
    this.spec = spec;
    this.declared = spec.values();
    this.seen = observed.field(BlockKind.DATA).orElseGet(Json::object);
    this.seenBlocks = observed.field(BlockKind.BLOCKS).orElseGet(Json::object);
    this.schema = new BlockSchema(observed.field(BlockReader.SCHEMA).orElseGet(Json::object));
    this.repairs = repairs;
  }

  static ApiCall create(String type, String name, BlockKind.Spec spec) {
    var body = Json.object().put("name", name);
    body.put("block_type_id", "").put("block_schema_id", "");
    var data = spec.values();
    spec.sources().keySet().forEach(path -> BlockPaths.put(data, path, masked()));
    spec.blocks().keySet().forEach(key -> data.set(key, reference()));
    body.set(BlockKind.DATA, data);
    var call =
        ApiCall.of(Method.POST, "/block_documents/")
            .body(body)
            .id("/block_type_id", new Lookup.BlockTypeId(type))
            .id("/block_schema_id", new Lookup.BlockSchemaId(type));
    for (var secret : spec.sources().entrySet()) {
      call = call.secret(BlockPaths.pointer(secret.getKey()), secret.getValue());
    }
    return referring(call, new TreeMap<>(spec.blocks()));
  }

  private static ApiCall referring(ApiCall call, SortedMap<String, String> blocks) {
    var all = call;
    for (var block : blocks.entrySet()) {
      var name = block.getValue();
      var slash = name.indexOf('/');
      all =
          all.id(
              BlockPaths.pointer(block.getKey()) + "/" + REFERENCE + "/block_document_id",
              new Lookup.BlockDocumentId(name.substring(0, slash), name.substring(slash + 1)));
    }
    return all;
  }

  /// The call with this body.
  ApiCall addTo(ApiCall call, String type) {
    var data = Json.object();
    var gone = false;
    for (var key : touched()) {
      var value = value(key);
      value.ifPresent(present -> data.set(key, present));
      gone = gone || (value.isEmpty() && seen.has(key) && !spec.blocks().containsKey(key));
    }
    if (gone) {
      seen.propertyNames().stream()
          .filter(key -> !touched().contains(key))
          .forEach(key -> value(key).ifPresent(present -> data.set(key, present)));
    }
    var blocks = blocks();
    blocks.keySet().forEach(key -> data.set(key, reference()));
    var body = Json.object().put("merge_existing_data", !gone);
    body.set(BlockKind.DATA, data);
    var complete = call.body(body);
    if (!spec.keys().stream().allMatch(schema::knows)) {
      // Only the newest schema knows it, and which of its values are secrets.
      complete = complete.id("/block_schema_id", new Lookup.BlockSchemaId(type));
    }
    for (var secret : spec.sources().entrySet()) {
      var isSent =
          BlockPaths.find(data, secret.getKey())
              .filter(value -> value.asString("").equals(SecretValue.MASK))
              .isPresent();
      if (isSent) {
        complete = complete.secret(BlockPaths.pointer(secret.getKey()), secret.getValue());
      }
    }
    return referring(complete, blocks);
  }

  /// The keys in which something is to be written or removed.
  private SortedSet<String> touched() {
    var touched = new TreeSet<String>();
    var keys = new TreeSet<>(spec.keys());
    keys.addAll(seen.propertyNames());
    keys.stream()
        .filter(key -> repairs.touchesPath("data." + key) || repairs.touchesPath("blocks." + key))
        .forEach(touched::add);
    removed(BlockKind.SECRETS).forEach(path -> touched.add(BlockPaths.first(path)));
    spec.sources().keySet().stream()
        .filter(this::isWritten)
        .forEach(path -> touched.add(BlockPaths.first(path)));
    touched.removeAll(spec.blocks().keySet());
    return touched;
  }

  /// What below a field is to go.
  private List<String> removed(String field) {
    var prefix = field + ".";
    return repairs.drifts().stream()
        .filter(drift -> drift.desired().isEmpty() && drift.path().startsWith(prefix))
        .map(drift -> drift.path().substring(prefix.length()))
        .toList();
  }

  private boolean isWritten(String path) {
    return repairs.touches(BlockKind.VALUE) || repairs.touchesPath("secrets." + path);
  }

  /// All of a key as it should be; empty when it should not be there.
  private Optional<JsonNode> value(String key) {
    var data = Json.object();
    repairs
        .merged(
            "data." + key,
            Optional.ofNullable(declared.get(key)).map(Json::exact),
            Optional.ofNullable(seen.get(key)))
        .ifPresent(value -> data.set(key, value.deepCopy()));
    removed(BlockKind.SECRETS).stream()
        .filter(path -> BlockPaths.first(path).equals(key))
        .forEach(path -> BlockPaths.remove(data, path));
    spec.sources().keySet().stream()
        .filter(path -> BlockPaths.first(path).equals(key))
        .filter(path -> isWritten(path) || !isKept(data, path))
        .forEach(path -> BlockPaths.put(data, path, masked()));
    return Optional.ofNullable(data.get(key))
        .filter(value -> !(value.isObject() && value.isEmpty()) || declared.has(key));
  }

  /// Whether the mask of a secret, or of a list of secrets, is sent back, which leaves it alone.
  private static boolean isKept(ObjectNode data, String path) {
    for (var at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      if (BlockPaths.find(data, at).filter(BlockPaths::isMask).isPresent()) {
        return true;
      }
      if (!at.contains(".")) {
        return false;
      }
    }
  }

  /// The references as they should be, by key.
  private SortedMap<String, String> blocks() {
    var blocks = new TreeMap<String, String>();
    seenBlocks
        .properties()
        .forEach(block -> blocks.put(block.getKey(), block.getValue().asString("")));
    removed(BlockKind.BLOCKS).forEach(blocks::remove);
    spec.blocks().entrySet().stream()
        .filter(block ->
            !blocks.containsKey(block.getKey()) || repairs.touchesPath("blocks." + block.getKey()))
        .forEach(block -> blocks.put(block.getKey(), block.getValue()));
    // What is a value from now on refers to nothing.
    spec.data().keySet().forEach(blocks::remove);
    spec.sources().keySet().forEach(path -> blocks.remove(BlockPaths.first(path)));
    return blocks;
  }

  private static ObjectNode reference() {
    var reference = JsonNodeFactory.instance.objectNode();
    reference.putObject(REFERENCE).put("block_document_id", "");
    return reference;
  }

  private static JsonNode masked() {
    return Canonical.text(SecretValue.MASK);
  }
}
