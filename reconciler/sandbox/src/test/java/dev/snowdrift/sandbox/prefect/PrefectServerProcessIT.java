package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs the real Prefect that `.ci/prefect` installs.
class PrefectServerProcessIT {
  @Test
  void a_server_with_a_credential_starts_takes_a_worker_and_leaves_nothing_behind(
      @TempDir Path folder) throws IOException, InterruptedException {
    var options =
        PrefectServerOptions.withServices()
            .auth("admin:secret")
            .schedulerLoop(Duration.ofSeconds(1));
    URI api;
    Path workerLog;

    try (var server = PrefectServerProcess.start(options)) {
      api = server.api();
      assertThat(status(api, "/version", "admin:wrong"))
          .as("with a wrong credential")
          .isEqualTo(401);
      assertThat(status(api, "/block_types/slug/secret", "admin:secret"))
          .as("the built-in block types")
          .isEqualTo(200);
      try (var proxy = RecordingProxy.start(api)) {
        assertThat(status(proxy.api(), "/version", "admin:secret")).isEqualTo(200);
        assertThat(proxy.log().requests()).hasToString("[GET /version -> 200]");
        assertThat(proxy.log().writes()).isEmpty();
      }
      var worker = server.startWorker("etl pool", "w1", folder, Map.of());
      workerLog = worker.log();
    }

    assertThat(workerLog).exists();
    assertThatThrownBy(() -> status(api, "/health", "admin:secret"))
        .isInstanceOf(IOException.class);
  }

  private static int status(URI api, String path, String credential)
      throws IOException, InterruptedException {
    var encoded = Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(api + path))
              .header("Authorization", "Basic " + encoded)
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
