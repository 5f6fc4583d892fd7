package dev.snowdrift.sandbox.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Places instances on the nodes of their pool and sizes the pool between MIN_NODES and MAX_NODES
/// (document *Working with compute pools*).
final class Scheduler {
  private final Timings timings;
  private final BiFunction<StoredSpecification.Container, Boolean, Behaviour> behaviours;
  private final Set<String> scarce;

  /// @param behaviours of a container, and whether it is a job's
  /// @param scarce the instance families of which there are no nodes now
  Scheduler(
      Timings timings,
      BiFunction<StoredSpecification.Container, Boolean, Behaviour> behaviours,
      Set<String> scarce) {
    this.scarce = scarce;
    this.timings = timings;
    this.behaviours = behaviours;
  }

  /// Applies everything that is due at that moment. Answers whether anything changed.
  boolean settle(ComputePool pool, List<Workload> workloads, Instant at) {
    var changed = removeNodes(pool, workloads, at);
    pool.working(anyWorking(workloads, at), at);
    if (pool.suspendsAt().filter(due -> !due.isAfter(at)).isPresent()) {
      pool.suspend();
      workloads.forEach(w -> suspend(w, at));
      changed = true;
    }
    pool.starved(false);
    if (pool.running()) {
      changed |= keepMinimum(pool, at);
      changed |= place(pool, workloads, at);
    }
    return stopIdle(pool, workloads, at) || changed;
  }

  private static boolean anyWorking(List<Workload> workloads, Instant at) {
    for (var workload : workloads) {
      if (workload.working(at)) {
        return true;
      }
    }
    return false;
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
        workload.stir();
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
    while (pool.lastingNodes() < pool.minNodes() && hasCapacity(pool)) {
      pool.startNode(at, timings);
      changed = true;
    }
    return changed;
  }

  private boolean hasCapacity(ComputePool pool) {
    var has = !scarce.contains(pool.family().name());
    pool.starved(!has);
    return has;
  }

  private boolean place(ComputePool pool, List<Workload> workloads, Instant at) {
    var pending = pending(workloads);
    if (pending.isEmpty()) {
      return false;
    }
    var changed = false;
    var used = used(workloads, at);
    var refused = new HashSet<Demand>();
    for (var next : pending) {
      var instance = next.instance();
      var demand = instance.specification().demand();
      var node = refused.contains(demand) ? null : roomFor(demand, pool, used, at);
      if (node == null && pool.lastingNodes() < pool.maxNodes() && hasCapacity(pool)) {
        node = pool.startNode(at, timings);
        changed = true;
      }
      instance.unschedulable(node == null);
      if (node == null) {
        refused.add(demand);
        continue;
      }
      used.merge(node, demand, Demand::plus);
      if (node.isReady(at)) {
        place(instance, node, at);
        next.workload().stir();
        changed = true;
      }
    }
    return changed;
  }

  /// An instance that waits for a node.
  private record Pending(Workload workload, Instance instance) {}

  private static List<Pending> pending(List<Workload> workloads) {
    var pending = new ArrayList<Pending>();
    for (var workload : workloads) {
      if (workload.hasPending()) {
        for (var instance : workload.instances()) {
          if (instance.waits()) {
            pending.add(new Pending(workload, instance));
          }
        }
      }
    }
    return pending;
  }

  /// The first node with room, those that are ready before those that start.
  private static @Nullable Node roomFor(
      Demand demand, ComputePool pool, Map<Node, Demand> used, Instant at) {
    var capacity = pool.family().capacity();
    Node starting = null;
    for (var node : pool.nodes()) {
      if (!node.stopping() && used.getOrDefault(node, Demand.NONE).plus(demand).fitsIn(capacity)) {
        if (node.isReady(at)) {
          return node;
        }
        starting = starting == null ? node : starting;
      }
    }
    return starting;
  }

  private void place(Instance instance, Node node, Instant at) {
    var job = instance.job();
    instance.place(
        node,
        instance.specification().containers().stream()
            .map(c -> new ContainerRun(c, behaviours.apply(c, job), at, job))
            .toList());
    node.busy();
  }

  /// What is taken of each node on which something runs.
  private static Map<Node, Demand> used(List<Workload> workloads, Instant at) {
    Map<Node, Demand> used = new HashMap<>();
    for (var workload : workloads) {
      for (var instance : workload.rawInstances()) {
        var node = instance.nodeOrNull();
        if (node != null && instance.occupies(node, at)) {
          used.merge(node, instance.specification().demand(), Demand::plus);
        }
      }
    }
    return used;
  }

  /// The nodes on which something runs.
  private static Set<Node> taken(List<Workload> workloads, Instant at) {
    var taken = new HashSet<Node>();
    for (var workload : workloads) {
      for (var instance : workload.rawInstances()) {
        var node = instance.nodeOrNull();
        if (node != null && !taken.contains(node) && instance.occupies(node, at)) {
          taken.add(node);
        }
      }
    }
    return taken;
  }

  private boolean stopIdle(ComputePool pool, List<Workload> workloads, Instant at) {
    var changed = false;
    var taken = taken(workloads, at);
    var spare = pool.lastingNodes() - (pool.running() ? pool.minNodes() : 0);
    var over = pool.running() ? pool.lastingNodes() - pool.maxNodes() : 0;
    for (int i = pool.nodes().size() - 1; i >= 0; i--) {
      var node = pool.nodes().get(i);
      if (node.stopping()) {
        continue;
      }
      var free = !taken.contains(node);
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
