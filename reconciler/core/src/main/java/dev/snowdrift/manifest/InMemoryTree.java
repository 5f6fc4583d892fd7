package dev.snowdrift.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// A tree from values: for renderings that never were in a repository, and for tests.
public final class InMemoryTree implements SourceTree {
  private final SortedMap<String, byte[]> files;

  private InMemoryTree(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /// Path to text, which is stored as UTF-8.
  public static InMemoryTree of(Map<String, String> files) {
    var contents = new TreeMap<String, byte[]>();
    files.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return new InMemoryTree(contents);
  }

  /// Path to content.
  public static InMemoryTree ofBytes(Map<String, byte[]> files) {
    var contents = new TreeMap<String, byte[]>();
    files.forEach((path, bytes) -> contents.put(path, bytes.clone()));
    return new InMemoryTree(contents);
  }

  /// A tree with one more file, or another content for an existing one.
  public InMemoryTree with(String path, String text) {
    var contents = new TreeMap<>(files);
    contents.put(path, text.getBytes(StandardCharsets.UTF_8));
    return new InMemoryTree(contents);
  }

  /// A tree without this file.
  public InMemoryTree without(String path) {
    var contents = new TreeMap<>(files);
    contents.remove(path);
    return new InMemoryTree(contents);
  }

  @Override
  public List<String> paths() {
    return List.copyOf(Collections.unmodifiableSortedMap(files).keySet());
  }

  @Override
  public Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path)).map(byte[]::clone);
  }

  @Override
  public OptionalLong size(String path) {
    var content = files.get(path);
    return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
  }
}
