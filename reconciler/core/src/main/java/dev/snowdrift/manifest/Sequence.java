package dev.snowdrift.manifest;

import java.util.List;

/// A list of values in the order written.
public record Sequence(List<Node> items, Location at) implements Node {
  public Sequence {
    items = List.copyOf(items);
  }
}
