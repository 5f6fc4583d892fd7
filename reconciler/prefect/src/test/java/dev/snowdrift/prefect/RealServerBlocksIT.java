package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the real server.
@ExtendWith(RealServer.class)
class RealServerBlocksIT extends BlocksSuite {
  private final PrefectServerProcess server;

  RealServerBlocksIT(PrefectServerProcess server) {
    this.server = server;
  }

  @Override
  URI api() {
    return server.api();
  }
}
