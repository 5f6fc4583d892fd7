package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the real server.
@ExtendWith(RealServer.class)
class RealServerProviderIT extends PrefectProviderSuite {
  private final PrefectServerProcess server;

  RealServerProviderIT(PrefectServerProcess server) {
    this.server = server;
  }

  @Override
  URI api() {
    return server.api();
  }
}
