package dev.snowdrift.operator.state;

import dev.snowdrift.kind.ResourceId;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is remembered of changes that take their time: since when an object is on its way, what it
/// ran when it was last well, and what of a commit was tried and failed. Losing it costs a
/// roll-back that would have been possible, and tries a failed change once more; nothing else.
public final class RolloutRecords {
  private final StateStore store;

  RolloutRecords(StateStore store) {
    this.store = store;
  }

  /// An object that is not well, or was not a moment ago.
  ///
  /// @param version of what it runs, as its target shows it
  /// @param since when it was first seen with that version and not well
  /// @param readySince when it was seen well again; empty while it is not
  public record Moving(String version, Instant since, Optional<Instant> readySince) {}

  /// What an object was when it was last well for a while.
  ///
  /// @param wanted fingerprint of what the commit wanted of it
  public record Good(String wanted, String commit) {}

  /// What of a commit did not become ready in time.
  ///
  /// @param wanted fingerprint of what the commit wanted of the object
  public record Failed(String wanted, String commit, String why) {}

  static void createTables(java.sql.Statement statement) throws SQLException {
    for (var columns :
        new String[] {
          "moving (%s, version VARCHAR(200) NOT NULL, since TIMESTAMP WITH TIME ZONE NOT NULL,"
              + " ready_since TIMESTAMP WITH TIME ZONE)",
          "good (%s, wanted VARCHAR(64) NOT NULL, commit_id VARCHAR(64) NOT NULL)",
          "failed (%s, wanted VARCHAR(64) NOT NULL, commit_id VARCHAR(64) NOT NULL,"
              + " why VARCHAR(2000) NOT NULL)"
        }) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS rollout_"
              + columns.formatted(
                  "environment VARCHAR(63) NOT NULL, kind VARCHAR(63) NOT NULL,"
                      + " name VARCHAR(1000) NOT NULL, PRIMARY KEY (environment, kind, name)"));
    }
  }

  public SortedMap<ResourceId, Moving> moving(String environment) {
    var all = new TreeMap<ResourceId, Moving>();
    var _ =
        store.query(
            "SELECT kind, name, version, since, ready_since FROM rollout_moving WHERE environment ="
                + " ?",
            statement -> statement.setString(1, environment),
            row ->
                all.put(
                    new ResourceId(row.getString(1), row.getString(2)),
                    new Moving(
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        Optional.ofNullable(row.getTimestamp(5)).map(Timestamp::toInstant))));
    return all;
  }

  public SortedMap<ResourceId, Good> good(String environment) {
    var all = new TreeMap<ResourceId, Good>();
    var _ =
        store.query(
            "SELECT kind, name, wanted, commit_id FROM rollout_good WHERE environment = ?",
            statement -> statement.setString(1, environment),
            row ->
                all.put(
                    new ResourceId(row.getString(1), row.getString(2)),
                    new Good(row.getString(3), row.getString(4))));
    return all;
  }

  public SortedMap<ResourceId, Failed> failed(String environment) {
    var all = new TreeMap<ResourceId, Failed>();
    var _ =
        store.query(
            "SELECT kind, name, wanted, commit_id, why FROM rollout_failed WHERE environment = ?",
            statement -> statement.setString(1, environment),
            row ->
                all.put(
                    new ResourceId(row.getString(1), row.getString(2)),
                    new Failed(row.getString(3), row.getString(4), row.getString(5))));
    return all;
  }

  public void moving(String environment, ResourceId id, Moving moving) {
    put(
        "rollout_moving",
        environment,
        id,
        6,
        statement -> {
          statement.setString(4, moving.version());
          statement.setTimestamp(5, Timestamp.from(moving.since()));
          statement.setTimestamp(6, moving.readySince().map(Timestamp::from).orElse(null));
        });
  }

  public void good(String environment, ResourceId id, Good good) {
    put(
        "rollout_good",
        environment,
        id,
        5,
        statement -> {
          statement.setString(4, good.wanted());
          statement.setString(5, good.commit());
        });
  }

  public void failed(String environment, ResourceId id, Failed failed) {
    var why = failed.why();
    put(
        "rollout_failed",
        environment,
        id,
        6,
        statement -> {
          statement.setString(4, failed.wanted());
          statement.setString(5, failed.commit());
          statement.setString(6, why.length() > 2000 ? why.substring(0, 2000) : why);
        });
  }

  public void settled(String environment, ResourceId id) {
    remove("rollout_moving", environment, id);
  }

  /// A commit wants something else of it now.
  public void forgetFailure(String environment, ResourceId id) {
    remove("rollout_failed", environment, id);
  }

  private void put(
      String table, String environment, ResourceId id, int columns, StateStore.Binding rest) {
    store.update(
        "MERGE INTO %s KEY (environment, kind, name) VALUES (?%s)"
            .formatted(table, ", ?".repeat(columns - 1)),
        statement -> {
          statement.setString(1, environment);
          statement.setString(2, id.kind());
          statement.setString(3, id.name());
          rest.bind(statement);
        });
  }

  private void remove(String table, String environment, ResourceId id) {
    store.update(
        "DELETE FROM %s WHERE environment = ? AND kind = ? AND name = ?".formatted(table),
        statement -> {
          statement.setString(1, environment);
          statement.setString(2, id.kind());
          statement.setString(3, id.name());
        });
  }
}
