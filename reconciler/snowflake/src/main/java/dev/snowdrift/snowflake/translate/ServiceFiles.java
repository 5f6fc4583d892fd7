package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The files of an imported service, each difference to the original as a comment beside it.
public final class ServiceFiles {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SPECIFICATION = "/spec/specification";

  private ServiceFiles() {}

  /// Path to text: the manifest under `base/`, with `inline` false the specification under
  /// `specs/`, and what the service needs beside it.
  ///
  /// @param origin what it was imported from, for the header
  public static SortedMap<String, String> of(
      SpecificationTranslation.Translated service, String origin, boolean inline) {
    var label = label(service.name());
    var comments = comments(service.notes());
    var files = new TreeMap<String, String>();
    var spec = service.service().deepCopy();
    var header = new ArrayList<String>();
    header.add("Imported from " + origin + ".");
    header.addAll(comments.getOrDefault("", List.of()));
    comments.put("", header);
    if (!inline) {
      var path = "specs/" + label + ".yaml";
      var specification = spec.remove("specification");
      spec.put("specificationFile", path);
      files.put(path, YamlWriter.write(specification, inside(comments, origin)));
    }
    var text = new StringBuilder(document("Service", service.name(), spec, comments));
    if (service.egress()) {
      text.append(egress(service));
    }
    files.put("base/" + label + ".yaml", text.toString());
    return files;
  }

  /// The file of an environment with these values.
  public static String environment(String name, SortedMap<String, String> values) {
    var spec = JSON.objectNode();
    var comments = new LinkedHashMap<String, List<String>>();
    if (values.isEmpty()) {
      spec.putObject("values");
    } else {
      var set = spec.putObject("values");
      values.forEach(set::put);
      comments.put(
          "/spec/values", List.of("Placeholders of the original: put the real values here."));
    }
    return document("Environment", name, spec, comments);
  }

  private static String document(
      String kind, String name, ObjectNode spec, Map<String, List<String>> comments) {
    var document = JSON.objectNode();
    document.put("apiVersion", Manifest.API_VERSION);
    document.put("kind", kind);
    document.putObject("metadata").put("name", name);
    document.set("spec", spec);
    return YamlWriter.write(document, comments);
  }

  private static Map<String, List<String>> comments(List<Note> notes) {
    var comments = new LinkedHashMap<String, List<String>>();
    for (var note : notes) {
      comments.computeIfAbsent(note.pointer(), _ -> new ArrayList<>()).add(note.line());
    }
    return comments;
  }

  private static Map<String, List<String>> inside(
      Map<String, List<String>> comments, String origin) {
    var inside = new LinkedHashMap<String, List<String>>();
    comments.forEach((pointer, lines) -> {
      if (pointer.startsWith(SPECIFICATION)) {
        inside.put(pointer.substring(SPECIFICATION.length()), lines);
      }
    });
    var header = new ArrayList<String>();
    header.add("Imported from " + origin + ".");
    header.addAll(inside.getOrDefault("", List.of()));
    inside.put("", header);
    return inside;
  }

  /// The rule and the integration that mean what the preview's `allowInternetEgress` did (Snowflake
  /// documentation, "Configuring service egress").
  private static String egress(SpecificationTranslation.Translated service) {
    var name = service.name();
    var own = name.substring(name.lastIndexOf('.') + 1) + "_EGRESS";
    var rule = name.substring(0, name.lastIndexOf('.') + 1) + own;
    var ruleSpec = JSON.objectNode();
    ruleSpec.put("mode", "EGRESS").put("type", "HOST_PORT");
    ruleSpec.putArray("values").add("0.0.0.0:443").add("0.0.0.0:80");
    var integration = JSON.objectNode();
    integration.putArray("networkRules").add(rule);
    return "---\n"
        + document(
            "NetworkRule",
            rule,
            ruleSpec,
            Map.of(
                "/spec/values",
                List.of("The whole internet, as before: better name the hosts that are needed.")))
        + "---\n"
        + document("ExternalAccessIntegration", own, integration, Map.of());
  }

  static String label(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
