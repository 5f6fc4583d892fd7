package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the documents of a tree's folders, within the limits of one environment.
final class ManifestFiles {
  /// A name that was, or was meant to be, a manifest's: `a.yml2`, `a.yaml.bak`, `a.YAML`,
  /// `a.yamll`.
  private static final Pattern NEAR_MISS =
      Pattern.compile("(?i).*\\.(?:ya?ml.*|ya?m|yal|ymal|yaml?l|jsonc?)");

  private static final Set<String> IGNORED = Set.of("md", "txt", "adoc");

  private final SourceTree tree;
  private final Limits limits;
  private final Problems problems;
  private final Set<String> paths;
  private long bytes;
  private int count;
  private boolean exhausted;

  ManifestFiles(SourceTree tree, Limits limits, Problems problems) {
    this.tree = tree;
    this.limits = limits;
    this.problems = problems;
    this.paths = new HashSet<>(tree.paths());
  }

  boolean exists(String path) {
    return paths.contains(path);
  }

  /// The documents of every manifest below a folder, in the order of paths; empty ones left out.
  List<Node> documents(String folder) {
    var documents = new ArrayList<Node>();
    for (var path : sorted(folder)) {
      if (isManifest(path) && !exhausted) {
        documents.addAll(read(path));
      }
    }
    return documents;
  }

  /// The documents of one file, empty ones left out.
  List<Node> read(String path) {
    count++;
    if (count > limits.files()) {
      exhausted = true;
      problems.add(
          Code.FILE_COUNT,
          Location.of(path),
          "",
          "more than %,d files".formatted(limits.files()),
          "the number of files of an environment is limited",
          "join files, or divide the environment");
      return List.of();
    }
    long size = tree.size(path).orElse(0);
    if (size > limits.fileBytes()) {
      problems.add(Utf8.tooLarge(path, size, limits));
      return List.of();
    }
    var content = tree.read(path);
    if (content.isEmpty()) {
      problems.add(
          Code.FILE_UNREADABLE,
          Location.of(path),
          "",
          "the file is listed and cannot be read",
          "a partly read commit must not be converged",
          "try again; if it stays, check the repository with `git fsck`");
      return List.of();
    }
    return documents(path, content);
  }

  private List<Node> documents(String path, Optional<byte[]> content) {
    bytes += content.get().length;
    if (bytes > limits.totalBytes()) {
      exhausted = true;
      problems.add(
          Code.FILE_TOO_LARGE,
          Location.of(path),
          "",
          "all files together have more than %,d bytes".formatted(limits.totalBytes()),
          "the size of an environment is limited",
          "divide the environment");
      return List.of();
    }
    return YamlReader.read(path, content.get(), limits, problems).stream()
        .filter(node -> !(node instanceof Scalar scalar && scalar.isNull()))
        .toList();
  }

  /// Checks the names of all files in folders: paths, and files that would be overlooked.
  void checkNames(String... folders) {
    var found = new ArrayList<String>();
    for (var folder : folders) {
      found.addAll(sorted(folder));
    }
    SourcePaths.checkTree(found, problems);
    for (var path : found) {
      var name = path.substring(path.lastIndexOf('/') + 1);
      var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (!isManifest(path) && !IGNORED.contains(extension) && NEAR_MISS.matcher(name).matches()) {
        problems.add(
            Code.FILE_NAME,
            Location.of(path),
            "",
            "the file would be overlooked: its name does not end in .yaml or .yml",
            "a renamed manifest looks like a removed one",
            "rename it, or move it out of this folder");
      }
    }
  }

  /// Every folder of overlays must belong to an environment: a mistyped one would change nothing.
  void checkOverlays() {
    var environments =
        sorted("environments/").stream()
            .map(path -> path.substring("environments/".length()))
            .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))))
            .toList();
    sorted("overlays/").stream()
        .filter(path -> path.indexOf('/', "overlays/".length()) > 0 && isManifest(path))
        .collect(
            Collectors.toMap(
                path ->
                    path.substring("overlays/".length(), path.indexOf('/', "overlays/".length())),
                path -> path,
                (first, _) -> first,
                TreeMap::new))
        .forEach((folder, path) -> {
          if (!environments.contains(folder)) {
            problems.add(
                Code.FILE_NAME,
                Location.of(path),
                "",
                "`overlays/%s` belongs to no environment".formatted(folder),
                "there is no environments/%s.yaml, so nothing here has an effect".formatted(folder),
                Nearest.of(folder, environments)
                    .map("rename the folder to `overlays/%s`"::formatted)
                    .orElse("add the environment's file, or remove the folder"));
          }
        });
  }

  private List<String> sorted(String folder) {
    return paths.stream().filter(path -> path.startsWith(folder)).sorted().toList();
  }

  private static boolean isManifest(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }
}
