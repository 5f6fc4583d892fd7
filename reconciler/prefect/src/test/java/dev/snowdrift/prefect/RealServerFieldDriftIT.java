package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import org.junit.jupiter.api.extension.ExtendWith;

/// Against the real server.
@ExtendWith(RealServer.class)
class RealServerFieldDriftIT extends FieldDriftSuite {
  RealServerFieldDriftIT(PrefectServerProcess server) {
    super(server.api());
  }
}
