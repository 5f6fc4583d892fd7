package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The real server with both of its protections on, and tokens that end after a second.
class RealSecuredServerIT extends SecuredServerSuite {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static PrefectServerProcess server;

  @BeforeAll
  static void start() {
    server =
        PrefectServerProcess.start(
            PrefectServerOptions.withoutServices()
                .auth(CREDENTIAL)
                .environment("PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED", "true")
                .environment("PREFECT_SERVER_API_CSRF_TOKEN_EXPIRATION", "PT1S"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  URI api() {
    return server.api();
  }

  /// A token of our own, handed out later than any other, has ended when the server refuses it.
  @Override
  void endTokens() {
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(request("/csrf-token?client=probe").GET().build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      var token = answer.body().replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
      var question =
          request("/flows/count")
              .header("Prefect-Csrf-Token", token)
              .header("Prefect-Csrf-Client", "probe")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      var deadline = Instant.now().plus(LIFE.multipliedBy(20));
      while (http.send(question, BodyHandlers.ofString()).statusCode() != 403) {
        assertThat(Instant.now()).isBefore(deadline);
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder request(String path) {
    var credential =
        Base64.getEncoder().encodeToString(CREDENTIAL.getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(server.api() + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Basic " + credential);
  }
}
