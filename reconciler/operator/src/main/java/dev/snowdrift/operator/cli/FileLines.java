package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files named on the command line, so that problems can show the line they speak of.
record FileLines(List<Path> files) implements SourceTree {
  FileLines {
    files = List.copyOf(files);
  }

  @Override
  public List<String> paths() {
    return files.stream().map(Path::toString).toList();
  }

  @Override
  public Optional<byte[]> read(String path) {
    return find(path)
        .map(file -> {
          try {
            return Files.readAllBytes(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public OptionalLong size(String path) {
    return read(path).map(bytes -> OptionalLong.of(bytes.length)).orElse(OptionalLong.empty());
  }

  private Optional<Path> find(String path) {
    return files.stream().filter(file -> file.toString().equals(path)).findFirst();
  }
}
