package dev.snowdrift.sandbox.account;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A session: who is logged in, and the context that USE and ALTER SESSION change. Names are held
/// in their stored form (folded, without quotes). Thread-safe; the last writer wins, as in
/// Snowflake.
public final class Session {
  private final long id;
  private final String user;
  private final Map<String, Object> parameters = new ConcurrentHashMap<>();
  private volatile String role;
  private volatile @Nullable String warehouse;
  private volatile @Nullable String database;
  private volatile @Nullable String schema;

  public Session(long id, String user, String role) {
    this.id = id;
    this.user = user;
    this.role = role;
  }

  public long id() {
    return id;
  }

  public String user() {
    return user;
  }

  public String role() {
    return role;
  }

  public void useRole(String name) {
    this.role = name;
  }

  public Optional<String> warehouse() {
    return Optional.ofNullable(warehouse);
  }

  public void useWarehouse(@Nullable String name) {
    this.warehouse = name;
  }

  public Optional<String> database() {
    return Optional.ofNullable(database);
  }

  public Optional<String> schema() {
    return Optional.ofNullable(schema);
  }

  /// Sets both; a null database clears the schema too.
  public void useSchema(@Nullable String databaseName, @Nullable String schemaName) {
    this.database = databaseName;
    this.schema = databaseName == null ? null : schemaName;
  }

  /// Session parameters that were set, by upper-case name, each with its JSON type (boolean, number
  /// or string).
  public Map<String, Object> parameters() {
    return parameters;
  }
}
