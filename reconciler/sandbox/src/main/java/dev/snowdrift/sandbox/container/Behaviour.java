package dev.snowdrift.sandbox.container;

import java.time.Duration;
import java.util.List;

/// How a container of some image behaves when it runs in the sandbox.
///
/// @param start from placement on a node to the running process
/// @param log what it has written by the time it has started, oldest first
public record Behaviour(Duration start, Outcome outcome, List<String> log) {
  public Behaviour {
    log = List.copyOf(log);
  }

  /// What becomes of a started container.
  public sealed interface Outcome {

    /// Its readiness probe succeeds once started.
    record Ready() implements Outcome {}

    /// It runs and its readiness probe never succeeds.
    record NeverReady(String message) implements Outcome {}

    /// It never starts, as when its image cannot be pulled.
    record NeverStarts(String message) implements Outcome {}

    /// It ends by itself; a service's container is then restarted with growing delay, a job's is
    /// not.
    ///
    /// @param after from the start of the process
    record Exits(Duration after, int code, String message) implements Outcome {}
  }

  /// Ready after `start`, silent.
  public static Behaviour readyAfter(Duration start) {
    return new Behaviour(start, new Outcome.Ready(), List.of());
  }

  /// Starts and is never ready.
  public static Behaviour neverReady(Duration start) {
    return new Behaviour(
        start, new Outcome.NeverReady("Readiness probe is failing at path"), List.of());
  }

  /// Starts at once and exits after `run` with that code.
  public static Behaviour exits(Duration run, int code) {
    return new Behaviour(
        Duration.ZERO,
        new Outcome.Exits(run, code, code == 0 ? "Completed successfully" : "Failed"),
        List.of());
  }

  /// The same, having written these lines.
  public Behaviour logging(String... lines) {
    return new Behaviour(start, outcome, List.of(lines));
  }
}
