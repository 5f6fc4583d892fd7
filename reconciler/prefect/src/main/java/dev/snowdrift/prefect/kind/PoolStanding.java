package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.Standing;
import dev.snowdrift.prefect.Standing.Workers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How a work pool works, by its workers.
final class PoolStanding {
  private PoolStanding() {}

  static Observed judged(Observed pool, Standing standing) {
    var workers = standing.workersOf(pool.id().name()).filter(seen -> seen.known() > 0);
    var facts = new TreeMap<String, String>();
    workers.ifPresent(seen -> put(facts, seen));
    var health = pool.health();
    if (health.status() == Health.Status.PROGRESSING) {
      health = Health.progressing(offline(pool.id().name(), standing).orElse(health.message()));
    }
    return pool.judged(health, facts);
  }

  static void put(Map<String, String> facts, Workers workers) {
    facts.put(Observed.STANDING + "workersOnline", Integer.toString(workers.online()));
  }

  /// Since when a pool has no worker, in words; empty when that is not known, or when one was
  /// online the last time that the pool had its turn.
  static Optional<String> offline(String pool, Standing standing) {
    return standing
        .workersOf(pool)
        .filter(workers -> workers.online() == 0)
        .map(workers ->
            workers
                .lastSeen()
                .map(at ->
                    "no worker of pool %s is online since %s".formatted(pool, Times.shown(at)))
                .orElse("no worker of pool %s has ever been online".formatted(pool)));
  }
}
