package dev.snowdrift.manifest;

import java.util.List;

/// Finds places inside a tree of nodes by the names and indexes that lead there.
public final class NodePath {
  private NodePath() {}

  /// Where the value at `path` begins; the nearest value above it where the path leads nowhere, as
  /// it does for a field that was left out.
  public static Location locate(Node root, List<String> path) {
    return deepest(root, path).at();
  }

  static Node deepest(Node root, List<String> path) {
    var node = root;
    for (var step : path) {
      var next = step(node, step);
      if (next == null) {
        return node;
      }
      node = next;
    }
    return node;
  }

  private static @org.jspecify.annotations.Nullable Node step(Node node, String step) {
    return switch (node) {
      case Mapping mapping -> mapping.get(step).orElse(null);
      case Sequence sequence -> {
        int index = step.matches("[0-9]{1,9}") ? Integer.parseInt(step) : -1;
        yield index >= 0 && index < sequence.items().size() ? sequence.items().get(index) : null;
      }
      case Scalar _ -> null;
    };
  }
}
