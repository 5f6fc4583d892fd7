package dev.snowdrift.operator.state;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.Runs;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must last, in an embedded file database. Losing it costs history, and asks for approval
/// before the next removal; nothing else.
///
/// One process at a time holds the database. Thread-safe; every call is one short transaction.
public final class StateStore implements AutoCloseable {
  /// How many attempts are kept for each environment.
  public static final int HISTORY = 1_000;

  private final Connection connection;

  private StateStore(Connection connection) {
    this.connection = connection;
  }

  /// Opens the database in a directory, creating it where there is none.
  ///
  /// @throws StateUnavailable when another process holds it or it cannot be read
  public static StateStore open(Path directory) {
    var path = directory.resolve("state").toAbsolutePath();
    try {
      var store =
          new StateStore(
              DriverManager.getConnection(
                  "jdbc:h2:file:" + path + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
                  "snowdrift",
                  ""));
      store.createTables();
      return store;
    } catch (SQLException e) {
      throw new StateUnavailable(
          "the state in %s cannot be opened: %s; one process at a time holds it, so stop a running operator or give another stateDirectory"
              .formatted(directory, firstLine(e)),
          e);
    }
  }

  /// A store that lasts as long as the process.
  public static StateStore inMemory() {
    try {
      var store = new StateStore(DriverManager.getConnection("jdbc:h2:mem:", "snowdrift", ""));
      store.createTables();
      return store;
    } catch (SQLException e) {
      throw new StateUnavailable("an in-memory database cannot be opened", e);
    }
  }

  /// The state cannot be used.
  public static final class StateUnavailable extends RuntimeException {
    public StateUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// One finished pass.
  ///
  /// @param digest of its plan; empty when it did not get that far
  /// @param outcome the label value of `snowdrift_reconcile_total`
  public record Attempt(
      String environment,
      Instant started,
      Instant finished,
      String trigger,
      String commit,
      String digest,
      String outcome,
      int changes,
      String message) {}

  private void createTables() throws SQLException {
    try (var statement = connection.createStatement()) {
      RolloutRecords.createTables(statement);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS converged (
            environment VARCHAR(63) PRIMARY KEY,
            commit_id VARCHAR(64) NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL)
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS approval (
            environment VARCHAR(63) NOT NULL,
            digest VARCHAR(64) NOT NULL,
            actor VARCHAR(255) NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            PRIMARY KEY (environment, digest))
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS attempt (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            environment VARCHAR(63) NOT NULL,
            started TIMESTAMP WITH TIME ZONE NOT NULL,
            finished TIMESTAMP WITH TIME ZONE NOT NULL,
            trigger_name VARCHAR(20) NOT NULL,
            commit_id VARCHAR(64) NOT NULL,
            digest VARCHAR(64) NOT NULL,
            outcome VARCHAR(20) NOT NULL,
            changes INTEGER NOT NULL,
            message VARCHAR(4000) NOT NULL)
          """);
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS run (
            environment VARCHAR(63) NOT NULL,
            kind VARCHAR(63) NOT NULL,
            name VARCHAR(1000) NOT NULL,
            run VARCHAR(64) NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            PRIMARY KEY (environment, kind, name))
          """);
    }
  }

  /// The runs of an environment that are known to have ended well. Nothing is known before the
  /// first commit has converged: the state may be new because an older one was lost.
  public Runs runs(String environment) {
    var ended = new HashMap<ResourceId, String>();
    query(
            "SELECT kind, name, run FROM run WHERE environment = ?",
            statement -> statement.setString(1, environment),
            row -> Map.entry(new ResourceId(row.getString(1), row.getString(2)), row.getString(3)))
        .forEach(run -> ended.put(run.getKey(), run.getValue()));
    return new Runs(converged(environment).isPresent(), ended);
  }

  /// Remembers that a resource's run has ended well; of each resource the last one.
  public void ended(String environment, ResourceId id, String run, Instant at) {
    update(
        "MERGE INTO run KEY (environment, kind, name) VALUES (?, ?, ?, ?, ?)",
        statement -> {
          statement.setString(1, environment);
          statement.setString(2, id.kind());
          statement.setString(3, id.name());
          statement.setString(4, run);
          statement.setTimestamp(5, Timestamp.from(at));
        });
  }

