package dev.snowdrift.sandbox.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// Places instances on the nodes of their pool and sizes the pool between MIN_NODES and MAX_NODES
/// (document *Working with compute pools*).
final class Scheduler {
  private final Timings timings;
  private final BiFunction<StoredSpecification.Container, Boolean, Behaviour> behaviours;

  /// @param behaviours of a container, and whether it is a job's
  Scheduler(
      Timings timings, BiFunction<StoredSpecification.Container, Boolean, Behaviour> behaviours) {
    this.timings = timings;
    this.behaviours = behaviours;
  }

  /// Applies everything that is due at that moment. Answers whether anything changed.
  boolean settle(ComputePool pool, List<Workload> workloads, Instant at) {
    var changed = removeNodes(pool, workloads, at);
    pool.working(workloads.stream().anyMatch(w -> w.working(at)), at);
    if (pool.suspendsAt().filter(due -> !due.isAfter(at)).isPresent()) {
      pool.suspend();
      workloads.forEach(w -> suspend(w, at));
      changed = true;
    }
    if (pool.running()) {
      changed |= keepMinimum(pool, at);
      changed |= place(pool, workloads, at);
    }
    return stopIdle(pool, workloads, at) || changed;
  }

  private static void suspend(Workload workload, Instant at) {
    if (!workload.job()) {
      workload.suspend(at);
    }
  }

  private static boolean removeNodes(ComputePool pool, List<Workload> workloads, Instant at) {
    return pool.nodes()
        .removeIf(node -> {
          var gone = node.gone().filter(due -> !due.isAfter(at)).isPresent();
          if (gone) {
            workloads.forEach(workload -> evict(workload, node, at));
          }
          return gone;
        });
  }

  private static void evict(Workload workload, Node node, Instant at) {
    for (var instance : List.copyOf(workload.rawInstances())) {
      if (instance.occupies(node, at)) {
        if (workload.job()) {
          instance.kill();
        } else {
          workload.rawInstances().remove(instance);
        }
      }
    }
  }

  private boolean keepMinimum(ComputePool pool, Instant at) {
    var changed = false;
    while (pool.lastingNodes() < pool.minNodes()) {
      pool.startNode(at, timings);
      changed = true;
    }
    return changed;
  }

  private boolean place(ComputePool pool, List<Workload> workloads, Instant at) {
    var changed = false;
    Map<Node, Demand> used = new HashMap<>();
    for (var node : pool.nodes()) {
      used.put(node, used(node, workloads, at));
    }
    for (var workload : workloads) {
      for (var instance : workload.instances()) {
        if (!instance.placed() && instance.terminating().isEmpty()) {
          changed |= place(pool, instance, workload.job(), used, at);
        }
      }
    }
    return changed;
  }

  private boolean place(
      ComputePool pool, Instance instance, boolean job, Map<Node, Demand> used, Instant at) {
    var demand = instance.specification().demand();
    var capacity = pool.family().capacity();
    var candidates = new ArrayList<Node>(pool.readyNodes(at));
    pool.nodes().stream().filter(node -> node.starting(at)).forEach(candidates::add);
    for (var node : candidates) {
      var with = used.getOrDefault(node, Demand.NONE).plus(demand);
      if (!with.fitsIn(capacity)) {
        continue;
      }
      used.put(node, with);
      instance.unschedulable(false);
      if (node.starting(at)) {
        return false;
      }
      instance.place(
          node,
          instance.specification().containers().stream()
              .map(c -> new ContainerRun(c, behaviours.apply(c, job), at, job))
              .toList());
      node.busy();
      return true;
    }
    if (pool.lastingNodes() < pool.maxNodes()) {
      used.put(pool.startNode(at, timings), demand);
      return true;
    }
    instance.unschedulable(true);
    return false;
  }

  private static Demand used(Node node, List<Workload> workloads, Instant at) {
    return workloads.stream()
        .flatMap(workload -> workload.rawInstances().stream())
        .filter(instance -> instance.occupies(node, at))
        .map(instance -> instance.specification().demand())
        .reduce(Demand.NONE, Demand::plus);
  }

  private boolean stopIdle(ComputePool pool, List<Workload> workloads, Instant at) {
    var changed = false;
    var spare = pool.lastingNodes() - (pool.running() ? pool.minNodes() : 0);
    var over = pool.running() ? pool.lastingNodes() - pool.maxNodes() : 0;
    for (int i = pool.nodes().size() - 1; i >= 0; i--) {
      var node = pool.nodes().get(i);
      if (node.stopping()) {
        continue;
      }
      var free =
          workloads.stream()
              .flatMap(workload -> workload.rawInstances().stream())
              .noneMatch(instance -> instance.occupies(node, at));
      if (free && node.isReady(at)) {
        node.idle(at);
      }
      var idled =
          node.idleSince().filter(since -> !since.plus(timings.idleNode()).isAfter(at)).isPresent();
      if (over > 0 || (spare > 0 && free && (!pool.running() || idled))) {
        node.stop(at.plus(timings.nodeStop()));
        over--;
        spare--;
        changed = true;
      }
    }
    return changed;
  }
}
