package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Node;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The volumes of a service. Stages are mounted in the current form, `source: stage` (Snowflake
/// documentation, "Using Snowflake stage volumes with services").
final class VolumeTranslation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> KEYS =
      List.of("name", "source", "size", "uid", "gid", "blockConfig", "stageConfig");
  private static final BigDecimal GIBI = new BigDecimal(1L << 30);

  private final String at;
  private final Labels names;
  private final Notes notes;
  private final ArrayNode volumes = JSON.arrayNode();

  VolumeTranslation(String at, Labels names, Notes notes) {
    this.at = at;
    this.names = names;
    this.notes = notes;
  }

  ArrayNode volumes() {
    return volumes;
  }

  void add(Node node) {
    if (!(node instanceof Mapping mapping)) {
      notes.leftOut(node.at(), at, "a volume is a mapping of name and source");
      return;
    }
    var here = at + "/" + volumes.size();
    var part = new Part(mapping, here, notes);
    var volume = JSON.objectNode();
    volume.put("name", names.take(part.text("name").orElse(""), mapping.at(), here + "/name"));
    var source = source(part, volume, here);
    size(part, volume, source, here);
    for (var id : List.of("uid", "gid")) {
      var number = part.whole(id);
      if (number.isPresent() && (source.equals("local") || source.equals("memory"))) {
        notes.leftOut(mapping.at(), here, "`%s`: only stages and blocks have owners".formatted(id));
      } else {
        number.ifPresent(value -> volume.put(id, value));
      }
    }
    for (var config : List.of("blockConfig", "stageConfig")) {
      part.mapping(config)
          .ifPresent(inner -> {
            if (config.startsWith(source)) {
              volume.set(config, Part.json(inner));
            } else {
              notes.leftOut(
                  inner.at(),
                  here,
                  "`%s` belongs to another source than %s".formatted(config, source));
            }
          });
    }
    part.leaveOutRest(KEYS, Map.of("mountPath", "it belongs into a container's `volumeMounts`"));
    volumes.add(volume);
  }

  /// A volume that a container mounts and nobody declared.
  void addLocal(String written, Location place) {
    var here = at + "/" + volumes.size();
    volumes
        .addObject()
        .put("name", names.take(written, place, here + "/name"))
        .put("source", "local");
    notes.assumed(
        place, here, "`%s` is mounted and declared nowhere: a local directory".formatted(written));
  }

  private String source(Part part, ObjectNode volume, String here) {
    var written = part.take("source", "stage");
    if (written.isEmpty()) {
      return kubernetes(part, volume, here);
    }
    var text = Part.text(written.get()).strip();
    var stage = text.startsWith("@") ? text : text.startsWith("${") ? "@" + text : "";
    if (!stage.isEmpty()) {
      volume.put("source", "stage");
      volume.set("stageConfig", JSON.objectNode().put("name", stage));
      notes.translated(
          written.get().at(),
          here,
          "`source: \"%s\"` is the old form of `source: stage`; the new mount does not write into"
                  .formatted(text)
              + " the middle of files, and needs WRITE on the stage to write at all");
      return "stage";
    }
    var word = text.toLowerCase(Locale.ROOT);
    if (List.of("local", "memory", "block", "stage").contains(word)) {
      if (!word.equals(text)) {
        notes.translated(
            written.get().at(), here + "/source", "`%s` is written `%s`".formatted(text, word));
      }
      volume.put("source", word);
      return word;
    }
    volume.put("source", "local");
    notes.translated(
        written.get().at(),
        here + "/source",
        "`source: %s` is none of local, memory, block, stage: a local directory".formatted(text));
    return "local";
  }

  private String kubernetes(Part part, ObjectNode volume, String here) {
    var stage = part.mapping().get("stageConfig").isPresent();
    var block = part.mapping().get("blockConfig").isPresent();
    var empty = part.entry("emptyDir").map(Mapping.Entry::value);
    var memory =
        empty.isPresent()
            && empty.get() instanceof Mapping inner
            && inner.get("medium").map(Part::text).orElse("").equals("Memory");
    var source = stage ? "stage" : block ? "block" : memory ? "memory" : "local";
    volume.put("source", source);
    if (empty.isPresent()) {
      notes.translated(
          part.place(), here + "/source", "`emptyDir` is written `source: %s`".formatted(source));
      if (memory && empty.get() instanceof Mapping inner) {
        inner.get("sizeLimit").map(Part::text).ifPresent(size -> volume.put("size", size));
      }
    } else {
      notes.assumed(
          part.place(), here + "/source", "no source is named: `source: %s`".formatted(source));
    }
    return source;
  }

  /// Memory and blocks have a size; that of a block is a whole number of Gi.
  private void size(Part part, ObjectNode volume, String source, String here) {
    var written = part.text("size", "sizeLimit");
    if (source.equals("local") || source.equals("stage")) {
      written.ifPresent(
          text -> notes.leftOut(part.place(), here, "`size`: only memory and blocks have one"));
      return;
    }
    if (written.isEmpty() && !volume.has("size")) {
      var size = source.equals("block") ? "10Gi" : "1Gi";
      volume.put("size", size);
      notes.assumed(part.place(), here + "/size", "no size is named: " + size);
      return;
    }
    var text = written.orElseGet(() -> volume.path("size").asString(""));
    var wanted = source.equals("block") ? "[0-9]+Gi" : "[0-9]+(?:\\.[0-9]+)?(?:Mi|Gi|M|G)";
    if (text.matches(wanted) || text.contains("${")) {
      volume.put("size", text);
      return;
    }
    var known = inGibi(text).map(gibi -> gibi + "Gi").orElse("1Gi");
    volume.put("size", known);
    notes.translated(
        part.place(), here + "/size", "the size `%s` is written `%s`".formatted(text, known));
  }

  private static Optional<String> inGibi(String text) {
    var number = text.replaceAll("(?i)(i?)b$", "$1");
    return dev.snowdrift.snowflake.kind.Quantities.parse(number)
        .map(bytes ->
            bytes.divide(GIBI, 0, RoundingMode.CEILING).max(BigDecimal.ONE).toPlainString());
  }
}
