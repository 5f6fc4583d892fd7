package dev.snowdrift.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Carries loose objects from one repository into another, past every check.
final class LooseObjects {
  private LooseObjects() {}

  static void copy(Path from, Path to) {
    try (var files = Files.walk(from.resolve("objects"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        if (Files.notExists(target)) {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
