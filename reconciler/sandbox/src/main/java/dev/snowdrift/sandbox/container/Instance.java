package dev.snowdrift.sandbox.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One instance of a service: all its containers, on one node.
final class Instance {
  private final int id;
  private final StoredSpecification specification;
  private final Instant created;
  private final boolean job;
  private final List<ContainerRun> runs = new ArrayList<>();
  private @Nullable Node node;
  private @Nullable Instant terminating;
  private boolean unschedulable;
  private boolean killed;

  Instance(int id, StoredSpecification specification, Instant created, boolean job) {
    this.id = id;
    this.specification = specification;
    this.created = created;
    this.job = job;
  }

  int id() {
    return id;
  }

  boolean job() {
    return job;
  }

  StoredSpecification specification() {
    return specification;
  }

  Instant created() {
    return created;
  }

  Optional<Node> node() {
    return Optional.ofNullable(node);
  }

  @Nullable Node nodeOrNull() {
    return node;
  }

  /// Whether it waits for a node.
  boolean waits() {
    return node == null && terminating == null;
  }

  List<ContainerRun> runs() {
    return runs;
  }

  boolean placed() {
    return node != null;
  }

  void place(Node on, List<ContainerRun> containers) {
    node = on;
    unschedulable = false;
    runs.addAll(containers);
  }

  /// The node is gone under it.
  void kill() {
    killed = true;
  }

  void terminate(Instant at) {
    if (terminating == null) {
      terminating = at;
    }
  }

  Optional<Instant> terminating() {
    return Optional.ofNullable(terminating);
  }

  void unschedulable(boolean value) {
    unschedulable = value;
  }

  boolean unschedulable() {
    return unschedulable;
  }

  /// Whether a job's containers have all ended, or the instance was lost with its node.
  boolean ended(Instant now) {
    return killed || end().filter(end -> !end.isAfter(now)).isPresent();
  }

  /// When a job's last container ends, if that is known.
  Optional<Instant> end() {
    return job && placed() && runs.stream().allMatch(run -> run.end().isPresent())
        ? runs.stream().flatMap(run -> run.end().stream()).max(Instant::compareTo)
        : Optional.empty();
  }

  /// When all containers are READY for the first time, if ever.
  Optional<Instant> firstReady() {
    return placed() && runs.stream().allMatch(run -> run.firstReady().isPresent())
        ? runs.stream().flatMap(run -> run.firstReady().stream()).max(Instant::compareTo)
        : Optional.empty();
  }

  boolean occupies(Node on, Instant now) {
    return node == on && !(job && ended(now)) && !killed;
  }

  /// PENDING, READY, FAILED, TERMINATING or SUCCEEDED.
  String status(Instant now) {
    if (terminating != null) {
      return "TERMINATING";
    }
    if (killed) {
      return "FAILED";
    }
    var statuses = runs.stream().map(run -> run.at(now).status()).toList();
    if (statuses.contains("FAILED")) {
      return "FAILED";
    }
    if (statuses.isEmpty() || statuses.contains("PENDING")) {
      return "PENDING";
    }
    if (statuses.stream().allMatch("DONE"::equals)) {
      return job ? "SUCCEEDED" : "PENDING";
    }
    return "READY";
  }

  /// A container's state; before placement all are pending.
  ContainerRun.State state(int container, Instant now) {
    if (runs.isEmpty()) {
      return ContainerRun.State.pending(unschedulable ? Texts.UNSCHEDULABLE : "Waiting for a node");
    }
    var state = runs.get(container).at(now);
    if (terminating == null && !killed) {
      return state;
    }
    return new ContainerRun.State(
        killed ? "FAILED" : "TERMINATING",
        killed ? "Node removed" : "Terminating",
        state.restarts(),
        state.started(),
        state.lastExit(),
        state.lastRestart());
  }
}
