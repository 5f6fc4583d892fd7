package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the stand-in.
@ExtendWith(SharedStandIn.class)
class StandInProviderIT extends PrefectProviderSuite {
  private final PrefectStandIn server;

  StandInProviderIT(PrefectStandIn server) {
    this.server = server;
  }

  @Override
  URI api() {
    return server.api();
  }
}
