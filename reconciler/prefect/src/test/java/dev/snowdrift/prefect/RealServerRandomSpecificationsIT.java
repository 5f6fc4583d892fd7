package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/// Fewer, against the real server.
@ExtendWith(RealServer.class)
class RealServerRandomSpecificationsIT extends RandomSpecificationsSuite {
  private final PrefectServerProcess server;

  RealServerRandomSpecificationsIT(PrefectServerProcess server) {
    this.server = server;
  }

  @Override
  URI api() {
    return server.api();
  }

  @Override
  int tries() {
    return 40;
  }
}
