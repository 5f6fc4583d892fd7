package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

/// Against the stand-in.
class StandInFieldDriftIT extends FieldDriftSuite {
  private static final PrefectStandIn SERVER =
      PrefectStandIn.start(PrefectStandIn.Options.defaults().schedulerDelay(Duration.ZERO));

  StandInFieldDriftIT() {
    super(SERVER.api());
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }
}
