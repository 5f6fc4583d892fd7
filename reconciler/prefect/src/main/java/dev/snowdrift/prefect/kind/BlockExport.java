package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Export;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A block as a manifest: what it shows, and names for the sources of the secrets that it does not
/// show.
final class BlockExport {
  private BlockExport() {}

  static Export of(Observed observed, String type) {
    var schema = new BlockSchema(observed.field(BlockReader.SCHEMA).orElseGet(Json::object));
    var data = Json.object();
    var secrets = new ArrayList<String>();
    for (var value : object(observed, BlockKind.DATA).properties()) {
      var shown = value.getValue().deepCopy();
      var isStandard = schema.standard(value.getKey()).filter(shown::equals).isPresent();
      if (!shown.isNull() && !isStandard) {
        data.set(value.getKey(), shown);
      }
    }
    BlockPaths.leaves(data)
        .forEach((path, value) -> {
          if (BlockPaths.isMask(value)) {
            secrets.add(path);
            remove(data, path);
          }
        });
    var export = new Export(Json.object());
    if (!data.isEmpty()) {
      export = export.set(BlockKind.DATA, data);
    }
    var blocks = object(observed, BlockKind.BLOCKS);
    if (!blocks.isEmpty()) {
      export = export.set(BlockKind.BLOCKS, blocks);
    }
    return secrets.isEmpty() ? export : withSecrets(export, observed, type, secrets);
  }

  /// No value is ever shown, so it has to come from somewhere else, and is not touched until it
  /// does.
  private static Export withSecrets(
      Export export, Observed observed, String type, List<String> secrets) {
    var sources = Json.object();
    var variables = new ArrayList<String>();
    for (var path : secrets) {
      var isOne = type.equals(BlockKind.SECRET);
      var variable = variable(observed.id().name() + (isOne ? "" : "_" + path));
      variables.add(variable);
      sources.putObject(path).put("env", variable);
    }
    var complete =
        type.equals(BlockKind.SECRET)
            ? export.set("valueFrom", sources.path(BlockKind.VALUE))
            : export.set(BlockKind.SECRETS, sources);
    var inClear = observed.fact(BlockReader.IN_CLEAR);
    if (inClear.isPresent()) {
      complete =
          complete.remark(
              "`%s` is stored as an object, which Prefect shows to everybody: store it as text."
                  .formatted(inClear.get()));
      complete = complete.ignore(BlockKind.SECRETS, "imported: it is not stored as text yet");
    }
    return complete
        .remark(
            "Prefect shows no secrets here: put the real ones into " + String.join(", ", variables))
        .remark("(or name other sources), and then drop the entry of `lifecycle.ignore`.")
        .ignore(BlockKind.VALUE, "imported: its source does not hold the value yet");
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }

  private static JsonNode object(Observed observed, String field) {
    return observed.field(field).orElseGet(Json::object);
  }

  /// With the objects that become empty.
  private static void remove(ObjectNode data, String path) {
    BlockPaths.remove(data, path);
    var dot = path.lastIndexOf('.');
    if (dot > 0
        && BlockPaths.find(data, path.substring(0, dot)).filter(JsonNode::isEmpty).isPresent()) {
      remove(data, path.substring(0, dot));
    }
  }
}
