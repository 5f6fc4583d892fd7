package dev.snowdrift.sandbox.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The nodes of a compute pool and their states over time (document *Working with compute pools*).
final class ComputePool {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private InstanceFamily family;
  private int minNodes;
  private int maxNodes;
  private boolean autoResume = true;
  private Duration autoSuspend = Duration.ofHours(1);
  private boolean running;
  private boolean starved;
  private Instant resumed;
  private Instant updated;
  private int nextNode;
  private @Nullable Instant idleSince;

  ComputePool(String name, InstanceFamily family, int minNodes, int maxNodes, Instant created) {
    this.name = name;
    this.family = family;
    this.minNodes = minNodes;
    this.maxNodes = maxNodes;
    this.resumed = created;
    this.updated = created;
  }

  String name() {
    return name;
  }

  InstanceFamily family() {
    return family;
  }

  void family(InstanceFamily value) {
    family = value;
  }

  int minNodes() {
    return minNodes;
  }

  int maxNodes() {
    return maxNodes;
  }

  void size(int min, int max) {
    minNodes = min;
    maxNodes = max;
  }

  boolean autoResume() {
    return autoResume;
  }

  void autoResume(boolean value) {
    autoResume = value;
  }

  Duration autoSuspend() {
    return autoSuspend;
  }

  /// @param value zero for never
  void autoSuspend(Duration value) {
    autoSuspend = value;
  }

  boolean running() {
    return running;
  }

  Instant resumed() {
    return resumed;
  }

  void resume(Instant at) {
    if (!running) {
      running = true;
      resumed = at;
      idleSince = null;
    }
  }

  void suspend() {
    running = false;
  }

  /// Notes whether it wants a node that the provider does not have.
  void starved(boolean value) {
    starved = value;
  }

  boolean starved() {
    return starved;
  }

  Instant updated() {
    return updated;
  }

  /// Notes that a statement changed it.
  void touch(Instant at) {
    updated = at;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Node> readyNodes(Instant now) {
    return nodes.stream().filter(node -> node.isReady(now)).toList();
  }

  long lastingNodes() {
    long lasting = 0;
    for (var node : nodes) {
      lasting += node.stopping() ? 0 : 1;
    }
    return lasting;
  }

  Node startNode(Instant at, Timings timings) {
    var starting = nodes.stream().filter(node -> node.starting(at)).count();
    var wait = timings.firstNode().plus(timings.nextNode().multipliedBy(starting));
    var node = new Node(nextNode++, at.plus(wait));
    nodes.add(node);
    return node;
  }

  /// Keeps track of how long nothing has run, for AUTO_SUSPEND_SECS.
  void working(boolean working, Instant at) {
    if (working) {
      idleSince = null;
    } else if (idleSince == null) {
      idleSince = at;
    }
  }

  /// When AUTO_SUSPEND_SECS suspends it, should nothing change.
  Optional<Instant> suspendsAt() {
    return running && idleSince != null && !autoSuspend.isZero()
        ? Optional.of(idleSince.plus(autoSuspend))
        : Optional.empty();
  }

  /// SUSPENDED, STOPPING, STARTING, RESIZING, ACTIVE or IDLE.
  ///
  /// @param working whether a service or job is scheduled on it
  String state(Instant now, boolean working) {
    if (!running) {
      return nodes.isEmpty() ? "SUSPENDED" : "STOPPING";
    }
    if (readyNodes(now).isEmpty()) {
      return "STARTING";
    }
    if (nodes.stream().anyMatch(node -> !node.isReady(now))) {
      return "RESIZING";
    }
    return working ? "ACTIVE" : "IDLE";
  }
}
