package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.cli.Snowdrift;
import dev.snowdrift.sandbox.prefect.Fault;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Prefect target of a configuration, as the doctor sees it.
class PrefectTargetIT {
  @TempDir Path directory;

  private final PrefectStandIn prefect =
      PrefectStandIn.start(
          PrefectStandIn.Options.defaults().auth("snow:dr1ft").csrf(Duration.ofHours(1)));

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(directory.resolve("key"), "a key of the test, long enough");
    Files.writeString(directory.resolve("credential"), "snow:dr1ft");
    try (var repository = Repository.create(directory.resolve("repository"), "dev")) {
      var _ =
          repository.commit(
              "first",
              Map.of(
                  "environments/dev.yaml",
                  "apiVersion: snowdrift.dev/v1alpha1\nkind: Environment\n",
                  "base/region.yaml",
                  """
                  apiVersion: snowdrift.dev/v1alpha1
                  kind: Variable
                  metadata: {name: region}
                  spec: {value: eu}
                  """));
    }
  }

  @AfterEach
  void close() {
    prefect.close();
  }

  private String doctor(String more) throws IOException {
    Files.writeString(
        directory.resolve("snowdrift.yaml"),
        """
        repository: {url: %1$s/repository}
        stateDirectory: %1$s/state
        markKey: {file: %1$s/key}
        environments:
          dev:
            branch: dev
            scope: {}
            prefect: {url: "%2$s", basic: {file: %1$s/credential}%3$s}
        """
            .formatted(directory, prefect.api(), more));
    var out = new StringWriter();
    var config = directory.resolve("snowdrift.yaml").toString();
    var code =
        Snowdrift.run(new PrintWriter(out), new PrintWriter(out), "doctor", "--config", config);
    return "exit %d\n%s".formatted(code, out);
  }

  @Test
  void a_server_with_both_of_its_protections_is_looked_at_and_named() throws IOException {
    var said = doctor(", requestsPerMinute: 600, writes: 2");

    assertThat(said)
        .startsWith("exit 0")
        .contains("repository and targets answer")
        .contains("Prefect server 3.8.3 at " + prefect.api().getAuthority())
        .doesNotContain("tested with");
    assertThat(prefect.writes()).isEmpty();
  }

  @Test
  void a_server_of_another_version_is_said_to_be_one() throws IOException {
    prefect.inject(
        Fault.on("GET", "/admin/version", 1, new Fault.Effect.Answer(200, Map.of(), "\"3.9.1\"")));

    assertThat(doctor(""))
        .startsWith("exit 0")
        .contains("this server is 3.9.1, newer than 3.8, which Snowdrift is tested with");
  }

  @Test
  void a_limit_of_nothing_is_refused_with_its_place() throws IOException {
    assertThat(doctor(", requestsPerMinute: 0"))
        .startsWith("exit 1")
        .contains("snowdrift.yaml:8")
        .contains("requestsPerMinute");
  }
}
