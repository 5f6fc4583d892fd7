package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A stand-in of its own for each test; its background services work as the clock is stepped.
final class StandInPeer implements ContractPeer, AutoCloseable {
  private static final int STEPS = 30;

  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:34:56Z"));
  private final PrefectStandIn standIn =
      PrefectStandIn.start(PrefectStandIn.Options.defaults().clock(clock));
  private final Api api = new Api(standIn.api());

  @Override
  public Api api() {
    return api;
  }

  @Override
  public <T> T until(Supplier<T> look, Predicate<T> wanted) {
    var seen = look.get();
    for (var step = 0; step < STEPS && !wanted.test(seen); step++) {
      clock.step(Duration.ofSeconds(5));
      seen = look.get();
    }
    return seen;
  }

  @Override
  public void close() {
    api.close();
    standIn.close();
  }
}
