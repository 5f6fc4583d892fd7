package dev.snowdrift.sandbox.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/// The account behind the wire, as the real driver finds it.
class AccountOverJdbcIT {

  private static Sandbox start(Account account, SandboxClock clock) {
    return Sandbox.builder().clock(clock).engine(account).directory(account).start();
  }

  private static Account account(SandboxClock clock) {
    return Account.create(clock, new AccountIdentity("MYORG", "MYACCT", "XY12345"));
  }

  private static Connection connect(Sandbox sandbox, String... pairs) throws SQLException {
    var properties = new Properties();
    for (var i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
    }
    return DriverManager.getConnection(sandbox.jdbcUrl(), properties);
  }

  @Test
  void the_driver_creates_reads_and_is_refused() throws SQLException {
    var clock = SandboxClock.stepped(Client.START);
    try (var sandbox = start(account(clock), clock);
        var connection =
            connect(sandbox, "user", Account.ADMIN, "password", Account.ADMIN_PASSWORD);
        var statement = connection.createStatement()) {

      statement.execute("CREATE DATABASE d");
      statement.execute("CREATE STAGE st COMMENT = 'it''s here'");

      assertThat(connection.getCatalog()).isEqualTo("D");
      assertThat(connection.getSchema()).isEqualTo("PUBLIC");
      try (var rows = statement.executeQuery("SHOW STAGES IN SCHEMA d.public")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("name")).isEqualTo("ST");
        assertThat(rows.getString("comment")).isEqualTo("it's here");
        assertThat(rows.getTimestamp("created_on")).isEqualTo(Timestamp.from(Client.START));
        assertThat(rows.next()).isFalse();
      }
      assertThatThrownBy(() -> statement.execute("DROP STAGE nope"))
          .isInstanceOfSatisfying(
              SQLException.class,
              refused -> {
                assertThat(refused.getErrorCode()).isEqualTo(2003);
                assertThat(refused.getSQLState()).isEqualTo("02000");
                assertThat(refused.getMessage())
                    .contains("Stage 'NOPE' does not exist or not authorized.");
              });
    }
  }

  @Test
  void a_prepared_statement_binds_and_a_role_is_asked_for_at_login() throws SQLException {
    var clock = SandboxClock.stepped(Client.START);
    try (var sandbox = start(account(clock), clock);
        var connection =
            connect(
                sandbox,
                "user",
                Account.ADMIN,
                "password",
                Account.ADMIN_PASSWORD,
                "role",
                "SYSADMIN");
        var statement = connection.prepareStatement("SELECT ?, CURRENT_ROLE()")) {
      statement.setString(1, "o'clock");

      try (var rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("o'clock");
        assertThat(rows.getString(2)).isEqualTo("SYSADMIN");
      }
    }
  }

  @Test
  void an_oauth_token_opens_a_session_of_its_role() throws SQLException {
    var clock = SandboxClock.stepped(Client.START);
    var account = account(clock);
    var admin = account.open(Account.ADMIN);
    account.execute(admin, "CREATE ROLE r");
    account.execute(admin, "CREATE USER svc TYPE = SERVICE");
    account.execute(admin, "GRANT ROLE r TO USER svc");
    account.registerOAuthToken("token-1", "SVC", "R");
    try (var sandbox = start(account, clock);
        var connection = connect(sandbox, "authenticator", "oauth", "token", "token-1");
        var rows =
            connection.createStatement().executeQuery("SELECT CURRENT_USER(), CURRENT_ROLE()")) {

      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("SVC");
      assertThat(rows.getString(2)).isEqualTo("R");
      assertThatThrownBy(() -> connect(sandbox, "authenticator", "oauth", "token", "old"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getErrorCode()).isEqualTo(390303));
    }
  }
}
