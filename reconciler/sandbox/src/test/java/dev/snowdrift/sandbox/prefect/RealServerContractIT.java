package dev.snowdrift.sandbox.prefect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Needs the real Prefect that `.ci/prefect` installs.
class RealServerContractIT extends PrefectContract {
  @SuppressWarnings("NullAway.Init")
  private static PrefectServerProcess server;

  @SuppressWarnings("NullAway.Init")
  private static Api api;

  @BeforeAll
  static void start() {
    // A loop this slow leaves a test the time to look between a write and the new runs.
    server =
        PrefectServerProcess.start(
            PrefectServerOptions.withServices().schedulerLoop(Duration.ofSeconds(4)));
    api = new Api(server.api());
  }

  @Override
  Api api() {
    return api;
  }

  @Override
  List<String> runsAfterScheduling(String deploymentId) {
    var deadline = Instant.now().plusSeconds(60);
    var found = runs(deploymentId);
    while (found.isEmpty() && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      found = runs(deploymentId);
    }
    return found;
  }

  @AfterAll
  static void stop() {
    api.close();
    server.close();
  }
}
