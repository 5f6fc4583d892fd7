package dev.snowdrift.sandbox.task;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// When which root is to run next. A root that was suspended stays planned, so that the runs it
/// misses are known.
final class RunPlan {
  record Planned(Instant at, Task root) {}

  private final TreeSet<Planned> queue =
      new TreeSet<>(
          Comparator.comparing(Planned::at)
              .thenComparingLong(planned -> planned.root().object().id()));
  private final Map<Task, Planned> byRoot = new HashMap<>();
  private final Map<Task, Instant> bases = new HashMap<>();

  /// Plans the first run of a root that is started; intervals count from then on.
  void begin(Task root, Instant at) {
    bases.put(root, at);
    follow(root, at);
  }

  /// Plans the next run after an instant by the present schedule, if the root ever was started.
  void follow(Task root, Instant after) {
    forgetNext(root);
    var base = bases.get(root);
    if (base == null || !root.isRoot()) {
      return;
    }
    root.object()
        .settings()
        .text(TaskSheet.SCHEDULE)
        .flatMap(Schedule::parse)
        .flatMap(schedule -> schedule.next(base, after))
        .ifPresent(at -> {
          var planned = new Planned(at, root);
          queue.add(planned);
          byRoot.put(root, planned);
        });
  }

  void forget(Task root) {
    forgetNext(root);
    bases.remove(root);
  }

  private void forgetNext(Task root) {
    var planned = byRoot.remove(root);
    if (planned != null) {
      queue.remove(planned);
    }
  }

  Optional<Instant> next(Task root) {
    return Optional.ofNullable(byRoot.get(root)).map(Planned::at);
  }

  Optional<Planned> first() {
    return queue.isEmpty() ? Optional.empty() : Optional.of(queue.getFirst());
  }
}
