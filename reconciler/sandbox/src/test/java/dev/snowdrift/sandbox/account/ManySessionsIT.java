package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Sixty-four sessions at work at once, through the real driver.
class ManySessionsIT {
  private static final int SESSIONS = 64;
  private static final int ROUNDS = 5;

  @Test
  void each_sees_its_own_work_and_nothing_is_lost() throws Exception {
    var clock = SandboxClock.stepped(Client.START);
    var account = Account.create(clock, new AccountIdentity("MYORG", "MYACCT", "XY12345"));
    var client = account.open(Account.ADMIN);
    account.execute(client, "CREATE DATABASE d");
    try (var sandbox = Sandbox.builder().clock(clock).engine(account).directory(account).start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var together = new CyclicBarrier(SESSIONS);
      var work = new ArrayList<Callable<Integer>>();
      for (var i = 0; i < SESSIONS; i++) {
        var schema = "s" + i;
        work.add(() -> session(sandbox, schema, together));
      }

      var stages = 0;
      for (var ended : threads.invokeAll(work)) {
        stages += ended.get();
      }

      assertThat(stages).isEqualTo(SESSIONS * ROUNDS);
      assertThat(account.execute(client, "SHOW STAGES IN DATABASE d").rows())
          .hasSize(SESSIONS * ROUNDS);
      assertThat(sandbox.statements().writes()).hasSize(SESSIONS * (1 + ROUNDS));
    }
  }

  /// Makes a schema and stages in it, and counts after each what it sees of its own.
  private static int session(Sandbox sandbox, String schema, CyclicBarrier together)
      throws Exception {
    var properties = new Properties();
    properties.put("user", Account.ADMIN);
    properties.put("password", Account.ADMIN_PASSWORD);
    try (var connection = DriverManager.getConnection(sandbox.jdbcUrl(), properties);
        var statement = connection.createStatement()) {
      together.await();
      statement.execute("CREATE SCHEMA d." + schema);
      for (var round = 1; round <= ROUNDS; round++) {
        statement.execute("CREATE STAGE st" + round);
        try (var rows = statement.executeQuery("SHOW STAGES IN SCHEMA")) {
          var seen = 0;
          while (rows.next()) {
            seen++;
          }
          if (seen != round) {
            throw new SQLException(schema + " sees " + seen + " stages after " + round);
          }
        }
      }
      return ROUNDS;
    }
  }
}
