package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class StandInContractIT extends PrefectContract {
  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:34:56Z"));
  private final PrefectStandIn standIn =
      PrefectStandIn.start(PrefectStandIn.Options.defaults().clock(clock));
  private final Api api = new Api(standIn.api());

  @Override
  Api api() {
    return api;
  }

  @Override
  List<String> runsAfterScheduling(String deploymentId) {
    clock.step(Duration.ofSeconds(5));
    return runs(deploymentId);
  }

  @AfterEach
  void stop() {
    api.close();
    standIn.close();
  }
}
