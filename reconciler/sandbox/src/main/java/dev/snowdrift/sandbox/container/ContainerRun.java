package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.container.Behaviour.Outcome.Exits;
import dev.snowdrift.sandbox.container.Behaviour.Outcome.NeverReady;
import dev.snowdrift.sandbox.container.Behaviour.Outcome.NeverStarts;
import dev.snowdrift.sandbox.container.Behaviour.Outcome.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A container on its node: its state at any time follows from when it was placed and how it
/// behaves.
record ContainerRun(
    StoredSpecification.Container container, Behaviour behaviour, Instant placed, boolean job) {

  private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  /// A container at one moment, in the words of SHOW SERVICE CONTAINERS.
  record State(
      String status,
      String message,
      int restarts,
      Optional<Instant> started,
      Optional<Integer> lastExit,
      Optional<Instant> lastRestart) {

    static State pending(String message) {
      return new State("PENDING", message, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  State at(Instant now) {
    var start = placed.plus(behaviour.start());
    return switch (behaviour.outcome()) {
      case NeverStarts(var message) -> State.pending(message);
      case Ready() -> now.isBefore(start) ? starting() : running("READY", "Running", start);
      case NeverReady(var message) ->
          now.isBefore(start) ? starting() : running("PENDING", message, start);
      case Exits exits -> exiting(exits, start, now);
    };
  }

  /// When it is READY for the first time, if ever.
  Optional<Instant> firstReady() {
    return switch (behaviour.outcome()) {
      case Ready ignored -> Optional.of(placed.plus(behaviour.start()));
      case Exits ignored -> Optional.of(placed.plus(behaviour.start()));
      case NeverReady ignored -> Optional.empty();
      case NeverStarts ignored -> Optional.empty();
    };
  }

  /// When a job's container ends, if ever. A service's never does: it is restarted.
  Optional<Instant> end() {
    return job && behaviour.outcome() instanceof Exits exits
        ? Optional.of(placed.plus(behaviour.start()).plus(exits.after()))
        : Optional.empty();
  }

  private static State starting() {
    return State.pending("Waiting to start");
  }

  private static State running(String status, String message, Instant start) {
    return new State(status, message, 0, Optional.of(start), Optional.empty(), Optional.empty());
  }

  private State exiting(Exits exits, Instant firstStart, Instant now) {
    if (now.isBefore(firstStart)) {
      return starting();
    }
    var ended = exits.code() == 0 ? "DONE" : "FAILED";
    var start = firstStart;
    var delay = FIRST_DELAY;
    Optional<Integer> lastExit = Optional.empty();
    for (int restarts = 0; ; restarts++) {
      var end = start.plus(exits.after());
      var restarted = restarts == 0 ? Optional.<Instant>empty() : Optional.of(start);
      if (now.isBefore(end)) {
        return new State("READY", "Running", restarts, Optional.of(start), lastExit, restarted);
      }
      lastExit = Optional.of(exits.code());
      if (job || now.isBefore(end.plus(delay))) {
        return new State(ended, exits.message(), restarts, Optional.of(start), lastExit, restarted);
      }
      start = end.plus(delay);
      delay =
          delay.multipliedBy(2).compareTo(LONGEST_DELAY) > 0
              ? LONGEST_DELAY
              : delay.multipliedBy(2);
    }
  }
}
