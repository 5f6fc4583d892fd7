package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The runs of task graphs as the clock passes: planned, executing and done. Tests script here how
/// tasks end, and read what ran and what was missed. Runs begin and end only while the account
/// replays time, so before a statement or a look through `Account.tasks()`.
public final class TaskRuns implements TaskPlans, Timeline {
  private static final int KEPT = 20_000;
  private static final Duration HISTORY = Duration.ofDays(14);

  private final RunPlan plan = new RunPlan();
  private final List<GraphRun> executing = new ArrayList<>();
  private final List<GraphRun> done = new ArrayList<>();
  private final Map<Task, GraphRun.Cause> queued = new LinkedHashMap<>();
  private final List<MissedRun> missed = new ArrayList<>();
  private final Map<Task, Long> versions = new HashMap<>();
  private final Map<Task, Boolean> unchanged = new HashMap<>();
  private final RunStarter starter = new RunStarter();

  /// A run that did not take place because its root was suspended.
  ///
  /// @param root fully qualified
  public record MissedRun(String root, Instant scheduled) {}

  // ---- scripts

  /// Scripts all later runs of a task, in place of its body.
  ///
  /// @param task fully qualified, as in `DB.SCHEMA.NAME`
  public synchronized void script(String task, TaskScript script) {
    starter.script(task, script);
  }

  /// Lets a task's body run again.
  public synchronized void unscript(String task) {
    starter.unscript(task);
  }

  /// Says what a task's WHEN gives from now on; without it, it gives true unless it is FALSE.
  public synchronized void condition(String task, boolean value) {
    starter.condition(task, value);
  }

  // ---- what happened

  /// All runs of the last 14 days, by the time at which they began.
  public synchronized List<TaskRun> all() {
    return Stream.concat(done.stream(), executing.stream())
        .flatMap(run -> run.told().stream())
        .sorted(Comparator.comparing(TaskRun::started))
        .toList();
  }

  /// The scheduled runs that a suspended root has missed, oldest first.
  public synchronized List<MissedRun> missed() {
    return List.copyOf(missed);
  }

  synchronized Optional<Instant> next(Task root) {
    return root.started() ? plan.next(root) : Optional.empty();
  }

  // ---- changes of tasks

  @Override
  public synchronized void started(Task task, Instant at) {
    if (task.isRoot()) {
      TaskGraph.members(task).forEach(Task::succeeded);
      plan.begin(task, at);
    }
  }

  @Override
  public synchronized void changed(Task task, Instant at) {
    TaskGraph.roots(task).forEach(unchanged::remove);
    if (plan.next(task).isPresent()) {
      plan.follow(task, at);
    }
  }

  @Override
  public synchronized void dropped(Task task) {
    plan.forget(task);
    queued.remove(task);
    versions.remove(task);
  }

  // ---- time

  @Override
  public synchronized Optional<Instant> due() {
    var planned = plan.first().map(RunPlan.Planned::at);
    if (executing.isEmpty()) {
      return planned;
    }
    return Stream.concat(planned.stream(), executing.stream().flatMap(run -> run.due().stream()))
        .min(Instant::compareTo);
  }

  @Override
  public synchronized void reach(Execution execution) {
    var now = execution.now();
    goOn(execution);
    for (var next = plan.first(); next.isPresent() && !next.get().at().isAfter(now); ) {
      var planned = next.get();
      plan.follow(planned.root(), planned.at());
      if (planned.root().started()) {
        scheduled(execution, planned);
      } else {
        missed.add(new MissedRun(planned.root().path(), planned.at()));
      }
      next = plan.first();
    }
    if (missed.size() > KEPT) {
      missed.subList(0, missed.size() - KEPT).clear();
    }
  }

  private void scheduled(Execution execution, RunPlan.Planned planned) {
    if (!overlaps(planned.root())) {
      begin(
          execution,
          planned.root(),
          new GraphRun.Cause(
              planned.at(), planned.at(), "SCHEDULE", 1, RunStarter.config(planned.root())));
    }
  }

  /// Whether the overlap policy forbids another run now.
  private boolean overlaps(Task root) {
    var policy = root.object().settings().textOrEmpty(TaskSheet.OVERLAP);
    return executing.stream()
        .filter(run -> run.root() == root)
        .anyMatch(run ->
            switch (policy) {
              case "ALLOW_ALL_OVERLAP" -> false;
              case "ALLOW_CHILD_OVERLAP" -> run.rootExecuting();
              default -> true;
            });
  }

