package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionIT {
  private final Sandboxed sandboxed = new Sandboxed();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = sandboxed.connect();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    sandboxed.close();
  }

  @Test
  void an_expired_session_is_renewed_unseen_and_the_statement_runs_once() throws Exception {
    sandboxed.sandbox().expireSessions();

    execute("create database d");

    assertThat(sandboxed.account().executed()).containsExactly("create database d");
    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void a_session_expires_by_the_clock_and_keeps_its_context() throws Exception {
    connection.setCatalog("D");
    sandboxed.sandbox().clock().step(Duration.ofHours(2));

    execute("select 1");

    assertThat(connection.getCatalog()).isEqualTo("D");
    assertThat(sandboxed.account().executed()).containsExactly("select 1");
  }

  @Test
  void a_heartbeat_renews_too() throws Exception {
    sandboxed.sandbox().expireSessions();

    assertThat(connection.isValid(5)).isTrue();
  }

  @Test
  void a_session_whose_master_token_expired_needs_a_new_login() {
    sandboxed.sandbox().clock().step(Duration.ofHours(5));

    failsWith(390114);
  }

  @Test
  void a_lost_session_needs_a_new_login() {
    sandboxed.sandbox().loseSessions();

    failsWith(390111);
  }

  @Test
  void a_session_expired_by_script_is_renewed_and_one_lost_by_script_is_not() throws Exception {
    var faults = sandboxed.sandbox().faults();
    var expired = faults.on("select 1").expireSession();

    execute("select 1");
    assertThat(expired.fired()).isEqualTo(1);
    faults.on("select 1").loseSession();
    failsWith(390111);
  }

  private void failsWith(int code) {
    assertThatThrownBy(() -> execute("select 1"))
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getErrorCode)
        .isEqualTo(code);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
