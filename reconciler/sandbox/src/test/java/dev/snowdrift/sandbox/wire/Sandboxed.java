package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/// A sandbox around a fake account on a clock that stands still, and connections to it.
final class Sandboxed implements AutoCloseable {
  private final FakeAccount account = new FakeAccount();
  private final Sandbox sandbox;

  Sandboxed() {
    this(Duration.ofSeconds(45));
  }

  /// @param patience how long a statement may take before the client has to poll
  Sandboxed(Duration patience) {
    sandbox =
        Sandbox.builder()
            .clock(SandboxClock.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .patience(patience)
            .engine(account)
            .directory(account)
            .start();
  }

  FakeAccount account() {
    return account;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /// Connects as SNOW with the password.
  Connection connect() throws SQLException {
    return connect(properties("user", "snow", "password", "flake"));
  }

  /// Connects with these properties alone.
  Connection connect(Properties properties) throws SQLException {
    return DriverManager.getConnection(sandbox.jdbcUrl(), properties);
  }

  static Properties properties(Object... pairs) {
    var properties = new Properties();
    for (var i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
    }
    return properties;
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
