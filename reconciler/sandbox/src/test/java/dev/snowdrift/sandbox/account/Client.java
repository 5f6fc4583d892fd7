package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A session of a new account, and short ways to ask it.
public final class Client {
  public static final Instant START = Instant.parse("2026-01-05T17:00:00Z");
  public static final String START_CELL = "1767632400.000";

  public final SandboxClock clock;
  public final Account account;
  public final Session session;

  private Client(SandboxClock clock, Account account, Session session) {
    this.clock = clock;
    this.account = account;
    this.session = session;
  }

  /// As ADMIN in the role ACCOUNTADMIN.
  public static Client admin() {
    var clock = SandboxClock.stepped(START);
    var account = Account.create(clock, new AccountIdentity("MYORG", "MYACCT", "XY12345"));
    return new Client(clock, account, account.open(Account.ADMIN));
  }

  /// A session that somebody opened.
  public Client with(Session opened) {
    return new Client(clock, account, opened);
  }

  /// An admin with the database D and its schema S, which is the current one.
  public static Client inSchema() {
    var client = admin();
    client.run("CREATE DATABASE d", "CREATE SCHEMA s");
    return client;
  }

  /// Another session of the same account, in a role.
  public Client as(String role) {
    var other = new Session(session.id() + 1, session.user(), role);
    other.useSchema(session.database().orElse(null), session.schema().orElse(null));
    return with(other);
  }

  public void later() {
    clock.step(Duration.ofMinutes(1));
  }

  public void run(String... statements) {
    for (var sql : statements) {
      account.execute(session, sql);
    }
  }

  /// The one cell of the one row.
  public @Nullable String cell(String sql) {
    var result = account.execute(session, sql);
    return result.rows().getFirst().getFirst();
  }

  public @Nullable String cell(String sql, @Nullable String... binds) {
    return account.execute(session, sql, Arrays.asList(binds)).rows().getFirst().getFirst();
  }

  public List<String> columns(String sql) {
    return account.execute(session, sql).columns().stream().map(ResultColumn::name).toList();
  }

  /// One column of all rows.
  public List<@Nullable String> all(String sql, String column) {
    var result = account.execute(session, sql);
    var index = result.columns().stream().map(ResultColumn::name).toList().indexOf(column);
    return result.rows().stream().<@Nullable String>map(row -> row.get(index)).toList();
  }

  public List<@Nullable String> names(String sql) {
    return all(sql, "name");
  }

  /// The one row, by column.
  public Map<String, @Nullable String> row(String sql) {
    var result = account.execute(session, sql);
    if (result.rows().size() != 1) {
      throw new AssertionError(result.rows().size() + " rows: " + sql);
    }
    var row = new LinkedHashMap<String, @Nullable String>();
    for (var i = 0; i < result.columns().size(); i++) {
      row.put(result.columns().get(i).name(), result.rows().getFirst().get(i));
    }
    return row;
  }

  /// Property rows as a map from the first column to the one named.
  public Map<String, @Nullable String> properties(String sql, String valueColumn) {
    var keys = all(sql, columns(sql).contains("key") ? "key" : "property");
    var values = all(sql, valueColumn);
    var map = new LinkedHashMap<String, @Nullable String>();
    for (var i = 0; i < keys.size(); i++) {
      map.put(String.valueOf(keys.get(i)), values.get(i));
    }
    return map;
  }

  /// The refusal as clients print it: `002003 (02000): text`.
  public String refusal(String sql) {
    var error = catchThrowableOfType(SqlError.class, () -> account.execute(session, sql));
    if (error == null) {
      return "no refusal";
    }
    return "%06d (%s): %s".formatted(error.code(), error.sqlState(), error.getMessage());
  }
}
