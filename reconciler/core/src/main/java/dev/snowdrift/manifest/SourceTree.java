package dev.snowdrift.manifest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files of one commit, as far as they concern one environment. A port: Git implements it.
///
/// Paths are relative to the root of the desired state and use `/`. Answers don't change: two calls
/// give the same.
public interface SourceTree {
  /// Every regular file, sorted. Symbolic links and submodules are not in it.
  List<String> paths();

  /// The content of a file, or nothing when there is no such file.
  Optional<byte[]> read(String path);

  /// The size in bytes where it is known without reading the content, so that an oversized file is
  /// refused before it costs memory.
  default OptionalLong size(String path) {
    return OptionalLong.empty();
  }
}
