package dev.snowdrift.snowflake;

import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.TargetFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import net.snowflake.client.api.driver.SnowflakeDriver;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.jspecify.annotations.Nullable;

/// A few long-lived sessions that many threads share, each statement with a driver statement of its
/// own. Nothing here ever changes a session: names are fully qualified, and what differs from pass
/// to pass (the query tag) goes with each statement.
public final class SnowflakeSessions implements AutoCloseable {
  private final SnowflakeSettings settings;
  private final SessionListener listener;
  private final List<Slot> slots = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile String queryTag = "";

  public SnowflakeSessions(SnowflakeSettings settings, SessionListener listener) {
    this.settings = settings;
    this.listener = listener;
    for (var i = 0; i < settings.sessions(); i++) {
      slots.add(new Slot());
    }
  }

  /// The tag that the statements of a pass carry in Snowflake's query history.
  public void tag(String environment, String run) {
    queryTag = "snowdrift:" + environment + ":" + run;
  }

  /// Runs a statement that reads, and once more on a new session if the session was gone.
  ///
  /// @throws TargetFailure when it is refused or not answered
  public List<Row> read(SqlStatement statement) {
    return run(
        statement,
        source -> {
          throw new SecretReader.SecretUnavailable("a reading statement has no secrets: " + source);
        });
  }

  /// Runs a statement that writes. It is sent again only where the server has certainly not run it.
  ///
  /// @throws TargetFailure when it is refused; {@link TargetFailure.Kind#UNKNOWN_OUTCOME} when its
  ///   answer was lost
  public void write(SqlStatement statement, SecretReader secrets) {
    run(statement, secrets);
  }

  private List<Row> run(SqlStatement statement, SecretReader secrets) {
    var sql = statement.reveal(secrets);
    var slot = slots.get(Math.floorMod(turn.getAndIncrement(), slots.size()));
    var started = System.nanoTime();
    var outcome = "ok";
    try {
      return attempt(slot, statement, sql);
    } catch (TargetFailure e) {
      outcome = e.kind().name().toLowerCase(Locale.ROOT);
      throw e;
    } finally {
      listener.statement(
          statement.statementClass(),
          Duration.ofNanos(System.nanoTime() - started),
          outcome,
          usesWarehouse(statement) ? settings.warehouse() : Optional.empty());
    }
  }

  private static boolean usesWarehouse(SqlStatement statement) {
    return switch (statement.statementClass()) {
      case QUERY, DML -> true;
      case SHOW, DESCRIBE, DDL, FUNCTION -> false;
    };
  }

  private List<Row> attempt(Slot slot, SqlStatement statement, String sql) {
    for (var again = true; ; again = false) {
      var connection = slot.connection();
      try {
        return send(connection, sql);
      } catch (SQLException e) {
        if (statement.tolerated().contains(e.getErrorCode())) {
          return List.of();
        }
        if (SnowflakeFailures.connectionSuspect(e)) {
          slot.drop(connection);
        }
        // A session that is gone has run nothing; a lost answer is repeated only where it is free.
        var repeatable =
            SnowflakeFailures.sessionGone(e)
                || (statement.statementClass().reads() && SnowflakeFailures.connectionSuspect(e));
        if (!again || !repeatable) {
          throw SnowflakeFailures.of(e, statement);
        }
      }
    }
  }

  private List<Row> send(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout((int) settings.statementTimeout().toSeconds());
      if (!queryTag.isEmpty()) {
        statement.unwrap(SnowflakeStatement.class).setParameter("QUERY_TAG", queryTag);
      }
      if (!statement.execute(sql)) {
        return List.of();
      }
      try (ResultSet result = statement.getResultSet()) {
        return rows(result);
      }
    }
  }

  private static List<Row> rows(ResultSet result) throws SQLException {
    var meta = result.getMetaData();
    var names = new ArrayList<String>();
    for (var column = 1; column <= meta.getColumnCount(); column++) {
      names.add(meta.getColumnLabel(column).toLowerCase(Locale.ROOT));
    }
    var rows = new ArrayList<Row>();
    while (result.next()) {
      var values = new LinkedHashMap<String, String>();
      for (var column = 1; column <= names.size(); column++) {
        var value = result.getString(column);
        if (value != null) {
          values.putIfAbsent(names.get(column - 1), value);
        }
      }
      rows.add(new Row(values));
    }
    return rows;
  }

  @Override
  public void close() {
    slots.forEach(Slot::close);
  }

  /// One connection, made when it is first needed and again when it was dropped.
  private final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection current;

    Connection connection() {
      lock.lock();
      try {
        var open = current;
        if (open == null) {
          open = connect();
          current = open;
        }
        return open;
      } finally {
        lock.unlock();
      }
    }

    /// Forgets a connection, unless another thread has already replaced it. Other threads may still
    /// have statements on it, so it is not closed here: a dead session has nothing to end, and an
    /// answer that was lost once is not worth breaking the others for.
    @SuppressWarnings("ReferenceEquality") // the very object that failed
    void drop(Connection broken) {
      lock.lock();
      try {
        if (current == broken) {
          current = null;
        }
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        if (current != null) {
          current.close();
          current = null;
        }
      } catch (SQLException e) {
        // The session ends by itself; nothing of ours depends on it.
        current = null;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Tries the configured ways to log in, in order.
  private Connection connect() {
    TargetFailure last = null;
    var ways = settings.credentials();
    for (var i = 0; i < ways.size(); i++) {
      var way = ways.get(i);
      try {
        var properties = settings.common();
        way.addTo(properties);
        var connection = new SnowflakeDriver().connect(settings.url(), properties);
        if (connection == null) {
          throw new TargetFailure(
              TargetFailure.Kind.INPUT,
              Optional.empty(),
              "log in to Snowflake: the driver does not take the address " + settings.url());
        }
        listener.connected(way.word());
        return connection;
      } catch (SQLException e) {
        last = SnowflakeFailures.ofLogin(e, way.word());
      } catch (IOException e) {
        last =
            new TargetFailure(
                TargetFailure.Kind.PERMISSION,
                Optional.empty(),
                "log in to Snowflake with the %s: %s; check that the file is mounted and readable"
                    .formatted(way.word(), e.getMessage()),
                e);
      }
      if (i + 1 < ways.size()) {
        listener.fallback(way.word(), ways.get(i + 1).word(), String.valueOf(last.getMessage()));
      }
    }
    if (last == null) {
      throw new TargetFailure(
          TargetFailure.Kind.INPUT,
          Optional.empty(),
          "log in to Snowflake: no way to do so is configured; name a key, a token or a password,"
              + " or run it as a service in Snowflake");
    }
    throw last;
  }
}