  private void begin(Execution execution, Task root, GraphRun.Cause cause) {
    var run = starter.graph(execution, root, version(root), cause);
    executing.add(run);
    goOn(execution);
  }

  private long version(Task root) {
    if (unchanged.put(root, true) == null) {
      return versions.merge(root, 1L, Long::sum);
    }
    return versions.getOrDefault(root, 1L);
  }

  /// Ends what has ended and starts what may start, until nothing more follows at this moment.
  private void goOn(Execution execution) {
    var moved = true;
    while (moved) {
      moved = false;
      for (var run : List.copyOf(executing)) {
        while (starter.step(execution, run)) {
          moved = true;
        }
        if (!run.executing()) {
          moved = true;
          finish(execution, run);
        }
      }
      moved |= beginQueued(execution);
    }
  }

  /// A run nothing of which executes any more: another attempt, the finalizer, or its end.
  private void finish(Execution execution, GraphRun run) {
    var now = execution.now();
    var cause = run.cause();
    if (run.failed()
        && cause.attempt() <= RunStarter.retries(execution, run.root())
        && run.attempts().noneMatch(a -> a.state == TaskRun.State.FAILED_AND_AUTO_SUSPENDED)) {
      end(run, now);
      executing.add(
          run.again(
              new GraphRun.Cause(
                  now, cause.original(), "AUTOMATIC RETRY", cause.attempt() + 1, cause.config())));
      return;
    }
    var last = run.finalizerDue();
    if (last.isPresent()) {
      starter.attempt(execution, run, last.get());
    } else {
      end(run, now);
    }
  }

  private void end(GraphRun run, Instant now) {
    executing.remove(run);
    done.add(run);
    done.removeIf(old -> old.cause().original().isBefore(now.minus(HISTORY)));
  }

  // ---- EXECUTE TASK

  /// Begins a run at once, or after the one that executes; a second request replaces the first.
  synchronized void execute(Execution execution, Task root, Optional<String> config) {
    var now = execution.now();
    var cause = new GraphRun.Cause(now, now, "EXECUTE_TASK", 1, config);
    TaskGraph.members(root).forEach(member -> member.commit(now));
    if (overlaps(root)) {
      queued.put(root, cause);
    } else {
      begin(execution, root, cause);
    }
  }

  private boolean beginQueued(Execution execution) {
    for (var root : List.copyOf(queued.keySet())) {
      if (!overlaps(root)) {
        var cause = queued.remove(root);
        if (cause != null) {
          executing.add(starter.graph(execution, root, version(root), cause));
          return true;
        }
      }
    }
    return false;
  }

  /// Runs what failed in the last run once more.
  synchronized void retry(Execution execution, Task root, Optional<String> group) {
    var now = execution.now();
    var last =
        Stream.concat(done.stream(), executing.stream())
            .filter(run -> run.root() == root)
            .filter(run -> group.isEmpty() || run.group().equals(group.get()))
            .reduce((_, later) -> later)
            .filter(run -> !run.executing())
            .filter(_ -> unchanged.containsKey(root))
            .filter(run -> !run.cause().original().isBefore(now.minus(HISTORY)))
            .orElseThrow(() ->
                TaskRefusals.of(
                    "Cannot perform retry: no suitable run of graph with root task "
                        + root.path()
                        + " to retry."));
    if (!last.failed()) {
      throw TaskRefusals.of(
          "Cannot perform retry: graph with root task " + root.path() + " had no failures.");
    }
    var cause = last.cause();
    executing.add(
        last.again(
            new GraphRun.Cause(
                now, cause.original(), "MANUAL RETRY", cause.attempt() + 1, cause.config())));
    goOn(execution);
  }

  /// Cancels all that a task executes.
  synchronized void cancel(Execution execution, Task task) {
    for (var run : executing) {
      run.attempts()
          .filter(attempt -> attempt.part.task() == task && attempt.executing())
          .forEach(attempt -> {
            if (attempt.body != null) {
              attempt.body.cancel();
            }
            attempt.end(
                TaskRun.State.CANCELLED,
                Optional.of(new TaskRun.Failure(604, "SQL execution canceled")),
                execution.now());
          });
    }
    goOn(execution);
  }
}
