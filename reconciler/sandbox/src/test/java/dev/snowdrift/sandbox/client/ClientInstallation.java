package dev.snowdrift.sandbox.client;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where `.ci/clients` has put Snowflake's clients.
final class ClientInstallation {
  private ClientInstallation() {}

  /// An executable of the installation: `snow`, `python`. A test that needs one fails without it
  /// and is never skipped.
  static Path program(String name) {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("mvnw"))) {
        var program = folder.resolve(Path.of(".snowdrift", "clients", "bin", name));
        if (Files.isExecutable(program)) {
          return program;
        }
        throw new IllegalStateException(
            program + " is not there; next: run .ci/clients at the project's root");
      }
    }
    throw new IllegalStateException("the working directory is not inside the project");
  }
}
