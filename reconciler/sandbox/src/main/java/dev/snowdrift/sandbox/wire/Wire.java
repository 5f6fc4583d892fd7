package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Directory;
import dev.snowdrift.sandbox.account.SqlEngine;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// An account's connection to the world: the server with its sessions, log and faults.
public final class Wire implements AutoCloseable {
  private final Sessions sessions;
  private final StatementLog log = new StatementLog();
  private final Faults faults;
  private final Queries queries;
  private final SnowflakeServer server;

  /// Times of the wire, each with what a real account has.
  ///
  /// @param session how long a session token is good, by the sandbox's clock; one hour
  /// @param master how long it can be renewed, by the sandbox's clock; four hours
  /// @param patience how long a request is held before the client has to poll, in real time; 45 s
  public record Times(Duration session, Duration master, Duration patience) {
    public static final Times USUAL =
        new Times(Duration.ofHours(1), Duration.ofHours(4), Duration.ofSeconds(45));
  }

  /// Begins to listen.
  ///
  /// @param state saves and answers the account's state, for the admin endpoint
  public static Wire listen(
      InetSocketAddress address,
      SqlEngine engine,
      Directory directory,
      SandboxClock clock,
      Supplier<JsonNode> state,
      Times times) {
    return new Wire(address, engine, directory, clock, state, times);
  }

  private Wire(
      InetSocketAddress address,
      SqlEngine engine,
      Directory directory,
      SandboxClock clock,
      Supplier<JsonNode> state,
      Times times) {
    this.faults = new Faults(clock);
    this.sessions = new Sessions(clock, times.session(), times.master());
    this.queries = new Queries(engine, sessions, log, faults, clock, times.patience());
    var logins = new Logins(directory, engine, sessions, faults);
    var admin = new AdminEndpoints(engine, clock, log, faults, sessions, state);
    var rest = new RestEndpoints(sessions, queries);
    this.server = new SnowflakeServer(address, logins, queries, rest, admin);
  }

  public InetSocketAddress address() {
    return server.address();
  }

  public StatementLog statements() {
    return log;
  }

  public Faults faults() {
    return faults;
  }

  /// Every client has to renew its session, which drivers do unseen.
  public void expireSessions() {
    sessions.expireAll();
  }

  /// Every client has to log in again.
  public void loseSessions() {
    sessions.loseAll();
  }

  @Override
  public void close() {
    faults.clear();
    queries.close();
    server.close();
  }
}
