package dev.snowdrift.operator;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits on a condition, never on time alone.
final class Waiting {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private Waiting() {}

  /// Returns once the condition holds.
  ///
  /// @throws AssertionError when it does not within the deadline
  static void until(String what, Duration deadline, BooleanSupplier condition) {
    var _ =
        forValue(
            what, deadline, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /// The first value there is.
  ///
  /// @throws AssertionError when there is none within the deadline
  static <T> T forValue(String what, Duration deadline, Supplier<Optional<T>> look) {
    var policy =
        RetryPolicy.<Optional<T>>builder()
            .handleResultIf(Optional::isEmpty)
            .withDelay(GLANCE)
            .withMaxDuration(deadline)
            .withMaxAttempts(-1)
            .build();
    return Failsafe.with(policy)
        .get(look::get)
        .orElseThrow(() -> new AssertionError("not within %s: %s".formatted(deadline, what)));
  }
}
