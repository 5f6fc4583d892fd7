package dev.snowdrift.sandbox.prefect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the real Prefect that tests start lies on this machine.
public final class PrefectInstallation {
  /// The system property that names the executable; it wins over everything else.
  public static final String PROPERTY = "snowdrift.prefect";

  /// The environment variable that names the executable; it wins over the project's own.
  public static final String VARIABLE = "SNOWDRIFT_PREFECT";

  private static final Path IN_PROJECT = Path.of(".snowdrift", "prefect", "bin", "prefect");

  private PrefectInstallation() {}

  /// The `prefect` executable: named by the system property `snowdrift.prefect` or the environment
  /// variable `SNOWDRIFT_PREFECT`, else the one which `.ci/prefect` installs below the project's
  /// root. Throws IllegalStateException with what to do when there is none: a test that needs a
  /// real Prefect fails without it and is never skipped.
  public static Path find() {
    var named =
        Optional.ofNullable(System.getProperty(PROPERTY))
            .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
            .filter(text -> !text.isBlank());
    return find(named, Path.of("").toAbsolutePath());
  }

  static Path find(Optional<String> named, Path workingDirectory) {
    if (named.isPresent()) {
      var executable = Path.of(named.get()).toAbsolutePath();
      if (!Files.isExecutable(executable)) {
        throw new IllegalStateException(
            "%s, named by -D%s or %s, is not an executable file; next: run .ci/prefect and name nothing, or correct the path"
                .formatted(executable, PROPERTY, VARIABLE));
      }
      return executable;
    }
    var root = projectRoot(workingDirectory);
    var executable = root.map(folder -> folder.resolve(IN_PROJECT));
    return executable
        .filter(Files::isExecutable)
        .orElseThrow(() ->
            new IllegalStateException(
                "no Prefect installed%s; next: run .ci/prefect at the project's root (needs python3, 3.10 or newer), or name an executable by -D%s or %s"
                    .formatted(
                        executable.map(" as %s"::formatted).orElse(""), PROPERTY, VARIABLE)));
  }

  private static Optional<Path> projectRoot(Path from) {
    for (var folder = from; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("mvnw"))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
