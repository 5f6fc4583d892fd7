package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The rules of task graphs that Snowflake checks only when a root is resumed, long after the first
/// statement (documentation "Create a sequence of tasks with a task graph"). Circles are found with
/// all other references.
final class TaskGraphCheck {
  private static final int MOST_CHILDREN = 100;
  private static final int MOST_TASKS = 1_000;

  private final Map<String, Desired<TaskKind.Spec>> tasks = new TreeMap<>();
  private final Map<String, List<String>> children = new TreeMap<>();
  private final Map<String, List<String>> finalizers = new TreeMap<>();
  private final Problems problems;

  TaskGraphCheck(List<Desired<TaskKind.Spec>> resources, Problems problems) {
    this.problems = problems;
    for (var resource : resources) {
      var name = resource.id().name();
      tasks.put(name, resource);
      for (var above : resource.spec().after()) {
        children.computeIfAbsent(above, _ -> new ArrayList<>()).add(name);
      }
      resource
          .spec()
          .finalizes()
          .ifPresent(root -> finalizers.computeIfAbsent(root, _ -> new ArrayList<>()).add(name));
    }
  }

  void check() {
    for (var task : tasks.values()) {
      checkFinalizer(task);
    }
    children.forEach((name, below) -> {
      if (below.size() > MOST_CHILDREN) {
        var at = tasks.containsKey(name) ? task(name) : task(below.getFirst());
        problem(
            at,
            "%d tasks come after %s".formatted(below.size(), name),
            "at most %d tasks come directly after one".formatted(MOST_CHILDREN),
            "put a task between");
      }
    });
    finalizers.forEach((root, all) -> {
      for (var second : all.subList(1, all.size())) {
        problem(
            task(second),
            "finalizes: %s is finalized by %s already".formatted(root, all.getFirst()),
            "a graph has one finalizer",
            "drop one of the two");
      }
    });
    checkRoots();
  }

  private void checkFinalizer(Desired<TaskKind.Spec> task) {
    var root = task.spec().finalizes().map(tasks::get);
    if (root.isPresent() && !root.get().spec().isRoot()) {
      problem(
          task,
          "finalizes: %s is not the root of a graph".formatted(root.get().id().name()),
          "a finalizer runs at the end of a whole graph",
          "name the root: the task of the graph that is after no other");
    }
    for (var above : task.spec().after()) {
      var declared = tasks.get(above);
      if (declared != null && declared.spec().finalizes().isPresent()) {
        problem(
            task,
            "after: %s is a finalizer".formatted(above),
            "a finalizer is the last of its graph, and nothing comes after it",
            "name a task of the graph, or drop it");
      }
    }
  }

  /// Only declared tasks count: what one that is not declared comes after is not known here.
  private void checkRoots() {
    var roots = new HashMap<String, Set<String>>();
    for (var root : tasks.values()) {
      if (!root.spec().isRoot()) {
        continue;
      }
      var name = root.id().name();
      var reached = reached(name);
      if (reached.size() > MOST_TASKS) {
        problem(
            root,
            "its graph has %d tasks".formatted(reached.size()),
            "a graph has at most %d".formatted(MOST_TASKS),
            "divide it into several");
      }
      reached.forEach(task -> roots.computeIfAbsent(task, _ -> new TreeSet<>()).add(name));
    }
    for (var task : tasks.values()) {
      var above = roots.getOrDefault(task.id().name(), Set.of());
      if (above.size() > 1 && isFirstWith(task, above, roots)) {
        problem(
            task,
            "after: it comes after several roots: " + String.join(", ", above),
            "a graph has one root, from which every run begins",
            "put the roots after a common one, or drop all but one");
      }
    }
  }

  /// Whether no predecessor has the same problem already.
  private static boolean isFirstWith(
      Desired<TaskKind.Spec> task, Set<String> roots, Map<String, Set<String>> all) {
    return task.spec().after().stream()
        .noneMatch(above -> all.getOrDefault(above, Set.of()).equals(roots));
  }

  private Set<String> reached(String root) {
    var reached = new TreeSet<String>();
    var open = new ArrayDeque<String>();
    open.add(root);
    while (!open.isEmpty()) {
      var name = open.removeLast();
      if (reached.add(name)) {
        open.addAll(children.getOrDefault(name, List.of()));
        open.addAll(finalizers.getOrDefault(name, List.of()));
      }
    }
    return reached;
  }

  private Desired<TaskKind.Spec> task(String name) {
    return Objects.requireNonNull(tasks.get(name));
  }

  private void problem(Desired<TaskKind.Spec> task, String what, String why, String next) {
    problems.add(Code.FIELD_VALUE, task.at(), subject(task.id()), what, why, next);
  }

  private static String subject(ResourceId id) {
    return id.toString();
  }
}
