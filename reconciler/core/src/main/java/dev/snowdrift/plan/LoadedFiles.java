package dev.snowdrift.plan;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Environment;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Manifest;
import dev.snowdrift.manifest.Nearest;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.NodePath;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.SourcePaths;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.manifest.SpecificationReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The files of the same commit, for a kind that loads one of its resources.
final class LoadedFiles implements LoadContext {
  private final ResourceId id;
  private final Manifest manifest;
  private final SourceTree tree;
  private final Environment values;
  private final Limits limits;
  private final Problems problems;

  LoadedFiles(
      ResourceId id,
      Manifest manifest,
      SourceTree tree,
      Environment values,
      Limits limits,
      Problems problems) {
    this.id = id;
    this.manifest = manifest;
    this.tree = tree;
    this.values = values;
    this.limits = limits;
    this.problems = problems;
  }

  @Override
  public ResourceId id() {
    return id;
  }

  @Override
  public String environment() {
    return values.checkout().environment();
  }

  @Override
  public Location at(String path) {
    return path.isEmpty()
        ? manifest.at()
        : NodePath.locate(manifest.spec(), Arrays.asList(path.split("[.\\[\\]]+")));
  }

  @Override
  public boolean exists(String name) {
    return SourcePaths.objection(name).isEmpty() && tree.read(name).isPresent();
  }

  @Override
  public Optional<String> file(String name, String path) {
    return bytes(name, path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Node> yaml(String name, String path) {
    return new SpecificationReader(tree, values, limits)
        .read(name, at(path), manifest.subject(), problems);
  }

  @Override
  public void problem(Code code, Location at, String what, String why, String next) {
    problems.add(code, at, manifest.subject(), what, why, next);
  }

  @Override
  public void warning(Code code, Location at, String what, String why, String next) {
    problems.warn(new Problem(code, at, manifest.subject(), what, why, next));
  }

  @Override
  public Optional<String> nearest(String name) {
    return Nearest.of(name, tree.paths());
  }

  private Optional<byte[]> bytes(String name, String path) {
    if (!SourcePaths.check(name, at(path), manifest.subject(), problems)) {
      return Optional.empty();
    }
    var content = tree.read(name);
    if (content.isEmpty()) {
      problem(
          Code.PATH_UNKNOWN,
          path,
          "there is no file `%s` in the commit".formatted(name),
          "paths are relative to the root of the desired state",
          nearest(name)
              .map(near -> "write `%s`".formatted(near))
              .orElse("add the file, or correct the path"));
    }
    return content;
  }
}
