package dev.snowdrift.manifest;

import java.util.List;
import java.util.Optional;

/// Keys and values in the order written; no key occurs twice.
public record Mapping(List<Entry> entries, Location at) implements Node {

  /// One key with its value, and where the key is written.
  public record Entry(String key, Location keyAt, Node value) {}

  public Mapping {
    entries = List.copyOf(entries);
  }

  /// A mapping without entries, for a part of a manifest that was left out.
  public static Mapping empty(Location at) {
    return new Mapping(List.of(), at);
  }

  public Optional<Node> get(String key) {
    return entry(key).map(Entry::value);
  }

  public Optional<Entry> entry(String key) {
    for (var entry : entries) {
      if (entry.key().equals(key)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  public List<String> keys() {
    return entries.stream().map(Entry::key).toList();
  }
}
