package dev.snowdrift.bench;

import dev.snowdrift.sandbox.prefect.PrefectInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Prefect's own command line, in the folder of a project.
final class PrefectCommand {
  private static final int LONGEST_MINUTES = 60;
  private static final int END_OF_OUTPUT = 2_000;

  private PrefectCommand() {}

  /// Runs `prefect deploy --all` and returns when it has ended well.
  ///
  /// @throws IllegalStateException with the end of what it said when it fails
  static void deployAll(Path project, URI api) {
    var output = project.resolve("deploy.log");
    var builder =
        new ProcessBuilder(
                List.of(PrefectInstallation.find().toString(), "--no-prompt", "deploy", "--all"))
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PREFECT_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "PREFECT_API_URL", api.toString(),
                "PREFECT_HOME", project.resolve("home").toString(),
                "PREFECT_PROFILES_PATH", project.resolve("profiles.toml").toString(),
                "GIT_CEILING_DIRECTORIES", String.valueOf(project.getParent()),
                "NO_COLOR", "1",
                "DO_NOT_TRACK", "1"));
    try {
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "prefect deploy --all did not end within %d minutes".formatted(LONGEST_MINUTES));
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "prefect deploy --all ended with %d: %s"
                .formatted(process.exitValue(), end(Files.readString(output))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run prefect deploy", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String end(String output) {
    return output.substring(Math.max(0, output.length() - END_OF_OUTPUT));
  }
}
