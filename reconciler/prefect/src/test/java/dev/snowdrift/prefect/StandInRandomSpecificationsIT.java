package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Many, against the stand-in.
class StandInRandomSpecificationsIT extends RandomSpecificationsSuite {
  private static PrefectStandIn server;

  @BeforeAll
  static void start() {
    server = PrefectStandIn.start(PrefectStandIn.Options.defaults().schedulerDelay(Duration.ZERO));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  URI api() {
    return server.api();
  }

  @Override
  int tries() {
    return 100;
  }
}
