package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All pools and workloads of an account as they run. Nothing happens by itself: every look first
/// replays what was due since the last one, in order, up to the clock's time. So the same
/// statements at the same times always give the same world. Statements that use it hold the
/// account's lock.
public final class ContainerWorld {
  private static final int MAX_ROUNDS = 10_000;

  private final SandboxClock clock;
  private final Map<String, Behaviour> behaviours = new LinkedHashMap<>();
  private final Map<String, ComputePool> pools = new LinkedHashMap<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final Map<String, List<Workload>> byPool = new HashMap<>();
  private final Map<String, Workload> byName = new HashMap<>();
  private final List<Workload> gone = new ArrayList<>();
  private final Set<String> scarce = new HashSet<>();
  private Timings timings;
  private long nextNumber = 1;
  private Instant reached;
  private Optional<Instant> due = Optional.empty();

  public ContainerWorld(SandboxClock clock, Timings timings) {
    this.clock = clock;
    this.timings = timings;
    this.reached = clock.instant();
  }

  /// Changes how long things take from the last statement on.
  public synchronized void timings(Timings value) {
    timings = value;
    workloads.forEach(Workload::stir);
  }

  /// Scripts how containers of an image behave that are placed after the last statement.
  ///
  /// @param image `db/schema/repository/name:tag`, the same without tag, or `sha256:...`; the most
  ///   specific script wins: digest, then tag, then name
  public synchronized void behaviour(String image, Behaviour behaviour) {
    behaviours.put(image, behaviour);
  }

  /// Says whether the provider has nodes of an instance family to give; it has unless said
  /// otherwise. Pools that lack nodes get them once there are some again.
  public synchronized void capacity(String family, boolean available) {
    if (available ? scarce.remove(family) : scarce.add(family)) {
      due = Optional.of(reached);
    }
  }

  /// The clock's time, with everything due by then done. Cheap when nothing is.
  synchronized Instant advance() {
    var now = clock.instant();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      var next = due.filter(instant -> !instant.isAfter(now));
      if (next.isEmpty()) {
        reached = now;
        return now;
      }
      reached = next.get();
      settleAt(reached);
    }
    throw new IllegalStateException("the world does not come to rest");
  }

  /// The next moment at which something changes by itself.
  synchronized Optional<Instant> due() {
    return due;
  }

  /// Lets a statement's change take effect: to be called after every change of a pool or workload.
  synchronized Instant settle() {
    var now = advance();
    settleAt(now);
    return now;
  }

  /// The time up to which the world has advanced, for looking at it.
  synchronized Instant now() {
    return reached;
  }

  synchronized long nextNumber() {
    return nextNumber++;
  }

  synchronized void add(ComputePool pool) {
    pools.put(pool.name(), pool);
  }

  synchronized void removePool(String name) {
    pools.remove(name);
  }

  synchronized void add(Workload workload) {
    workloads.add(workload);
    byPool.computeIfAbsent(workload.pool(), _ -> new ArrayList<>()).add(workload);
    byName.putIfAbsent(workload.identity().fullName(), workload);
  }

  synchronized Optional<ComputePool> pool(String name) {
    return Optional.ofNullable(pools.get(name));
  }

  /// By `DB.SCHEMA.NAME`; one that is being deleted still counts.
  synchronized Optional<Workload> workload(String fullName) {
    return Optional.ofNullable(byName.get(fullName));
  }

  synchronized List<Workload> onPool(String pool) {
    return List.copyOf(byPool.getOrDefault(pool, List.of()));
  }

  Timings timings() {
    return timings;
  }

  private void settleAt(Instant at) {
    var rollout = new Rollout(timings);
    var scheduler = new Scheduler(timings, this::behaviourOf, scarce);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      var changed = false;
      for (var workload : workloads) {
        if (!workload.rests(at)) {
          if (rollout.settle(workload, at)) {
            changed = true;
          } else {
            workload.rest(nextChange(workload, at));
          }
        }
      }
      changed |= removeGone();
      for (var pool : pools.values()) {
        changed |= scheduler.settle(pool, byPool.getOrDefault(pool.name(), List.of()), at);
      }
      if (!changed) {
        due = nextChange(at);
        return;
      }
    }
    throw new IllegalStateException("the world does not settle at " + at);
  }

  private boolean removeGone() {
    var ended = new ArrayList<Workload>();
    for (var workload : workloads) {
      if (workload.deleting() && workload.rawInstances().isEmpty()) {
        ended.add(workload);
      }
    }
    if (ended.isEmpty()) {
      return false;
    }
    var all = new HashSet<>(ended);
    workloads.removeAll(all);
    for (var workload : ended) {
      gone.add(workload);
      byPool.getOrDefault(workload.pool(), new ArrayList<>()).remove(workload);
      byName.remove(workload.identity().fullName(), workload);
    }
    return true;
  }

  /// The workloads whose deletion has come to its end since this was last asked.
  synchronized List<Workload> takeGone() {
    var taken = List.copyOf(gone);
    gone.clear();
    return taken;
  }

  private Optional<Instant> nextChange(Instant after) {
    var ofWorkloads =
        workloads.stream().map(Workload::wakes).filter(wakes -> !wakes.equals(Instant.MAX));
    var ofPools =
        pools.values().stream()
            .flatMap(pool ->
                Stream.concat(
                    pool.suspendsAt().stream(),
                    pool.nodes().stream()
                        .flatMap(node ->
                            Stream.of(
                                    Optional.of(node.ready()),
                                    node.gone(),
                                    node.idleSince().map(s -> s.plus(timings.idleNode())))
                                .flatMap(Optional::stream))));
    return Stream.concat(ofWorkloads, ofPools)
        .filter(due -> due.isAfter(after))
        .min(Instant::compareTo);
  }

  /// When something of the workload next changes by itself.
  private Instant nextChange(Workload workload, Instant after) {
    var next = workload.leaves().filter(moment -> moment.isAfter(after)).orElse(Instant.MAX);
    for (var instance : workload.rawInstances()) {
      var moments =
          Stream.of(
                  instance.terminating().map(since -> since.plus(timings.instanceStop())),
                  instance.firstReady(),
                  instance.end())
              .flatMap(Optional::stream);
      for (var moment : moments.toList()) {
        if (moment.isAfter(after) && moment.isBefore(next)) {
          next = moment;
        }
      }
    }
    return next;
  }

  private Behaviour behaviourOf(StoredSpecification.Container container, boolean job) {
    var path = container.path();
    var colon = path.lastIndexOf(':');
    for (var key :
        List.of(container.imageDigest(), path, colon < 0 ? path : path.substring(0, colon))) {
      var scripted = behaviours.get(key);
      if (scripted != null) {
        return scripted;
      }
    }
    return job
        ? Behaviour.exits(timings.jobRun(), 0)
        : Behaviour.readyAfter(timings.containerStart());
  }

  /// How far a job is from its end, when it has one.
  synchronized Optional<Duration> untilEnd(Workload job, Instant now) {
    return job.rawInstances().stream()
        .flatMap(i -> i.end().stream())
        .max(Instant::compareTo)
        .map(end -> Duration.between(now, end));
  }
}
