package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/// Against the stand-in, with pages of three so that every listing has several.
class StandInOrchestrationIT {
  private static PrefectStandIn server;

  @BeforeAll
  static void start() {
    server = PrefectStandIn.start(PrefectStandIn.Options.defaults().pageLimit(3));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Nested
  class Queues extends WorkQueueSuite {
    @Override
    URI api() {
      return server.api();
    }
  }

  @Nested
  class Limits extends LimitSuite {
    @Override
    URI api() {
      return server.api();
    }
  }

  @Nested
  class Automations extends AutomationSuite {
    @Override
    URI api() {
      return server.api();
    }
  }
}
