package dev.snowdrift.manifest;

import java.util.Optional;

/// Reads a specification file that a manifest names: one document, below the root of the desired
/// state, with the environment's values in place.
public final class SpecificationReader {
  private final SourceTree tree;
  private final Environment environment;
  private final Limits limits;

  public SpecificationReader(SourceTree tree, Environment environment, Limits limits) {
    this.tree = tree;
    this.environment = environment;
    this.limits = limits;
  }

  /// The file's only document, or nothing after adding at least one problem. `at` is the place of
  /// the field that names the path: problems of the path are reported there, others in the file.
  public Optional<Node> read(String path, Location at, String subject, Problems problems) {
    if (!SourcePaths.check(path, at, subject, problems)) {
      return Optional.empty();
    }
    if (!tree.paths().contains(path)) {
      problems.add(unknown(path, at, subject));
      return Optional.empty();
    }
    var found = new Problems();
    var documents = new ManifestFiles(tree, limits, found).read(path);
    if (found.isEmpty() && documents.size() != 1) {
      found.add(
          Code.SPECIFICATION,
          Location.of(path),
          subject,
          "the file holds %d documents".formatted(documents.size()),
          "a specification is one document",
          "leave one document in the file");
    }
    Optional<Node> substituted = Optional.empty();
    if (found.isEmpty()) {
      substituted = Optional.of(environment.substitute(documents.getFirst(), subject, found));
    }
    problems.addAll(found);
    return found.isEmpty() ? substituted : Optional.empty();
  }

  private Problem unknown(String path, Location at, String subject) {
    return new Problem(
        Code.PATH_UNKNOWN,
        at,
        subject,
        "there is no file `%s` in the commit".formatted(path),
        "paths are relative to the root of the desired state; links are not followed",
        Nearest.of(path, tree.paths())
            .map("write `%s`"::formatted)
            .orElse("correct the path, or commit the file"));
  }
}
