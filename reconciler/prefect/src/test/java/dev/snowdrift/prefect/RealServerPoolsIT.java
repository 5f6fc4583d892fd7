package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the real server.
@ExtendWith(RealServer.class)
class RealServerPoolsIT extends PoolsSuite {
  private final PrefectServerProcess server;

  RealServerPoolsIT(PrefectServerProcess server) {
    this.server = server;
  }

  @Override
  URI api() {
    return server.api();
  }
}
