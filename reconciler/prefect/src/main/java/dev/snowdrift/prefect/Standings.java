package dev.snowdrift.prefect;

import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.Standing.Sign;
import dev.snowdrift.prefect.Standing.Workers;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds out how runs and workers stand, look after look. What it cannot read is health that is
/// unknown; it never fails.
final class Standings {
  private final RunFeed feed;
  private final WorkerTurns turns;
  private final Clock clock;

  Standings(Pages pages, Clock clock) {
    this.feed = new RunFeed(pages);
    this.turns = new WorkerTurns(pages);
    this.clock = clock;
  }

  /// What the runs of one look tell, or why it is not known.
  record RunLook(RunFeed.Seen seen, Optional<String> unread) {
    static final RunLook NONE = new RunLook(RunFeed.Seen.NOTHING, Optional.empty());
  }

  RunLook runs(Set<Sign> wanted) {
    if (!wanted.contains(Sign.RUNS)) {
      return RunLook.NONE;
    }
    try {
      return new RunLook(feed.look(clock.instant()), Optional.empty());
    } catch (TargetFailure failure) {
      return new RunLook(RunFeed.Seen.NOTHING, Optional.of(String.valueOf(failure.getMessage())));
    }
  }

  /// The observation with every object judged.
  ///
  /// @param declared whose work pools are asked for their workers
  Observation judged(
      Observation seen, Set<ResourceId> declared, Map<String, PrefectKind<?>> kinds, RunLook runs) {
    var pools = pools(seen, declared, kinds);
    SortedMap<String, Workers> workers = pools.isEmpty() ? new TreeMap<>() : turns.look(pools);
    var standing =
        new Standing(
            clock.instant(), runs.unread, runs.seen.byDeployment(), runs.seen.unlisted(), workers);
    var objects = new TreeMap<ResourceId, Observed>();
    seen.objects()
        .forEach((id, object) ->
            objects.put(
                id, kind(kinds, object).map(kind -> kind.judged(object, standing)).orElse(object)));
    return new Observation(objects, seen.gaps());
  }

  /// The work pools that declared objects are or run in, with their status.
  private static SortedMap<String, String> pools(
      Observation seen, Set<ResourceId> declared, Map<String, PrefectKind<?>> kinds) {
    var pools = new TreeMap<String, String>();
    var statuses = new HashMap<String, String>();
    for (var object : seen.objects().values()) {
      var pool = kind(kinds, object).flatMap(kind -> kind.workPool(object));
      if (pool.equals(Optional.of(object.id().name()))) {
        statuses.put(pool.get(), object.fact("status").orElse(""));
      }
      if (declared.contains(object.id())) {
        pool.ifPresent(name -> pools.put(name, ""));
      }
    }
    pools.replaceAll((name, none) -> statuses.getOrDefault(name, none));
    return pools;
  }

  /// Empty for what stands beside the objects of the kinds.
  private static Optional<PrefectKind<?>> kind(Map<String, PrefectKind<?>> kinds, Observed object) {
    return Optional.ofNullable(kinds.get(object.id().kind()));
  }
}