  /// Lets an approval go on to what is left of its plan.
  public void carryApproval(String environment, String digest, String rest) {
    update(
        """
        MERGE INTO approval KEY (environment, digest)
        SELECT environment, ?, actor, at FROM approval WHERE environment = ? AND digest = ?
        """,
        statement -> {
          statement.setString(1, rest);
          statement.setString(2, environment);
          statement.setString(3, digest);
        });
  }

  /// What is remembered of changes that take their time.
  public RolloutRecords rollouts() {
    return new RolloutRecords(this);
  }

  /// The commit that an environment converged to last.
  public Optional<String> converged(String environment) {
    return query(
            "SELECT commit_id FROM converged WHERE environment = ?",
            statement -> statement.setString(1, environment),
            row -> row.getString(1))
        .stream()
        .findFirst();
  }

  public void converged(String environment, String commit, Instant at) {
    update(
        "MERGE INTO converged KEY (environment) VALUES (?, ?, ?)",
        statement -> {
          statement.setString(1, environment);
          statement.setString(2, commit);
          statement.setTimestamp(3, Timestamp.from(at));
        });
  }

  public void approve(String environment, String digest, String actor, Instant at) {
    update(
        "MERGE INTO approval KEY (environment, digest) VALUES (?, ?, ?, ?)",
        statement -> {
          statement.setString(1, environment);
          statement.setString(2, digest);
          statement.setString(3, actor);
          statement.setTimestamp(4, Timestamp.from(at));
        });
  }

  public List<String> approved(String environment) {
    return query(
        "SELECT digest FROM approval WHERE environment = ?",
        statement -> statement.setString(1, environment),
        row -> row.getString(1));
  }

  /// An approval holds for one plan; afterwards it is gone.
  public void useApproval(String environment, String digest) {
    update(
        "DELETE FROM approval WHERE environment = ? AND digest = ?",
        statement -> {
          statement.setString(1, environment);
          statement.setString(2, digest);
        });
  }

  /// Keeps an attempt and forgets those beyond {@link #HISTORY}.
  public void record(Attempt attempt) {
    update(
        """
        INSERT INTO attempt (environment, started, finished, trigger_name, commit_id, digest, outcome,
          changes, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        statement -> {
          statement.setString(1, attempt.environment());
          statement.setTimestamp(2, Timestamp.from(attempt.started()));
          statement.setTimestamp(3, Timestamp.from(attempt.finished()));
          statement.setString(4, attempt.trigger());
          statement.setString(5, attempt.commit());
          statement.setString(6, attempt.digest());
          statement.setString(7, attempt.outcome());
          statement.setInt(8, attempt.changes());
          var message = attempt.message();
          statement.setString(9, message.length() > 4000 ? message.substring(0, 4000) : message);
        });
    update(
        """
        DELETE FROM attempt WHERE environment = ? AND id <= (
          SELECT id FROM attempt WHERE environment = ? ORDER BY id DESC LIMIT 1 OFFSET ?)
        """,
        statement -> {
          statement.setString(1, attempt.environment());
          statement.setString(2, attempt.environment());
          statement.setInt(3, HISTORY);
        });
  }

  /// The latest attempts of an environment, newest first.
  public List<Attempt> history(String environment, int limit) {
    return query(
        """
        SELECT environment, started, finished, trigger_name, commit_id, digest, outcome, changes, message
        FROM attempt WHERE environment = ? ORDER BY id DESC LIMIT ?
        """,
        statement -> {
          statement.setString(1, environment);
          statement.setInt(2, limit);
        },
        row ->
            new Attempt(
                row.getString(1),
                row.getTimestamp(2).toInstant(),
                row.getTimestamp(3).toInstant(),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getString(9)));
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StateUnavailable("the state cannot be closed: " + firstLine(e), e);
    }
  }

  interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  synchronized void update(String sql, Binding binding) {
    try (var statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new StateUnavailable("the state cannot be written: " + firstLine(e), e);
    }
  }

  synchronized <T> List<T> query(String sql, Binding binding, Reading<T> reading) {
    try (var statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(reading.read(rows));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new StateUnavailable("the state cannot be read: " + firstLine(e), e);
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
