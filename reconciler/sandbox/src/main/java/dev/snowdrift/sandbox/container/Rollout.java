package dev.snowdrift.sandbox.container;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;

/// Brings a workload's instances to its target: creates what is missing, terminates what is too
/// much, and replaces outdated instances one at a time in descending id (document *Working with
/// services*, upgrading).
final class Rollout {
  private final Timings timings;

  Rollout(Timings timings) {
    this.timings = timings;
  }

  /// Applies everything that is due at that moment. Answers whether anything changed.
  boolean settle(Workload workload, Instant at) {
    var changed = reap(workload, at);
    if (workload.job()) {
      return settleJob(workload, at) || workload.expire(at) || changed;
    }
    changed |= shrink(workload, at);
    changed |= grow(workload, at);
    changed |= upgrade(workload, at);
    return workload.suspendIfIdle(at) || changed;
  }

  private boolean reap(Workload workload, Instant at) {
    return workload
        .rawInstances()
        .removeIf(instance ->
            instance
                .terminating()
                .filter(
                    since -> !instance.placed() || !since.plus(timings.instanceStop()).isAfter(at))
                .isPresent());
  }

  private static boolean settleJob(Workload job, Instant at) {
    var changed = false;
    if (job.deleting() || job.cancelled()) {
      for (var instance : job.rawInstances()) {
        if (instance.terminating().isEmpty() && (job.deleting() || !instance.ended(at))) {
          instance.terminate(at);
          changed = true;
        }
      }
      return changed;
    }
    while (job.rawInstances().size() < job.target()) {
      job.rawInstances()
          .add(new Instance(job.rawInstances().size(), job.specification(), at, true));
      changed = true;
    }
    return changed;
  }

  private static boolean shrink(Workload service, Instant at) {
    var changed = false;
    for (var instance : service.rawInstances()) {
      if (instance.id() >= service.target() && instance.terminating().isEmpty()) {
        instance.terminate(at);
        changed = true;
      }
    }
    return changed;
  }

  private static boolean grow(Workload service, Instant at) {
    var taken = new HashSet<Integer>();
    service.rawInstances().forEach(instance -> taken.add(instance.id()));
    var changed = false;
    for (int id = 0; id < service.target(); id++) {
      if (taken.add(id)) {
        service.rawInstances().add(new Instance(id, service.specification(), at, false));
        changed = true;
      }
    }
    return changed;
  }

  private static boolean upgrade(Workload service, Instant at) {
    if (!service.upgrading() || service.deleting() || service.suspended()) {
      return false;
    }
    var digest = service.specification().digest();
    var waiting =
        service.rawInstances().stream()
            .anyMatch(instance ->
                instance.terminating().isPresent()
                    || (instance.specification().digest().equals(digest)
                        && !instance.status(at).equals("READY")));
    if (waiting) {
      return false;
    }
    var next =
        service.rawInstances().stream()
            .filter(instance -> !instance.specification().digest().equals(digest))
            .max(Comparator.comparingInt(Instance::id));
    if (next.isPresent()) {
      next.get().terminate(at);
      return true;
    }
    if (service.rawInstances().size() == service.target()) {
      service.upgraded();
      return true;
    }
    return false;
  }
}
