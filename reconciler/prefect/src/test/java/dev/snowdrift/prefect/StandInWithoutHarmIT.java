package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Against the stand-in, with pages of three so that every listing has several.
class StandInWithoutHarmIT extends WithoutHarmSuite {
  private static PrefectStandIn server;

  @BeforeAll
  static void start() {
    server =
        PrefectStandIn.start(
            PrefectStandIn.Options.defaults().pageLimit(3).schedulerDelay(Duration.ZERO));
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
