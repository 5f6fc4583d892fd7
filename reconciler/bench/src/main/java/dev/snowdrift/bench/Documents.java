package dev.snowdrift.bench;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The manifests of a repository that is being written.
final class Documents {
  /// A file holds 100 documents of a kind, as people would divide them.
  private static final int IN_A_FILE = 100;

  private final SortedMap<String, StringBuilder> parts = new TreeMap<>();
  private int count;

  /// How many resources were added.
  int count() {
    return count;
  }

  /// Adds one resource.
  ///
  /// @param spec YAML, not indented
  void add(String kind, String name, String spec) {
    var part = count++ / IN_A_FILE;
    parts
        .computeIfAbsent("%s-%02d".formatted(kind, part), _ -> new StringBuilder())
        .append(document(kind, name, spec));
  }

  /// The files, by path, with the environment that they are rendered for.
  SortedMap<String, String> files() {
    var files = new TreeMap<String, String>();
    parts.forEach((kind, text) -> files.put("base/" + kind + ".yaml", text.toString()));
    files.put(
        "environments/" + Estate.ENVIRONMENT + ".yaml",
        document("Environment", Estate.ENVIRONMENT, "values: {owner: bench}"));
    return Collections.unmodifiableSortedMap(files);
  }

  private static String document(String kind, String name, String spec) {
    return """
    ---
    apiVersion: snowdrift.dev/v1alpha1
    kind: %s
    metadata:
      name: %s
    spec:
    %s\
    """
        .formatted(kind, name, spec.indent(2));
  }
}
