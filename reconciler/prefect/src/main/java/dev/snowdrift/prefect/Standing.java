package dev.snowdrift.prefect;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What runs and workers tell about how things work, as far as one look knows it. It is health and
/// nothing else: no field is compared with it, and nothing is written because of it.
///
/// @param at when it was looked at
/// @param unread why the runs could not be read; empty when they were
/// @param runs by the id of their deployment; a deployment without an entry has none that is known
/// @param unlisted whether more runs are late or running than were listed, so that numbers of them
///   are too low
/// @param workers by the name of their pool, as of the last time that the pool had its turn
public record Standing(
    Instant at,
    Optional<String> unread,
    Map<String, Runs> runs,
    boolean unlisted,
    SortedMap<String, Workers> workers) {

  public Standing {
    runs = Map.copyOf(runs);
    workers = Collections.unmodifiableSortedMap(new TreeMap<>(workers));
  }

  /// What a kind wants to know of.
  public enum Sign {
    RUNS,
    WORKERS
  }

  /// The runs of one deployment.
  ///
  /// @param last the one that ended last
  /// @param late those that nobody has started although their time has come
  /// @param waiting those that wait for a slot of a concurrency limit
  /// @param running how many are at work
  public record Runs(Optional<Ended> last, Overdue late, Overdue waiting, int running) {
    public static final Runs NONE = new Runs(Optional.empty(), Overdue.NONE, Overdue.NONE, 0);

    Runs oneLate(Optional<Instant> expected) {
      return new Runs(last, late.and(expected), waiting, running);
    }

    Runs oneWaiting(Optional<Instant> expected) {
      return new Runs(last, late, waiting.and(expected), running);
    }

    Runs oneRunning() {
      return new Runs(last, late, waiting, running + 1);
    }
  }

  /// A run that has ended.
  ///
  /// @param type one of Prefect's: COMPLETED, FAILED, CRASHED, CANCELLED
  /// @param state the state's name, which code may choose: `TimedOut`
  /// @param message what the state says, one line of at most 200 characters
  public record Ended(
      String id, String name, String type, String state, String message, Instant at) {
    public boolean failed() {
      return type.equals("FAILED") || type.equals("CRASHED");
    }
  }

  /// Runs that should have started.
  ///
  /// @param since when the first of them should have
  public record Overdue(int number, Optional<Instant> since) {
    public static final Overdue NONE = new Overdue(0, Optional.empty());

    Overdue and(Optional<Instant> expected) {
      var first = Stream.concat(since.stream(), expected.stream()).min(Comparator.naturalOrder());
      return new Overdue(number + 1, first);
    }
  }

  /// The workers of one pool.
  ///
  /// @param online how many send heartbeats
  /// @param known how many the server remembers, of at most 200
  /// @param lastSeen the last heartbeat of any of them; empty when there never was a worker
  public record Workers(int online, int known, Optional<Instant> lastSeen) {}

  /// The runs of a deployment.
  public Runs runsOf(String deploymentId) {
    return runs.getOrDefault(deploymentId, Runs.NONE);
  }

  /// The workers of a pool; empty until it had its turn.
  public Optional<Workers> workersOf(String pool) {
    return Optional.ofNullable(workers.get(pool));
  }
}
