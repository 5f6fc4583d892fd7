package dev.snowdrift.prefect.translate;

import dev.snowdrift.sandbox.prefect.PrefectInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Prefect's own command line, `prefect deploy --all`, in a folder with a `prefect.yaml`.
final class PrefectDeploy {
  private static final long MINUTES = 5;

  private PrefectDeploy() {}

  /// How it ended, and everything that it printed.
  record Ended(int code, String output) {
    /// The reason of a failure, on one line: the last lines of an error, or what was skipped.
    String reason() {
      var flat = output.replaceAll("[╭╮╰╯│─]+", " ").replaceAll("\\s+", " ").strip();
      var error = Math.max(flat.lastIndexOf("Error:"), flat.indexOf("Invalid fields"));
      var from = error < 0 ? Math.max(0, flat.length() - 300) : error;
      return flat.substring(from, Math.min(flat.length(), from + 300));
    }
  }

  /// @param folder holds the project file, the code of its flows, and `modules` for Python
  /// @param variables of the process
  static Ended all(Path folder, URI api, Map<String, String> variables) {
    var output = folder.resolve("deploy.log");
    var builder =
        new ProcessBuilder(PrefectInstallation.find().toString(), "--no-prompt", "deploy", "--all")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(variables);
    builder
        .environment()
        .putAll(
            Map.of(
                "PREFECT_API_URL", api.toString(),
                "PREFECT_HOME", folder.resolve("home").toString(),
                "PREFECT_PROFILES_PATH", folder.resolve("profiles.toml").toString(),
                "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore",
                "PYTHONPATH", folder.resolve("modules").toString(),
                "GIT_CEILING_DIRECTORIES", String.valueOf(folder.getParent()),
                "COLUMNS", "400",
                "NO_COLOR", "1",
                "DO_NOT_TRACK", "1"));
    try {
      var process = builder.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "prefect deploy takes more than %d minutes".formatted(MINUTES));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run prefect deploy", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in prefect deploy", e);
    }
  }
}
