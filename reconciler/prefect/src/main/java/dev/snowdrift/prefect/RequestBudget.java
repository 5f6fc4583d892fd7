package dev.snowdrift.prefect;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/// How many requests may be sent, by our own count and by the server's word.
///
/// The limit of a minute is spent in shares of ten seconds: any minute overlaps seven of them, so a
/// seventh each stays below the limit wherever the minute starts.
final class RequestBudget {
  private static final Duration SHARE = Duration.ofSeconds(10);
  private static final int SHARES = 7;

  private final Optional<RateLimiter<Object>> limiter;
  private final AtomicLong notBefore = new AtomicLong(System.nanoTime());

  RequestBudget(OptionalInt perMinute) {
    this.limiter =
        perMinute.isPresent()
            ? Optional.of(
                RateLimiter.burstyBuilder(Math.max(1, perMinute.getAsInt() / SHARES), SHARE)
                    .build())
            : Optional.empty();
  }

  /// Waits until a request may be sent.
  void spend() throws InterruptedException {
    if (limiter.isPresent()) {
      limiter.get().acquirePermit();
    }
  }

  /// The server asked for this pause: nobody sends before it is over.
  void hold(Duration pause) {
    var end = System.nanoTime() + pause.toNanos();
    notBefore.accumulateAndGet(end, (known, asked) -> asked - known > 0 ? asked : known);
  }

  /// What is left of the pause that the server asked for.
  Duration held() {
    return Duration.ofNanos(Math.max(0, notBefore.get() - System.nanoTime()));
  }
}
