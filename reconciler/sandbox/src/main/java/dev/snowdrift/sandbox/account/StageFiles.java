package dev.snowdrift.sandbox.account;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of a stage, by path. A stage [AccountObject] keeps one of these.
public final class StageFiles {
  private final TreeMap<String, File> files = new TreeMap<>();

  /// A file's content and when it came.
  public record File(String text, Instant modified) {}

  public void put(String path, String text, Instant now) {
    files.put(path, new File(text, now));
  }

  public Optional<File> get(String path) {
    return Optional.ofNullable(files.get(path));
  }

  public void remove(String path) {
    files.remove(path);
  }

  /// All files, by path.
  public SortedMap<String, File> all() {
    return new TreeMap<>(files);
  }
}
