package dev.snowdrift.sandbox.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of a graph, in the version it had when the run began: what is changed meanwhile does not
/// touch it.
final class GraphRun {
  /// Why a run began.
  ///
  /// @param scheduled when this attempt was to begin
  /// @param original when the first attempt was
  record Cause(
      Instant scheduled, Instant original, String from, int attempt, Optional<String> config) {}

  /// A task as it is in this run.
  ///
  /// @param runs false for a suspended child, which is passed over
  /// @param timeout how long it may take
  record Part(
      Task task,
      boolean runs,
      String definition,
      Optional<String> condition,
      List<Task> predecessors,
      Duration timeout) {
    Part {
      predecessors = List.copyOf(predecessors);
    }
  }

  /// A task's run in this run of the graph.
  static final class Attempt {
    final Part part;
    final String queryId;
    final Instant started;
    final @Nullable TaskBody body;
    TaskRun.State state = TaskRun.State.EXECUTING;
    Optional<TaskRun.Failure> failure = Optional.empty();
    @Nullable Instant completed;

    Attempt(Part part, String queryId, Instant started, @Nullable TaskBody body) {
      this.part = part;
      this.queryId = queryId;
      this.started = started;
      this.body = body;
    }

    boolean executing() {
      return state == TaskRun.State.EXECUTING;
    }

    Instant deadline() {
      return started.plus(part.timeout());
    }

    void end(TaskRun.State how, Optional<TaskRun.Failure> why, Instant at) {
      state = how;
      failure = why;
      completed = at;
    }
  }

  private final Task root;
  private final String rootId;
  private final String group;
  private final long version;
  private final Cause cause;
  private final Map<Task, Part> parts = new LinkedHashMap<>();
  private final @Nullable Part finalizer;
  private final Map<Task, Attempt> attempts = new LinkedHashMap<>();
  private final Set<Task> passed = new HashSet<>();

  GraphRun(Task root, String group, long version, Cause cause, List<Part> members) {
    this.root = root;
    this.rootId = TaskColumns.id(root.object());
    this.group = group;
    this.version = version;
    this.cause = cause;
    var last = root.finalizer();
    this.finalizer =
        members.stream()
            .filter(part -> last.filter(part.task()::equals).isPresent())
            .findFirst()
            .orElse(null);
    members.stream()
        .filter(part -> last.filter(part.task()::equals).isEmpty())
        .forEach(part -> parts.put(part.task(), part));
  }

  /// A further attempt, which begins at what has not succeeded.
  GraphRun again(Cause next) {
    var members = new ArrayList<>(parts.values());
    if (finalizer != null) {
      members.add(finalizer);
    }
    var retry = new GraphRun(root, group, version, next, members);
    retry.passed.addAll(passed);
    return retry;
  }

  Task root() {
    return root;
  }

  String group() {
    return group;
  }

  long version() {
    return version;
  }

  Cause cause() {
    return cause;
  }

  Stream<Attempt> attempts() {
    return attempts.values().stream();
  }

  void add(Attempt attempt) {
    attempts.put(attempt.part.task(), attempt);
  }

  /// Notes that a task has succeeded, so that those behind it may run.
  void pass(Task task) {
    passed.add(task);
  }

  boolean executing() {
    return attempts().anyMatch(Attempt::executing);
  }

  boolean rootExecuting() {
    var attempt = attempts.get(root);
    return attempt != null && attempt.executing();
  }

  boolean failed() {
    return attempts()
        .anyMatch(attempt -> parts.containsKey(attempt.part.task()) && wentWrong(attempt));
  }

  static boolean wentWrong(Attempt attempt) {
    return switch (attempt.state) {
      case FAILED, FAILED_AND_AUTO_SUSPENDED, CANCELLED -> true;
      case EXECUTING, SUCCEEDED, SKIPPED -> false;
    };
  }

  /// The tasks whose predecessors have all succeeded and that have not run yet. A suspended child
  /// counts as succeeded once those before it have.
  List<Part> ready() {
    var ready = new ArrayList<Part>();
    for (var part : parts.values()) {
      if (passed.contains(part.task())
          || attempts.containsKey(part.task())
          || !passed.containsAll(part.predecessors())) {
        continue;
      }
      if (part.runs()) {
        ready.add(part);
      } else {
        passed.add(part.task());
        return ready();
      }
    }
    return ready;
  }

  /// The finalizer, when it is its turn: it runs after all others, unless the root was skipped.
  Optional<Part> finalizerDue() {
    var attempt = attempts.get(root);
    var skipped = attempt != null && attempt.state == TaskRun.State.SKIPPED;
    return finalizer == null
            || !finalizer.runs()
            || skipped
            || attempts.containsKey(finalizer.task())
        ? Optional.empty()
        : Optional.of(finalizer);
  }

  /// When something of it ends, if that is known.
  Optional<Instant> due() {
    return attempts()
        .filter(Attempt::executing)
        .flatMap(attempt ->
            Stream.concat(
                attempt.body == null ? Stream.empty() : attempt.body.due().stream(),
                Stream.of(attempt.deadline())))
        .min(Instant::compareTo);
  }

  List<TaskRun> told() {
    return attempts().map(this::told).toList();
  }

  private TaskRun told(Attempt attempt) {
    return new TaskRun(
        attempt.part.task().path(),
        attempt.queryId,
        attempt.part.definition(),
        attempt.part.condition(),
        attempt.state,
        attempt.failure,
        cause.scheduled(),
        attempt.started,
        Optional.ofNullable(attempt.completed),
        rootId,
        version,
        cause.original().toEpochMilli(),
        cause.from(),
        cause.attempt(),
        cause.config(),
        group);
  }
}
