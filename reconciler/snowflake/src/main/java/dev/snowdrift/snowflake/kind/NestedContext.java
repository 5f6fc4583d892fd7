package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Node;
import java.util.Optional;

/// The context of a part of a specification: paths are below that part.
///
/// @param part the path of the part, without a final dot
record NestedContext(LoadContext context, String part) implements LoadContext {
  @Override
  public ResourceId id() {
    return context.id();
  }

  @Override
  public String environment() {
    return context.environment();
  }

  @Override
  public Location at(String path) {
    return context.at(path.isEmpty() ? part : part + "." + path);
  }

  @Override
  public boolean exists(String name) {
    return context.exists(name);
  }

  @Override
  public Optional<String> file(String name, String path) {
    return context.file(name, part + "." + path);
  }

  @Override
  public Optional<Node> yaml(String name, String path) {
    return context.yaml(name, part + "." + path);
  }

  @Override
  public void problem(Code code, Location at, String what, String why, String next) {
    context.problem(code, at, what, why, next);
  }

  @Override
  public void warning(Code code, Location at, String what, String why, String next) {
    context.warning(code, at, what, why, next);
  }

  @Override
  public Optional<String> nearest(String name) {
    return context.nearest(name);
  }
}
