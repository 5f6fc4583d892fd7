package dev.snowdrift.prefect;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.Standing.Workers;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Gatherers;

/// Asks which workers pools have: a question for each pool, so only a few pools have their turn in
/// one look, and answers are kept. First come pools whose status moved since they were asked, then
/// those that were never asked, then those asked longest ago. One look at a time.
final class WorkerTurns {
  /// Pools that are asked in one look.
  static final int MOST = 3;

  private final Pages pages;
  private Map<String, Asked> asked = Map.of();
  private long looks;

  WorkerTurns(Pages pages) {
    this.pages = pages;
  }

  /// @param status of the pool when it was asked
  /// @param look the number of the look in which it was
  /// @param workers empty when it did not answer
  private record Asked(String status, long look, Optional<Workers> workers) {}

  /// What is known of these pools.
  ///
  /// @param pools their names, with the status that the listing shows
  SortedMap<String, Workers> look(SortedMap<String, String> pools) {
    looks++;
    var now = new HashMap<String, Asked>(asked);
    now.keySet().retainAll(pools.keySet());
    pools.entrySet().stream()
        .sorted(Comparator.comparingLong(this::urgency))
        .limit(MOST)
        .gather(Gatherers.mapConcurrent(MOST, pool -> Map.entry(pool, ask(pool.getKey()))))
        .forEach(answer ->
            now.put(
                answer.getKey().getKey(),
                new Asked(answer.getKey().getValue(), looks, answer.getValue())));
    asked = Map.copyOf(now);
    var known = new TreeMap<String, Workers>();
    asked.forEach((pool, answer) -> answer.workers().ifPresent(seen -> known.put(pool, seen)));
    return Collections.unmodifiableSortedMap(known);
  }

  /// The smallest comes first.
  private long urgency(Map.Entry<String, String> pool) {
    var before = asked.get(pool.getKey());
    if (before == null) {
      return -1;
    }
    return before.status().equals(pool.getValue()) ? before.look() : -2;
  }

  /// Empty when the pool is gone, or the answer cannot be read: that is health of one pool, and its
  /// turn comes again.
  private Optional<Workers> ask(String pool) {
    try {
      var path = ApiPath.of("/work_pools/{}/workers/filter", pool);
      var workers = pages.ask("workers", path, Json.object(), 0).items();
      // The stored status lags; the answer's own is computed from the last heartbeat.
      var online =
          workers.stream()
              .filter(worker -> worker.path("status").asString("").equals("ONLINE"))
              .count();
      var lastSeen =
          workers.stream()
              .flatMap(worker -> RunFeed.time(worker, "last_heartbeat_time").stream())
              .max(Comparator.naturalOrder());
      return Optional.of(new Workers((int) online, workers.size(), lastSeen));
    } catch (TargetFailure _) {
      return Optional.empty();
    }
  }
}
