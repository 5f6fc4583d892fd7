package dev.snowdrift.sandbox.container;

import java.time.Duration;

/// How long things take in the sandbox.
///
/// @param firstNode from resuming a pool to its first node
/// @param nextNode between nodes of one pool that start together
/// @param nodeStop from the decision to remove a node to its end
/// @param idleNode how long a node above MIN_NODES may idle before it is removed
/// @param containerStart from placement to READY, where no behaviour is scripted
/// @param jobRun how long a job's container runs, where no behaviour is scripted
/// @param instanceStop from SIGTERM to the end of an instance (Snowflake grants 30 s)
/// @param ingress from making an endpoint public to its host name (Snowflake takes 2 to 5 minutes)
public record Timings(
    Duration firstNode,
    Duration nextNode,
    Duration nodeStop,
    Duration idleNode,
    Duration containerStart,
    Duration jobRun,
    Duration instanceStop,
    Duration ingress) {

  /// Plausible durations of a small account.
  public static Timings realistic() {
    return new Timings(
        Duration.ofSeconds(90),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(3));
  }

  /// Everything happens at once.
  public static Timings immediate() {
    var zero = Duration.ZERO;
    return new Timings(zero, zero, zero, Duration.ofMinutes(5), zero, zero, zero, zero);
  }
}
