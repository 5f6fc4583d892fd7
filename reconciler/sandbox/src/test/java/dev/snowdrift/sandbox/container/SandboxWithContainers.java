package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StageFiles;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.SqlReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/// An account with a role DEPLOYER that may work in APP_DB.APP, a repository with the images
/// `web:v1` and `web:v2`, and a pool P.
final class SandboxWithContainers {
  static final String ONE = "sha256:" + "1".repeat(64);
  static final String TWO = "sha256:" + "2".repeat(64);

  final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-01-05T09:00:00Z"));
  final ContainerFeature containers;
  final Account account;
  final Session session;

  SandboxWithContainers() {
    var identity = new AccountIdentity("ACME", "MAIN", "XY12345");
    containers = new ContainerFeature(clock, identity, Timings.realistic());
    account = Account.create(clock, identity, containers);
    session = account.open(Account.ADMIN);
    run("CREATE DATABASE APP_DB");
    run("CREATE SCHEMA APP_DB.APP");
    run("CREATE IMAGE REPOSITORY APP_DB.APP.REPO");
    run("CREATE COMPUTE POOL P MIN_NODES = 1 MAX_NODES = 2 INSTANCE_FAMILY = CPU_X64_XS");
    run("CREATE ROLE DEPLOYER");
    run("GRANT ROLE DEPLOYER TO USER ADMIN");
    run("GRANT USAGE ON DATABASE APP_DB TO ROLE DEPLOYER");
    run("GRANT USAGE ON SCHEMA APP_DB.APP TO ROLE DEPLOYER");
    run("GRANT CREATE SERVICE ON SCHEMA APP_DB.APP TO ROLE DEPLOYER");
    run("GRANT READ ON IMAGE REPOSITORY APP_DB.APP.REPO TO ROLE DEPLOYER");
    run("GRANT USAGE ON COMPUTE POOL P TO ROLE DEPLOYER");
    run("GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE DEPLOYER");
    containers.images().push("APP_DB.APP.REPO", "web", "v1", ONE);
    containers.images().push("APP_DB.APP.REPO", "web", "v2", TWO);
    run("USE SCHEMA APP_DB.APP");
  }

  /// `web` as a specification, ready for `FROM SPECIFICATION`.
  static String specification(String tag) {
    return """
    spec:
      containers:
      - name: web
        image: /app_db/app/repo/web:%s
      endpoints:
      - {name: api, port: 8080, public: true}
    serviceRoles:
    - {name: reader, endpoints: [api]}
    """
        .formatted(tag);
  }

  static String createWeb(String... clauses) {
    return "CREATE SERVICE WEB IN COMPUTE POOL P FROM SPECIFICATION $$%s$$ %s"
        .formatted(specification("v1"), String.join(" ", clauses));
  }

  StatementResult run(String sql) {
    return account.execute(session, sql);
  }

  String status(String sql) {
    return String.valueOf(run(sql).rows().getFirst().getFirst());
  }

  SqlError refused(String sql) {
    return Assertions.catchThrowableOfType(SqlError.class, () -> run(sql));
  }

  /// The rows as maps from column to cell.
  List<Map<String, String>> rows(String sql) {
    var result = run(sql);
    var rows = new ArrayList<Map<String, String>>();
    for (var row : result.rows()) {
      var map = new LinkedHashMap<String, String>();
      for (int i = 0; i < row.size(); i++) {
        map.put(result.columns().get(i).name(), String.valueOf(row.get(i)));
      }
      rows.add(map);
    }
    return rows;
  }

  Map<String, String> row(String sql) {
    var rows = rows(sql);
    Assertions.assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  List<String> columns(String sql) {
    return run(sql).columns().stream().map(column -> column.name()).toList();
  }

  /// Puts a file on a stage of APP_DB.APP, as PUT does.
  void stage(String stage, String file, String text) {
    account.inside(
        session,
        execution -> {
          execution
              .require("STAGE", SqlReader.name("APP_DB.APP." + stage))
              .kept(StageFiles.class)
              .put(file, text, clock.instant());
          return true;
        });
  }

  SandboxWithContainers as(String role) {
    run("USE ROLE " + role);
    return this;
  }

  SandboxWithContainers after(Duration time) {
    clock.step(time);
    return this;
  }
}
