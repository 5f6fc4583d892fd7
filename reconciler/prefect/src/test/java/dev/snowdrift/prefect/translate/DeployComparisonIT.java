package dev.snowdrift.prefect.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Importing a project file and converging gives the deployments that `prefect deploy --all` makes
/// of it, field by field, on the real server that `.ci/prefect` installs.
class DeployComparisonIT {
  private static PrefectServerProcess server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = PrefectServerProcess.start(PrefectServerOptions.withoutServices());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anchors_both_spellings_of_schedules_and_own_pull_steps_come_out_alike() {
    var outcome = compare("process.yaml");

    assertThat(outcome.deployed()).isEqualTo(4);
    assertThat(outcome.converged()).isEqualTo(4);
    assertThat(outcome.unexplained()).isEmpty();
    assertThat(reasons(outcome))
        .containsOnly(
            "version: the version follows the content",
            "concurrency_options: the standard strategy is said",
            "schedules: the anchor is the time of the request");
  }

  @Test
  void outputs_of_steps_and_templates_come_out_alike_but_for_secrets() {
    var outcome = compare("docker.yaml");

    assertThat(outcome.deployed()).isEqualTo(2);
    assertThat(outcome.converged()).isEqualTo(2);
    assertThat(outcome.unexplained()).isEmpty();
    assertThat(reasons(outcome))
        .containsOnly(
            "version: the version follows the content",
            "job_variables: secrets are read from blocks when a run starts");
  }

  @Test
  void without_pull_steps_runs_clone_the_converged_commit_instead() {
    var outcome = compare("shipped.yaml");

    assertThat(outcome.deployed()).isEqualTo(2);
    assertThat(outcome.converged()).isEqualTo(2);
    assertThat(outcome.unexplained()).isEmpty();
    assertThat(reasons(outcome))
        .containsOnly(
            "version: the version follows the content",
            "pull_steps: runs clone the converged commit",
            "schedules: the anchor is the time of the request");
  }

  private DeployComparison.Outcome compare(String name) {
    var project = new ProjectFile(name, resource(name));
    try (var comparison = new DeployComparison(server.api())) {
      var outcome = comparison.of(project, project.code(), folder);
      assertThat(outcome.refused()).isEmpty();
      return outcome;
    }
  }

  private static Iterable<String> reasons(DeployComparison.Outcome outcome) {
    return outcome.differences().stream()
        .map(difference -> difference.field() + ": " + difference.reason())
        .distinct()
        .toList();
  }

  static String resource(String name) {
    try (var stream = DeployComparisonIT.class.getResourceAsStream("/prefect-yaml/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
