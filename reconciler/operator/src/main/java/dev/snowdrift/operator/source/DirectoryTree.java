package dev.snowdrift.operator.source;

import dev.snowdrift.manifest.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The files of a folder on a laptop, for looking at manifests before they are committed. Symbolic
/// links are left out, as they are in a commit.
public final class DirectoryTree implements SourceTree {
  /// The folders that a desired state consists of, on a laptop as in a commit. What else a
  /// repository holds is not looked at.
  static final List<String> FOLDERS =
      List.of("base", "overlays", "environments", "specs", "sql", "flows");

  private final TreeMap<String, Path> files = new TreeMap<>();

  public DirectoryTree(Path root) {
    for (var folder : FOLDERS) {
      var start = root.resolve(folder);
      if (Files.isDirectory(start, LinkOption.NOFOLLOW_LINKS)) {
        walk(root, start);
      }
    }
  }

  private void walk(Path root, Path start) {
    try (var found = Files.walk(start)) {
      found
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(file -> files.put(root.relativize(file).toString().replace('\\', '/'), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + start, e);
    }
  }

  @Override
  public List<String> paths() {
    return List.copyOf(files.keySet());
  }

  @Override
  public Optional<byte[]> read(String path) {
    var file = files.get(path);
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public OptionalLong size(String path) {
    var file = files.get(path);
    if (file == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
