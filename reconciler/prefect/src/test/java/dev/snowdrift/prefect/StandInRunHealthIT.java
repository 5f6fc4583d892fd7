package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class StandInRunHealthIT extends RunHealthSuite {
  private static PrefectStandIn server;

  @BeforeAll
  static void start() {
    server = PrefectStandIn.start(PrefectStandIn.Options.defaults());
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
