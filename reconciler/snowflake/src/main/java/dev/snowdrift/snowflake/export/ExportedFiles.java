package dev.snowdrift.snowflake.export;

import dev.snowdrift.manifest.YamlWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Divides manifests among files, each with what it is on top.
final class ExportedFiles {
  /// Fewer than a file may hold, so that people can add some.
  private static final int DOCUMENTS = 400;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SPECIFICATION = "specification";

  private final List<ExportedManifest> manifests;
  private final String environment;
  private final RepeatedNames names;
  private final SortedMap<String, String> files = new TreeMap<>();

  ExportedFiles(List<ExportedManifest> manifests, String environment) {
    this.manifests = manifests.stream().sorted(Comparator.comparing(ExportedManifest::id)).toList();
    this.environment = environment;
    this.names = RepeatedNames.of(this.manifests);
  }

  /// Path to text.
  SortedMap<String, String> files() {
    var texts = new LinkedHashMap<String, List<String>>();
    for (var manifest : manifests) {
      texts.computeIfAbsent(manifest.path(), _ -> new ArrayList<>()).add(text(manifest));
    }
    texts.forEach(this::add);
    files.put("environments/" + environment + ".yaml", environment());
    return files;
  }

  private String text(ExportedManifest manifest) {
    var spec = (ObjectNode) names.in(manifest.export().spec());
    if (spec.path(SPECIFICATION).isObject() && manifest.id().kind().equals("Service")) {
      var path = free("specs/" + String.join("/", manifest.parts()), ".yaml");
      files.put(
          path,
          YamlWriter.write(
              spec.path(SPECIFICATION),
              Map.of("", List.of("The specification of " + manifest.id() + "."))));
      spec.remove(SPECIFICATION);
      spec.put("specificationFile", path);
    }
    return manifest.text(names.in(manifest.id().name()), spec);
  }

  private void add(String path, List<String> documents) {
    var stem = path.substring(0, path.length() - ".yaml".length());
    for (var from = 0; from < documents.size(); from += DOCUMENTS) {
      var some = documents.subList(from, Math.min(documents.size(), from + DOCUMENTS));
      files.put(free(stem, ".yaml"), header(some.size()) + String.join("---\n", some));
    }
  }

  private static String header(int count) {
    return "# Imported from the account as it was; %s.\n"
        .formatted(count == 1 ? "1 object" : count + " objects");
  }

  private String free(String stem, String extension) {
    var path = stem + extension;
    for (var i = 2; files.containsKey(path); i++) {
      path = stem + "-" + i + extension;
    }
    return path;
  }

  private String environment() {
    var document = JSON.objectNode();
    document.put("apiVersion", dev.snowdrift.manifest.Manifest.API_VERSION);
    document.put("kind", "Environment");
    document.putObject("metadata").put("name", environment);
    var spec = document.putObject("spec");
    var values = spec.putObject("values");
    names.values().forEach(values::put);
    if (manifests.isEmpty()) {
      spec.put("allowEmpty", true);
    }
    return YamlWriter.write(
        document,
        Map.of("/spec/values", List.of("Names that differ from environment to environment.")));
  }
}
