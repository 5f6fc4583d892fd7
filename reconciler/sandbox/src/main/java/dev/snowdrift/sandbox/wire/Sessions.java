package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The open sessions and their tokens, which expire by the sandbox's clock. A session token lost to
/// time is renewed with the master token; when that is gone too, the client must log in again.
/// Thread-safe.
final class Sessions {
  /// Beyond so many tokens those of closed sessions are forgotten.
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Duration sessionLife;
  private final Duration masterLife;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();
  private final Map<String, WireSession> byMaster = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong(1_172_562_260_000L);

  private record Token(WireSession session, Instant expiry) {}

  /// The tokens that a login or a renewal hands out.
  record Grant(WireSession session, String token) {}

  Sessions(Clock clock, Duration sessionLife, Duration masterLife) {
    this.clock = clock;
    this.sessionLife = sessionLife;
    this.masterLife = masterLife;
  }

  long sessionSeconds() {
    return sessionLife.toSeconds();
  }

  long masterSeconds() {
    return masterLife.toSeconds();
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  Grant open(Session session) {
    var opened =
        new WireSession(session, "master-" + UUID.randomUUID(), clock.instant().plus(masterLife));
    byMaster.put(opened.masterToken(), opened);
    if (tokens.size() > REMEMBERED) {
      tokens.values().removeIf(token -> token.session().lost());
    }
    return grant(opened);
  }

  private Grant grant(WireSession session) {
    var token = "session-" + UUID.randomUUID();
    tokens.put(token, new Token(session, clock.instant().plus(sessionLife)));
    return new Grant(session, token);
  }

  /// The session of a token in force.
  ///
  /// @throws Refusal 390104 for an unknown token, 390111 for a session that is gone, 390112 for a
  ///   token that wants renewal
  WireSession of(String token) {
    var known = tokens.get(token);
    if (known == null) {
      throw new Refusal(390104, "Must login again to access the service.");
    }
    if (known.session().lost()) {
      throw new Refusal(
          390111, "Session no longer exists.  New login required to access the service.");
    }
    if (clock.instant().isBefore(known.expiry())) {
      return known.session();
    }
    throw new Refusal(390112, "Session token has expired. Renew the session to proceed.");
  }

  /// A new session token in exchange for the master token.
  ///
  /// @throws Refusal 390113 for an unknown one, 390114 for an expired one
  Grant renew(String masterToken) {
    var session = byMaster.get(masterToken);
    if (session == null) {
      throw new Refusal(390113, "Master token was not found.");
    }
    if (session.lost() || !clock.instant().isBefore(session.masterExpiry())) {
      throw new Refusal(
          390114, "Authentication token has expired.  The user must authenticate again.");
    }
    return grant(session);
  }

  Optional<WireSession> byMasterToken(String masterToken) {
    return Optional.ofNullable(byMaster.get(masterToken));
  }

  /// A sign of life, which moves the end of the master token.
  void touch(WireSession session) {
    session.masterExpiry(clock.instant().plus(masterLife));
  }

  void close(WireSession session) {
    session.lose();
    byMaster.remove(session.masterToken());
  }

  /// Every session token has to be renewed.
  void expireAll() {
    tokens.replaceAll((_, token) -> new Token(token.session(), Instant.MIN));
  }

  /// This session's tokens have to be renewed.
  void expire(WireSession session) {
    tokens.replaceAll(
        (_, token) -> token.session() == session ? new Token(session, Instant.MIN) : token);
  }

  /// Every client has to log in again.
  void loseAll() {
    byMaster.values().forEach(WireSession::lose);
  }
}
