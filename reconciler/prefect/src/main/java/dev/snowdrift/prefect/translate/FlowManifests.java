package dev.snowdrift.prefect.translate;

import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts the deployments of each flow into one manifest: what all of them say is said once.
public final class FlowManifests {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Belongs to the flow even when there is only one deployment.
  private static final List<String> FLOWS_OWN =
      List.of("image", "env", "secrets", "pull", "workPool", "workQueue", "jobVariables");

  private static final List<String> SHARED =
      List.of(
          "tags",
          "description",
          "parameters",
          "parameterSchema",
          "parametersFrom",
          "enforceParameterSchema",
          "concurrency",
          "schedules");

  private FlowManifests() {}

  /// One deployment of a flow, to be written.
  ///
  /// @param fields as in an entry of `deployments`, without the name
  /// @param remarks what is to be said of it
  public record Entry(String name, ObjectNode fields, List<String> remarks) {
    public Entry {
      remarks = List.copyOf(remarks);
    }
  }

  /// The text of a flow's manifest.
  ///
  /// @param name the flow's name
  /// @param lifecycle what it says of its objects: that they have to be taken over, for instance
  /// @param header what stands above it all
  public static String of(
      String name, List<Entry> entries, Optional<ObjectNode> lifecycle, List<String> header) {
    var document = JSON.objectNode();
    document.put("apiVersion", Manifest.API_VERSION);
    document.put("kind", "Flow");
    document.putObject("metadata").put("name", name.replace("${", "$${"));
    lifecycle.ifPresent(value -> document.set("lifecycle", value));
    var spec = document.putObject("spec");
    var first = entries.getFirst().fields();
    spec.set("entrypoint", first.path("entrypoint"));
    var spread = Fanout.of(entries);
    hoist(spec, spread);
    var comments = new LinkedHashMap<String, List<String>>();
    comments.put("", comments(spread, header));
    var list = spec.putArray("deployments");
    for (var entry : spread) {
      var own = entry.fields().deepCopy();
      if (own.path("entrypoint").equals(spec.path("entrypoint"))) {
        own.remove("entrypoint");
      }
      var here = list.addObject().put("name", entry.name());
      here.setAll(own);
      var remarks = spread.size() > 1 ? ownRemarks(entry, spread) : List.<String>of();
      if (!remarks.isEmpty()) {
        comments.put("/spec/deployments/%d".formatted(list.size() - 1), remarks);
      }
    }
    return YamlWriter.write(document, comments);
  }

  /// What all of them say alike; maps go up only as a whole, as an entry's add to the flow's.
  private static void hoist(ObjectNode spec, List<Entry> entries) {
    var keys = new ArrayList<>(FLOWS_OWN);
    if (entries.size() > 1) {
      keys.addAll(SHARED);
    }
    for (var key : keys) {
      var value = entries.getFirst().fields().path(key);
      if (!value.isMissingNode()
          && entries.stream().allMatch(entry -> entry.fields().path(key).equals(value))) {
        spec.set(key, value);
        entries.forEach(entry -> entry.fields().remove(key));
      }
    }
  }

  private static List<String> comments(List<Entry> entries, List<String> header) {
    var all = new ArrayList<>(header);
    all.addAll(common(entries));
    return all;
  }

  private static Set<String> common(List<Entry> entries) {
    var common = new LinkedHashSet<>(entries.getFirst().remarks());
    entries.forEach(entry -> common.retainAll(entry.remarks()));
    return common;
  }

  private static List<String> ownRemarks(Entry entry, List<Entry> all) {
    var own = new LinkedHashSet<>(entry.remarks());
    own.removeAll(common(all));
    return List.copyOf(own);
  }

  /// Deployments by the flow that they belong to.
  static SortedMap<String, List<Draft>> byFlow(List<Draft> drafts) {
    var flows = new TreeMap<String, List<Draft>>();
    drafts.forEach(draft -> flows.computeIfAbsent(draft.flow(), _ -> new ArrayList<>()).add(draft));
    return flows;
  }

  /// The path of a flow's manifest.
  ///
  /// @param taken paths that others have
  public static String path(String flow, Map<String, String> taken) {
    var slug =
        flow.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    var stem = "base/flows/" + (slug.isEmpty() ? "flow" : slug);
    var path = stem + ".yaml";
    for (var i = 2; taken.containsKey(path); i++) {
      path = stem + "-" + i + ".yaml";
    }
    return path;
  }

  /// Any other manifest.
  public static String document(
      String kind,
      String name,
      Optional<ObjectNode> lifecycle,
      JsonNode spec,
      List<String> remarks) {
    var document = JSON.objectNode();
    document.put("apiVersion", Manifest.API_VERSION);
    document.put("kind", kind);
    document.putObject("metadata").put("name", name);
    lifecycle.ifPresent(value -> document.set("lifecycle", value));
    document.set("spec", spec);
    return YamlWriter.write(document, Map.of("", remarks));
  }
}
