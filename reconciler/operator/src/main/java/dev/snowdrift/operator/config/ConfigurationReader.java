package dev.snowdrift.operator.config;

import dev.snowdrift.manifest.Binder;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Mapping;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.SchemaGenerator;
import dev.snowdrift.manifest.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads `snowdrift.yaml` as strictly as a manifest; all its errors are reported together.
public final class ConfigurationReader {
  private ConfigurationReader() {}

  /// The installation, or empty with at least one problem.
  public static Optional<Installation> read(Path file, Problems problems) {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException e) {
      problems.add(
          Code.FILE_UNREADABLE,
          Location.of(file.toString()),
          "",
          "the configuration cannot be read",
          "there is no readable file of this name",
          "name it by --config, or make one with `snowdrift init`");
      return Optional.empty();
    }
    var documents = YamlReader.read(file.toString(), content, Limits.DEFAULT, problems);
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    if (documents.size() != 1 || !(documents.getFirst() instanceof Mapping mapping)) {
      problems.add(
          Code.FIELD_TYPE,
          Location.of(file.toString()),
          "",
          "the configuration is one YAML mapping",
          "the file holds %d documents".formatted(documents.size()),
          "see docs/operations.md for an example");
      return Optional.empty();
    }
    return Binder.bind(
        mapping, Installation.class, SchemaGenerator.of(Installation.class), "", problems);
  }
}
