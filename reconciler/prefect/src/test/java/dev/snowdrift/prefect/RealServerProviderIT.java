package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Against the real server that `.ci/prefect` installs, with its scheduler.
class RealServerProviderIT extends PrefectProviderSuite {
  private static PrefectServerProcess server;

  @BeforeAll
  static void start() {
    server =
        PrefectServerProcess.start(
            PrefectServerOptions.withServices().schedulerLoop(Duration.ofSeconds(2)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  URI api() {
    return server.api();
  }
}
