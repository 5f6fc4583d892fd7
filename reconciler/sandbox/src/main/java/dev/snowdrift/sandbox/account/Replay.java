package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings all timelines of an account to the clock's time, moment by moment. Called with the
/// account's lock held.
final class Replay {
  private static final int MAX_ROUNDS_AT_ONE_TIME = 10_000;

  private final SandboxClock clock;
  private final List<Timeline> timelines;
  private boolean running;

  Replay(SandboxClock clock, List<Timeline> timelines) {
    this.clock = clock;
    this.timelines = timelines;
  }

  /// Does nothing when called from within a moment that is being replayed.
  void catchUp(Account account) {
    if (running) {
      return;
    }
    running = true;
    try {
      var now = clock.instant();
      var at = Instant.MIN;
      var rounds = 0;
      for (var next = next(now); next.isPresent(); next = next(now)) {
        rounds = next.get().isAfter(at) ? 0 : rounds + 1;
        if (rounds > MAX_ROUNDS_AT_ONE_TIME) {
          throw new IllegalStateException("the account does not come to rest at " + at);
        }
        at = next.get().isAfter(at) ? next.get() : at;
        clock.replay(at, () -> reach(account));
      }
    } finally {
      running = false;
    }
  }

  private void reach(Account account) {
    var execution = new Execution(account, new Session(0, "SYSTEM", "ACCOUNTADMIN"));
    timelines.forEach(timeline -> timeline.reach(execution));
  }

  private Optional<Instant> next(Instant now) {
    Instant first = null;
    for (var timeline : timelines) {
      var due = timeline.due();
      if (due.isPresent() && (first == null || due.get().isBefore(first))) {
        first = due.get();
      }
    }
    return Optional.ofNullable(first).filter(due -> !due.isAfter(now));
  }
}
