package dev.snowdrift.sandbox.task;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An account with the schema D.S, the warehouse W, and short ways to ask it.
final class TaskAccount {
  static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  final SandboxClock clock = SandboxClock.stepped(START);
  final ContainerFeature containers;
  final Account account;
  final Session session;

  TaskAccount() {
    var identity = new AccountIdentity("MYORG", "MYACCT", "XY12345");
    containers = new ContainerFeature(clock, identity, Timings.immediate());
    account = Account.create(clock, identity, containers);
    session = account.open(Account.ADMIN);
    run("CREATE DATABASE d", "CREATE SCHEMA s", "CREATE WAREHOUSE w");
  }

  StatementResult ask(String sql) {
    return account.execute(session, sql);
  }

  TaskAccount run(String... statements) {
    for (var sql : statements) {
      account.execute(session, sql);
    }
    return this;
  }

  TaskAccount later(Duration time) {
    clock.step(time);
    return this;
  }

  List<Map<String, String>> rows(String sql) {
    var result = ask(sql);
    var rows = new ArrayList<Map<String, String>>();
    for (var row : result.rows()) {
      var map = new LinkedHashMap<String, String>();
      for (var i = 0; i < row.size(); i++) {
        map.put(result.columns().get(i).name(), String.valueOf(row.get(i)));
      }
      rows.add(map);
    }
    return rows;
  }

  /// The row of DESCRIBE TASK.
  Map<String, String> task(String name) {
    return rows("DESCRIBE TASK " + name).getFirst();
  }

  List<String> all(String sql, String column) {
    return rows(sql).stream().map(row -> row.getOrDefault(column, "no column")).toList();
  }

  /// A parameter as `value at level`.
  String parameter(String task, String key) {
    var row = rows("SHOW PARAMETERS LIKE '" + key + "' IN TASK " + task).getFirst();
    return row.get("value") + " at " + row.get("level");
  }

  /// The refusal's text, without what all compilation errors begin with.
  String refusal(String sql) {
    var error = error(sql);
    return error == null
        ? "no refusal"
        : String.valueOf(error.getMessage()).replace("SQL compilation error:\n", "");
  }

  SqlError error(String sql) {
    return catchThrowableOfType(SqlError.class, () -> account.execute(session, sql));
  }
}
