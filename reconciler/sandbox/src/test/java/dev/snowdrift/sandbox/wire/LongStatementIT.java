package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import net.snowflake.client.api.connection.SnowflakeConnection;
import net.snowflake.client.api.resultset.QueryStatus;
import net.snowflake.client.api.resultset.SnowflakeAsyncResultSet;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LongStatementIT {
  private final Sandboxed sandboxed = new Sandboxed(Duration.ofMillis(50));
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = sandboxed.connect();
  }

  @AfterEach
  void close() throws SQLException {
    sandboxed.sandbox().faults().clear();
    connection.close();
    sandboxed.close();
  }

  @Test
  void a_long_statement_is_polled_until_it_ends() throws Exception {
    sandboxed.sandbox().faults().on("select 1").realDelay(Duration.ofMillis(300));
    try (var statement = connection.createStatement()) {
      assertThat(statement.executeQuery("select 1").next()).isTrue();
    }
    assertThat(sandboxed.account().executed()).hasSize(1);
  }

  @Test
  void a_session_may_expire_while_a_statement_is_polled() throws Exception {
    var hold = sandboxed.sandbox().faults().on("select 1").hold();
    try (var statement = connection.createStatement()) {
      var answer = inBackground(() -> statement.executeQuery("select 1").next());
      until(() -> hold.fired() == 1);

      sandboxed.sandbox().expireSessions();
      hold.release();

      assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sandboxed.account().executed()).hasSize(1);
  }

  @Test
  void a_statement_that_waits_for_the_clock_ends_when_it_is_stepped() throws Exception {
    var delay = sandboxed.sandbox().faults().on("select 1").delay(Duration.ofMinutes(10));
    try (var statement = connection.createStatement()) {
      var answer = inBackground(() -> statement.executeQuery("select 1").next());
      until(() -> delay.fired() == 1);

      sandboxed.sandbox().clock().step(Duration.ofMinutes(10));

      assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void statements_of_one_session_run_side_by_side() throws Exception {
    var hold = sandboxed.sandbox().faults().on("select 1").always().hold();
    var answers = new ArrayList<CompletableFuture<Boolean>>();
    for (var i = 0; i < 32; i++) {
      answers.add(
          inBackground(() -> {
            try (var statement = connection.createStatement()) {
              return statement.executeQuery("select 1").next();
            }
          }));
    }

    until(() -> hold.fired() == 32);
    hold.release();

    for (var answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_asynchronous_statement_tells_its_status_and_its_rows() throws Exception {
    var hold = sandboxed.sandbox().faults().on("select 1").hold();
    try (var statement = connection.createStatement();
        var rows = async(statement, "select 1")) {
      assertThat(status(rows).getStatus()).isEqualTo(QueryStatus.Status.RUNNING);

      hold.release();

      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(status(rows).getStatus()).isEqualTo(QueryStatus.Status.SUCCESS);
      var again = connection.unwrap(SnowflakeConnection.class).createResultSet(queryId(rows));
      assertThat(again.next()).isTrue();
    }
  }

  @Test
  void an_asynchronous_statement_tells_its_failure() throws Exception {
    try (var statement = connection.createStatement();
        var rows = async(statement, "nonsense")) {
      until(() -> !status(rows).isStillRunning());

      assertThat(status(rows).getStatus()).isEqualTo(QueryStatus.Status.FAILED_WITH_ERROR);
      assertThat(status(rows).getErrorCode()).isEqualTo(1003);
    }
  }

  @Test
  void a_canceled_statement_ends_at_once() throws Exception {
    var hold = sandboxed.sandbox().faults().on("create").hold();
    try (var statement = connection.createStatement()) {
      var answer = inBackground(() -> statement.execute("create database d"));
      until(() -> hold.fired() == 1);

      statement.cancel();

      failsWith(604, "57014", () -> unwrapped(answer));
    }
    assertThat(sandboxed.account().executed()).isEmpty();
    assertThat(sandboxed.sandbox().statements().all()).hasSize(1);
    assertThat(sandboxed.sandbox().statements().writes()).isEmpty();
  }

  @Test
  void a_statement_can_be_canceled_by_another_one() throws Exception {
    sandboxed.sandbox().faults().on("create").hold();
    try (var statement = connection.createStatement();
        var rows = async(statement, "create database d");
        var other = sandboxed.connect();
        var canceling = other.createStatement()) {
      var answer =
          canceling.executeQuery("select system$cancel_query('%s')".formatted(queryId(rows)));
      answer.next();

      assertThat(answer.getString(1)).isEqualTo("query [%s] terminated.".formatted(queryId(rows)));
      assertThat(status(rows).getErrorCode()).isEqualTo(604);
    }
  }

  @Test
  void a_query_timeout_of_the_client_cancels() throws Exception {
    sandboxed.sandbox().faults().on("select 1").hold();
    try (var statement = connection.createStatement()) {
      statement.setQueryTimeout(1);

      failsWith(604, "57014", () -> statement.executeQuery("select 1"));
    }
  }

  @Test
  void a_statement_timeout_runs_by_the_sandboxs_clock() throws Exception {
    var hold = sandboxed.sandbox().faults().on("select 1").hold();
    try (var statement = connection.createStatement()) {
      statement.execute("alter session set statement_timeout_in_seconds = 60");
      var answer = inBackground(() -> statement.executeQuery("select 1"));
      until(() -> hold.fired() == 1);

      sandboxed.sandbox().clock().step(Duration.ofSeconds(60));

      failsWith(630, "57014", () -> unwrapped(answer));
    }
  }

  private static ResultSet async(Statement statement, String sql) throws SQLException {
    return statement.unwrap(SnowflakeStatement.class).executeAsyncQuery(sql);
  }

  private static QueryStatus status(ResultSet rows) throws SQLException {
    return rows.unwrap(SnowflakeAsyncResultSet.class).getStatus();
  }

  private static String queryId(ResultSet rows) throws SQLException {
    return rows.unwrap(SnowflakeAsyncResultSet.class).getQueryID();
  }

  private static void failsWith(int code, String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(SQLException.class))
        .satisfies(e -> {
          assertThat(e.getErrorCode()).isEqualTo(code);
          assertThat(e.getSQLState()).isEqualTo(sqlState);
        });
  }

  private static <T> CompletableFuture<T> inBackground(Callable<T> call) {
    var future = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(call.call());
          } catch (Exception e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  private static void unwrapped(CompletableFuture<?> answer) throws Throwable {
    try {
      answer.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
