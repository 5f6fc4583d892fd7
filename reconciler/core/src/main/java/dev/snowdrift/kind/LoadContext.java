package dev.snowdrift.kind;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Node;
import java.util.Optional;

/// What a kind may read while it loads one of its resources: files of the same commit, and the
/// place to report problems.
public interface LoadContext {

  ResourceId id();

  String environment();

  /// The place of a part of the specification, by dotted path (`specification.spec.containers`);
  /// the resource's own place when the manifest has no such part.
  Location at(String path);

  /// Whether the commit has such a file; reports nothing.
  boolean exists(String name);

  /// The text of a file of the commit, or empty with a problem reported at `path`.
  Optional<String> file(String name, String path);

  /// A YAML file of the commit with the environment's values filled in, read as strictly as a
  /// manifest; empty with a problem reported.
  Optional<Node> yaml(String name, String path);

  /// The path in the commit that a person probably meant, where there is one like it.
  Optional<String> nearest(String name);

  void problem(Code code, Location at, String what, String why, String next);

  /// As a problem, of something that is taken as it is written: it means something else than it
  /// seems to.
  void warning(Code code, Location at, String what, String why, String next);

  default void warning(Code code, String path, String what, String why, String next) {
    warning(code, at(path), what, why, next);
  }

  default void problem(Code code, String path, String what, String why, String next) {
    problem(code, at(path), what, why, next);
  }
}
