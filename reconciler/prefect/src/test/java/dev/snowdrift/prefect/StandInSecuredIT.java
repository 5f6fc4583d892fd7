package dev.snowdrift.prefect;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class StandInSecuredIT extends SecuredServerSuite {
  private static final SandboxClock CLOCK =
      SandboxClock.stepped(Instant.parse("2026-11-20T12:00:00Z"));
  private static PrefectStandIn server;

  @BeforeAll
  static void start() {
    server =
        PrefectStandIn.start(
            PrefectStandIn.Options.defaults()
                .clock(CLOCK)
                .auth(CREDENTIAL)
                .csrf(Duration.ofHours(1)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  URI api() {
    return server.api();
  }

  @Override
  void endTokens() {
    CLOCK.step(Duration.ofHours(1));
  }
}
