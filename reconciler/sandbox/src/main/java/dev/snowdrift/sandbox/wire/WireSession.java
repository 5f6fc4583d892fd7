package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A logged-in session with its master token. Thread-safe.
final class WireSession {
  private final Session session;
  private final String masterToken;
  private volatile Instant masterExpiry;
  private volatile boolean lost;
  private volatile @Nullable String lastQueryId;

  WireSession(Session session, String masterToken, Instant masterExpiry) {
    this.session = session;
    this.masterToken = masterToken;
    this.masterExpiry = masterExpiry;
  }

  Session session() {
    return session;
  }

  String masterToken() {
    return masterToken;
  }

  Instant masterExpiry() {
    return masterExpiry;
  }

  void masterExpiry(Instant expiry) {
    this.masterExpiry = expiry;
  }

  /// Closed, or killed: nothing brings it back.
  boolean lost() {
    return lost;
  }

  void lose() {
    lost = true;
  }

  Optional<String> lastQueryId() {
    return Optional.ofNullable(lastQueryId);
  }

  void lastQueryId(String id) {
    lastQueryId = id;
  }
}
