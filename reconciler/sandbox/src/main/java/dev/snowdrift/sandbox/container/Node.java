package dev.snowdrift.sandbox.container;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node of a compute pool.
final class Node {
  private final int number;
  private final Instant ready;
  private @Nullable Instant idleSince;
  private @Nullable Instant gone;

  /// @param ready when it can take instances
  Node(int number, Instant ready) {
    this.number = number;
    this.ready = ready;
  }

  int number() {
    return number;
  }

  Instant ready() {
    return ready;
  }

  boolean isReady(Instant now) {
    return gone == null && !ready.isAfter(now);
  }

  boolean starting(Instant now) {
    return gone == null && ready.isAfter(now);
  }

  boolean stopping() {
    return gone != null;
  }

  void stop(Instant goneAt) {
    gone = goneAt;
  }

  Optional<Instant> gone() {
    return Optional.ofNullable(gone);
  }

  void busy() {
    idleSince = null;
  }

  void idle(Instant since) {
    if (idleSince == null) {
      idleSince = since;
    }
  }

  Optional<Instant> idleSince() {
    return Optional.ofNullable(idleSince);
  }
}
