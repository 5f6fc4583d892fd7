package dev.snowdrift.sandbox;

import dev.snowdrift.sandbox.account.Directory;
import dev.snowdrift.sandbox.account.Journal;
import dev.snowdrift.sandbox.account.SqlEngine;
import dev.snowdrift.sandbox.wire.Faults;
import dev.snowdrift.sandbox.wire.StatementLog;
import dev.snowdrift.sandbox.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A running sandbox: real Snowflake drivers connect to it by plain HTTP on loopback. Who starts it
/// closes it.
public final class Sandbox implements AutoCloseable {
  private final SandboxClock clock;
  private final Wire wire;
  private final SqlEngine engine;
  private final String account;
  private final Supplier<JsonNode> dump;
  private final @Nullable Path state;

  private Sandbox(Builder builder, SqlEngine engine, Directory directory) {
    this.clock = builder.clock;
    this.account = builder.account;
    this.dump = builder.dump;
    this.state = builder.state;
    this.engine = engine;
    this.wire =
        Wire.listen(
            new InetSocketAddress(builder.host, builder.port),
            engine,
            directory,
            builder.clock,
            this::save,
            new Wire.Times(builder.sessionLife, builder.masterLife, builder.patience));
  }

  public static Builder builder() {
    return new Builder();
  }

  /// `http://127.0.0.1:<port>`, without a slash at its end.
  public String baseUrl() {
    return "http://%s:%d".formatted(host(), port());
  }

  public int port() {
    return wire.address().getPort();
  }

  /// The address to connect to: loopback also when the sandbox listens everywhere.
  public String host() {
    var address = wire.address().getAddress();
    return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
  }

  /// A URL for snowflake-jdbc, complete but for the credentials and the context. It keeps the
  /// driver from asking clouds for metadata, from telemetry and from Arrow.
  public String jdbcUrl() {
    return "jdbc:snowflake://%s/?account=%s&disablePlatformDetection=true&CLIENT_TELEMETRY_ENABLED=false&JDBC_QUERY_RESULT_FORMAT=JSON"
        .formatted(baseUrl(), account);
  }

  public StatementLog statements() {
    return wire.statements();
  }

  public Faults faults() {
    return wire.faults();
  }

  public SandboxClock clock() {
    return clock;
  }

  /// Every client has to renew its session token, which drivers do unseen (390112).
  public void expireSessions() {
    wire.expireSessions();
  }

  /// Every client has to log in again (390111).
  public void loseSessions() {
    wire.loseSessions();
  }

  /// The account's state, which is also written to the state file when there is one.
  private JsonNode save() {
    var json = dump.get();
    if (state != null) {
      Journal.write(json, state);
    }
    return json;
  }

  /// Stops listening, and then writes the state file when there is one.
  @Override
  public void close() {
    wire.close();
    if (state != null) {
      var _ = save();
    }
    engine.close();
  }

  /// What a sandbox is made of; only the engine and the directory have no default.
  public static final class Builder {
    private SandboxClock clock = SandboxClock.running(1);
    private InetAddress host = InetAddress.getLoopbackAddress();
    private int port;
    private String account = "sandbox";
    private Duration sessionLife = Wire.Times.USUAL.session();
    private Duration masterLife = Wire.Times.USUAL.master();
    private Duration patience = Wire.Times.USUAL.patience();
    private Supplier<JsonNode> dump = MissingNode::getInstance;
    private @Nullable Path state;
    private @Nullable SqlEngine engine;
    private @Nullable Directory directory;

    private Builder() {}

    public Builder clock(SandboxClock value) {
      clock = value;
      return this;
    }

    /// Where to listen; loopback by default.
    public Builder host(String value) {
      try {
        host = InetAddress.getByName(value);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("not an address of this machine: " + value, e);
      }
      return this;
    }

    /// 0, the default, takes any free port.
    public Builder port(int value) {
      port = value;
      return this;
    }

    /// The account's name in [Sandbox#jdbcUrl()]; the server takes any.
    public Builder account(String value) {
      account = value;
      return this;
    }

    /// How long a session token is good, by the sandbox's clock.
    public Builder sessionLife(Duration value) {
      sessionLife = value;
      return this;
    }

    /// How long a session can be renewed, by the sandbox's clock.
    public Builder masterLife(Duration value) {
      masterLife = value;
      return this;
    }

    /// How long a statement may take before its client is told to poll (333333), in real time.
    public Builder patience(Duration value) {
      patience = value;
      return this;
    }

    /// Where the account's state comes from: [dev.snowdrift.sandbox.account.Account#dump].
    public Builder dump(Supplier<JsonNode> value) {
      dump = value;
      return this;
    }

    /// The file that the account's state is written to when the sandbox closes, and on demand.
    /// Without one it is only given on demand.
    public Builder state(@Nullable Path file) {
      state = file;
      return this;
    }

    public Builder engine(SqlEngine value) {
      engine = value;
      return this;
    }

    public Builder directory(Directory value) {
      directory = value;
      return this;
    }

    /// Begins to listen.
    ///
    /// @throws IllegalStateException without an engine or a directory
    public Sandbox start() {
      if (engine == null || directory == null) {
        throw new IllegalStateException("a sandbox needs an engine and a directory");
      }
      return new Sandbox(this, engine, directory);
    }
  }
}
