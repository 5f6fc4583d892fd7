package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.AccountObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a task is beyond its settings: its place in a graph, and whether it is started. Links hold
/// tasks rather than names, so that they survive a renamed schema.
final class Task {
  /// Why a task is not started; the words of `last_suspended_reason`.
  enum Reason {
    USER_SUSPENDED,
    GRANT_OWNERSHIP,
    SUSPENDED_DUE_TO_ERRORS,
    CHILD_BECAME_ROOT,
    FINALIZER_BECAME_ROOT,
    MATCHING_OWNER_NOT_FOUND
  }

  private final AccountObject object;
  private final List<Task> predecessors = new ArrayList<>();
  private final Set<Task> children = new LinkedHashSet<>();
  private @Nullable Task finalizer;
  private @Nullable Task finalized;
  private boolean started;
  private int failures;
  private @Nullable Instant committed;
  private @Nullable Instant suspended;
  private @Nullable Reason reason;

  Task(AccountObject object) {
    this.object = object;
  }

  static Task of(AccountObject object) {
    return object.kept(Task.class);
  }

  AccountObject object() {
    return object;
  }

  /// Fully qualified.
  String path() {
    return object.path().toString();
  }

  // ---- its place in the graph

  List<Task> predecessors() {
    return predecessors;
  }

  Set<Task> children() {
    return children;
  }

  /// The task that runs after all others of the graph whose root this is.
  Optional<Task> finalizer() {
    return Optional.ofNullable(finalizer);
  }

  /// The root whose finalizer this is.
  Optional<Task> finalized() {
    return Optional.ofNullable(finalized);
  }

  boolean isRoot() {
    return predecessors.isEmpty() && finalized == null;
  }

  boolean isStandalone() {
    return isRoot() && children.isEmpty() && finalizer == null;
  }

  void follow(List<Task> tasks) {
    predecessors.forEach(former -> former.children.remove(this));
    predecessors.clear();
    predecessors.addAll(new LinkedHashSet<>(tasks));
    predecessors.forEach(predecessor -> predecessor.children.add(this));
  }

  void finalizes(@Nullable Task root) {
    if (finalized != null) {
      finalized.finalizer = null;
    }
    finalized = root;
    if (root != null) {
      root.finalizer = this;
    }
  }

  /// Takes it out of its graph. Children that lose their last predecessor, and its finalizer,
  /// become suspended roots.
  void unlink(Instant at) {
    follow(List.of());
    finalizes(null);
    for (var child : List.copyOf(children)) {
      child.follow(child.predecessors.stream().filter(other -> other != this).toList());
      if (child.isRoot()) {
        child.suspend(Reason.CHILD_BECAME_ROOT, at);
      }
    }
    if (finalizer != null) {
      var last = finalizer;
      last.finalizes(null);
      last.suspend(Reason.FINALIZER_BECAME_ROOT, at);
    }
  }

  // ---- its state

  boolean started() {
    return started;
  }

  /// Starts it; the version of it that runs from now on is the present one.
  void start(Instant at) {
    started = true;
    failures = 0;
    committed = at;
  }

  /// Notes that its present version is what runs.
  void commit(Instant at) {
    committed = at;
  }

  /// Does nothing to a task that is not started.
  void suspend(Reason why, Instant at) {
    if (started) {
      started = false;
      suspended = at;
      reason = why;
    }
  }

  /// Counts a failed run; answers how many in a row that makes.
  int failed() {
    return ++failures;
  }

  void succeeded() {
    failures = 0;
  }

  Optional<Instant> committedOn() {
    return Optional.ofNullable(committed);
  }

  Optional<Instant> suspendedOn() {
    return Optional.ofNullable(suspended);
  }

  Optional<Reason> suspendedReason() {
    return Optional.ofNullable(reason);
  }
}
