package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rules of task graphs (Snowflake documentation, "Create a sequence of tasks with a task
/// graph", "CREATE TASK").
final class TaskGraph {
  private static final int MAX_TASKS = 1000;
  private static final int MAX_LINKS = 100;

  private TaskGraph() {}

  /// Where a task stands or shall stand.
  ///
  /// @param task null when it is to be created
  record Place(@Nullable Task task, ObjectPath path, List<Task> after, Optional<Task> finalized) {
    Place {
      after = List.copyOf(after);
    }

    static Place of(Task task) {
      return new Place(task, task.object().path(), task.predecessors(), task.finalized());
    }

    boolean isRoot() {
      return after.isEmpty() && finalized.isEmpty();
    }

    private Stream<Task> newNeighbours() {
      return Stream.concat(after.stream(), finalized.stream());
    }
  }

  // ---- walking

  /// The roots above a task; none when all ways lead into a cycle.
  static Set<Task> roots(Task task) {
    var roots = new LinkedHashSet<Task>();
    for (var above : reach(task, TaskGraph::above)) {
      if (above.isRoot()) {
        roots.add(above);
      }
    }
    return roots;
  }

  /// A task and all that run because it does, its finalizer included; parents before children where
  /// that is possible.
  static Set<Task> members(Task root) {
    return reach(root, TaskGraph::below);
  }

  private static Stream<Task> above(Task task) {
    return Stream.concat(task.predecessors().stream(), task.finalized().stream());
  }

  private static Stream<Task> below(Task task) {
    return Stream.concat(task.children().stream(), task.finalizer().stream());
  }

  private static Set<Task> reach(Task start, Function<Task, Stream<Task>> step) {
    var reached = new LinkedHashSet<Task>();
    var queue = new ArrayDeque<Task>();
    queue.add(start);
    while (!queue.isEmpty()) {
      var next = queue.remove();
      if (reached.add(next)) {
        step.apply(next).forEach(queue::add);
      }
    }
    return reached;
  }

  // ---- rules

  /// Refuses a change of a task whose graph's root is started; the root itself counts.
  static void requireSuspended(Task task) {
    for (var root : roots(task)) {
      if (root.started()) {
        throw TaskRefusals.rootStarted(root);
      }
    }
  }

  /// Reads AFTER and FINALIZE of settings; what they do not say stays as it is.
  static Place place(Execution execution, ObjectPath path, Settings settings) {
    var present = execution.find(TaskKind.KIND, path).map(Task::of);
    var after =
        settings
            .written(TaskSheet.AFTER)
            .map(written -> predecessors(execution, path, TaskSheet.names(written)))
            .orElseGet(() -> present.map(Task::predecessors).orElse(List.of()));
    var finalized =
        settings.isSet(TaskSheet.FINALIZE)
            ? settings
                .written(TaskSheet.FINALIZE)
                .filter(written -> !(written instanceof Value.Items))
                .map(written -> root(execution, path, TaskSheet.names(written).getFirst()))
            : present.flatMap(Task::finalized);
    return new Place(present.orElse(null), path, after, finalized);
  }

  static List<Task> predecessors(Execution execution, ObjectPath path, List<Name> names) {
    var tasks = new ArrayList<Task>();
    for (var name : names) {
      var place = execution.resolve(Domain.Level.SCHEMA, name);
      var found =
          execution
              .visible(TaskKind.KIND, place)
              .orElseThrow(() -> TaskRefusals.invalidPredecessor(name.toString()));
      if (!sameSchema(place, path)) {
        throw TaskRefusals.of(
            "Cannot have predecessor " + name.last() + " from a different schema.");
      }
      tasks.add(Task.of(found));
    }
    return tasks;
  }

  private static Task root(Execution execution, ObjectPath path, Name name) {
    var place = execution.resolve(Domain.Level.SCHEMA, name);
    var found =
        execution
            .visible(TaskKind.KIND, place)
            .orElseThrow(() -> TaskRefusals.invalidRoot(name.toString()));
    if (!sameSchema(place, path)) {
      throw TaskRefusals.of("Cannot finalize graph " + name + " in a different schema.");
    }
    return Task.of(found);
  }

  private static boolean sameSchema(ObjectPath one, ObjectPath other) {
    return one.database().equals(other.database()) && one.schema().equals(other.schema());
  }

  /// Refuses a place that no task can have, whatever its graph looks like as a whole; that is
  /// looked at when the root is started.
  static void check(Place place, Settings settings) {
    var name = Identifier.render(place.path().name());
    checkFinalizer(place, settings, name);
    checkPredecessors(place, settings, name);
    if (!place.isRoot()) {
      checkNonRoot(place, settings, name);
    }
    place.newNeighbours().forEach(TaskGraph::requireSuspended);
  }

  private static void checkFinalizer(Place place, Settings settings, String name) {
    if (place.finalized().isEmpty()) {
      return;
    }
    var root = place.finalized().get();
    if (root == place.task() && root.isRoot()) {
      throw TaskRefusals.of("Task " + name + " cannot finalize itself.");
    }
    if (!root.isRoot()) {
      throw TaskRefusals.of(
          "Task " + place.path() + " cannot finalize a non-root task " + root.path() + ".");
    }
    if (!place.after().isEmpty()) {
      throw TaskRefusals.of(
          "Task " + place.path() + " cannot have predecessors as a finalizer task.");
    }
    if (place.task() != null && !place.task().children().isEmpty()) {
      throw TaskRefusals.finalizerWithChildren(place.path().toString());
    }
    if (settings.isSet(TaskSheet.SCHEDULE)) {
      throw TaskRefusals.of("Task " + name + " cannot have a schedule and be a finalizer task.");
    }
    var other = root.finalizer().filter(finalizer -> finalizer != place.task());
    if (other.isPresent()) {
      throw TaskRefusals.of(
          "Finalize target "
              + Identifier.render(root.object().name())
              + " already have finalizer.");
    }
    if (root.started()) {
      throw TaskRefusals.invalidRoot(Identifier.render(root.object().name()));
    }
  }

  private static void checkPredecessors(Place place, Settings settings, String name) {
    if (place.after().isEmpty()) {
      return;
    }
    var task = place.task();
    if (task != null && task.finalizer().isPresent()) {
      throw TaskRefusals.of(
          "This task has a finalizer and cannot be made a child task. Please remove the finalizer"
              + " before adding a predecessor.");
    }
    for (var predecessor : place.after()) {
      if (predecessor == task) {
        throw TaskRefusals.of("Task " + name + " cannot use itself as its predecessor.");
      }
      if (predecessor.finalized().isPresent()) {
        throw TaskRefusals.finalizerWithChildren(predecessor.path());
      }
      if (predecessor.children().size() >= MAX_LINKS
          && (task == null || !predecessor.children().contains(task))) {
        throw TaskRefusals.of(
            "Task " + predecessor.path() + " cannot have more than " + MAX_LINKS + " child tasks.");
      }
    }
    if (new LinkedHashSet<>(place.after()).size() > MAX_LINKS) {
      throw TaskRefusals.of(
          "Task " + place.path() + " cannot have more than " + MAX_LINKS + " predecessors.");
    }
    if (settings.isSet(TaskSheet.SCHEDULE)) {
      throw TaskRefusals.of("Task " + name + " cannot have both a schedule and a predecessor.");
    }
    checkSize(place);
  }

  private static void checkSize(Place place) {
    var added = place.task() == null ? 1 : 0;
    for (var root : roots(place.after().getFirst())) {
      if (members(root).size() + added > MAX_TASKS) {
        throw TaskRefusals.of(
            "Graph with root task " + root.path() + " cannot have more than 1000 tasks.");
      }
    }
  }

  private static void checkNonRoot(Place place, Settings settings, String name) {
    var path = place.path().toString();
    if (settings.isSet(TaskSheet.CONFIG)) {
      throw TaskRefusals.nonRootConfig(path);
    }
    if (settings.isSet(TaskSheet.OVERLAP)
        && !settings.textOrEmpty(TaskSheet.OVERLAP).equals("NO_OVERLAP")) {
      throw TaskRefusals.nonRootOverlap(
          settings.textOrEmpty(TaskSheet.OVERLAP).equals("ALLOW_CHILD_OVERLAP")
              ? "allow_overlapping_execution"
              : "overlap policy",
          path);
    }
    if (settings.isSet(TaskSheet.RETRIES)) {
      throw TaskRefusals.nonRootRetries(name);
    }
  }

  /// Refuses to start a root whose graph cannot run.
  static void validate(Task task) {
    var members = members(task);
    var left = new LinkedHashSet<>(members);
    var outside = new ArrayList<Task>();
    var open = new HashMap<Task, Integer>();
    for (var member : members) {
      member.predecessors().stream()
          .filter(other -> !members.contains(other))
          .forEach(outside::add);
      open.put(member, (int) member.predecessors().stream().filter(members::contains).count());
    }
    var free = new ArrayDeque<Task>();
    members.stream().filter(member -> open.getOrDefault(member, 0) == 0).forEach(free::add);
    while (!free.isEmpty()) {
      var next = free.remove();
      left.remove(next);
      for (var child : next.children()) {
        if (open.merge(child, -1, Integer::sum) == 0) {
          free.add(child);
        }
      }
    }
    if (!left.isEmpty()) {
      throw TaskRefusals.cycle(left.getFirst());
    }
    var roots = new LinkedHashSet<Task>();
    roots.add(task);
    outside.forEach(other -> roots.addAll(roots(other)));
    if (roots.size() > 1) {
      throw TaskRefusals.severalRoots(
          roots.stream().map(Task::path).collect(Collectors.joining(", ")));
    }
    var owners = members.stream().map(member -> member.object().owner()).distinct().count();
    if (owners > 1) {
      throw TaskRefusals.of(
          "All tasks of the graph with root task " + task.path() + " must have the same owner.");
    }
  }
}
