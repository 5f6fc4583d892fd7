package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the stand-in.
@ExtendWith(SharedStandIn.class)
class StandInWithoutHarmIT extends WithoutHarmSuite {
  private final PrefectStandIn server;

  StandInWithoutHarmIT(PrefectStandIn server) {
    this.server = server;
  }

  @Override
  URI api() {
    return server.api();
  }
}
