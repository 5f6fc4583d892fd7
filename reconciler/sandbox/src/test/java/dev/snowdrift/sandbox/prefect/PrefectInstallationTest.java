package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrefectInstallationTest {
  @Test
  void it_is_found_below_the_folder_that_holds_mvnw(@TempDir Path root) throws IOException {
    Files.createFile(root.resolve("mvnw"));
    var module = Files.createDirectories(root.resolve("reconciler/sandbox"));
    var executable = executable(root.resolve(".snowdrift/prefect/bin/prefect"));

    assertThat(PrefectInstallation.find(Optional.empty(), module)).isEqualTo(executable);
  }

  @Test
  void a_named_one_wins(@TempDir Path root) throws IOException {
    Files.createFile(root.resolve("mvnw"));
    executable(root.resolve(".snowdrift/prefect/bin/prefect"));
    var named = executable(root.resolve("mine/prefect"));

    assertThat(PrefectInstallation.find(Optional.of(named.toString()), root)).isEqualTo(named);
  }

  @Test
  void without_one_the_message_says_what_to_run(@TempDir Path root) throws IOException {
    Files.createFile(root.resolve("mvnw"));

    assertThatThrownBy(() -> PrefectInstallation.find(Optional.empty(), root))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("run .ci/prefect");
    assertThatThrownBy(() -> PrefectInstallation.find(Optional.of("/no/such"), root))
        .hasMessageContaining("/no/such")
        .hasMessageContaining("SNOWDRIFT_PREFECT");
  }

  private static Path executable(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.createFile(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
