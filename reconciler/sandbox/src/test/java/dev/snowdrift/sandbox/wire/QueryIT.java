package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.StatementResult;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.snowflake.client.api.statement.SnowflakeStatement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryIT {
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
  void every_type_arrives_as_it_was_sent() throws Exception {
    sandboxed.account().answers("select types", types());

    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select types")) {
      rows.next();

      assertThat(rows.getObject("N")).isEqualTo(42L);
      assertThat(rows.getBigDecimal("D")).isEqualTo(new BigDecimal("12.34"));
      assertThat(rows.getDouble("R")).isEqualTo(1.5);
      assertThat(rows.getString("T")).isEqualTo("text \u00e4 ; \"");
      assertThat(rows.getString("E")).isEmpty();
      assertThat(rows.getBoolean("B")).isTrue();
      assertThat(rows.getDate("DAY")).isEqualTo(Date.valueOf(LocalDate.of(2025, 1, 1)));
      assertThat(rows.getString("TIM")).isEqualTo("01:01:01");
      assertThat(rows.getTimestamp("LTZ").toInstant())
          .isEqualTo(Instant.parse("2025-01-01T00:00:00.123Z"));
      assertThat(rows.getString("NTZ")).isEqualTo("1969-12-31 23:59:59.500");
      assertThat(rows.getTimestamp("TZ").toInstant())
          .isEqualTo(Instant.parse("2025-01-01T00:00:00.123Z"));
      assertThat(rows.getString("TZ")).isEqualTo("2025-01-01 01:00:00.123 +0100");
      assertThat(rows.getBytes("BIN")).containsExactly(1, 2);
      assertThat(rows.getString("V")).isEqualTo("{\n  \"a\": 1\n}");
      assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.BIGINT);
      rows.next();
      for (var column = 1; column <= 13; column++) {
        assertThat(rows.getObject(column)).isNull();
      }
      assertThat(rows.next()).isFalse();
    }
  }

  private static StatementResult types() {
    var columns =
        List.of(
            ResultColumn.fixed("N"),
            new ResultColumn("D", "fixed", 2, true),
            new ResultColumn("R", "real", 0, true),
            ResultColumn.text("T"),
            ResultColumn.text("E"),
            new ResultColumn("B", "boolean", 0, true),
            new ResultColumn("DAY", "date", 0, true),
            new ResultColumn("TIM", "time", 9, true),
            ResultColumn.timestamp("LTZ"),
            new ResultColumn("NTZ", "timestamp_ntz", 9, true),
            new ResultColumn("TZ", "timestamp_tz", 3, true),
            new ResultColumn("BIN", "binary", 0, true),
            new ResultColumn("V", "variant", 0, true));
    List<@Nullable String> row =
        new ArrayList<>(
            List.of(
                "42",
                "12.34",
                "1.5",
                "text \u00e4 ; \"",
                "",
                "1",
                "20089",
                "3661.000000001",
                "1735689600.123",
                "-0.500000000",
                "1735689600.123 1500",
                "0102",
                "{\n  \"a\": 1\n}"));
    List<@Nullable String> nulls = Arrays.asList(new String[columns.size()]);
    return new StatementResult(StatementResult.SELECT, columns, List.of(row, nulls), false);
  }

  @Test
  void a_refusal_carries_code_and_sqlstate_and_the_statement_stays_usable() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("create database d");

      assertThatThrownBy(() -> statement.execute("create database d"))
          .hasMessageContaining("Object 'D' already exists.")
          .asInstanceOf(type(SQLException.class))
          .satisfies(e -> {
            assertThat(e.getErrorCode()).isEqualTo(2002);
            assertThat(e.getSQLState()).isEqualTo("42710");
          });
      assertThat(statement.executeQuery("select 1").next()).isTrue();
    }
    assertThat(sandboxed.sandbox().statements().writes()).hasSize(1);
  }

  @Test
  void ddl_and_dml_answer_as_updates() throws Exception {
    try (var statement = connection.createStatement()) {
      assertThat(statement.execute("create database d")).isFalse();
      assertThat(statement.executeUpdate("insert into t values (1)")).isEqualTo(1);
      try (var rows = statement.executeQuery("create database e")) {
        rows.next();
        assertThat(rows.getString("status")).isEqualTo("database E successfully created.");
      }
      assertThatThrownBy(() -> statement.executeUpdate("select 1"))
          .asInstanceOf(type(SQLException.class))
          .extracting(SQLException::getErrorCode)
          .isEqualTo(200042);
    }
  }

  @Test
  void the_context_follows_use() throws Exception {
    connection.setCatalog("D2");
    connection.setSchema("S2");
    try (var statement = connection.createStatement()) {
      statement.execute("use role admin");
    }

    assertThat(connection.getCatalog()).isEqualTo("D2");
    assertThat(connection.getSchema()).isEqualTo("S2");
  }

  @Test
  void autocommit_stays_off_once_it_is_off() throws Exception {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("select 1");
    }

    assertThat(connection.getAutoCommit()).isFalse();
    connection.commit();
  }

  @Test
  void a_changed_parameter_reaches_the_client() throws Exception {
    sandboxed
        .account()
        .answers("select t", FakeAccount.row(ResultColumn.timestamp("T"), "1735689600.123"));
    try (var statement = connection.createStatement()) {
      statement.execute("alter session set timestamp_output_format = 'YYYY'");
      var rows = statement.executeQuery("select t");
      rows.next();

      assertThat(rows.getString(1)).isEqualTo("2025");
    }
  }

  @Test
  void binds_arrive_as_the_text_of_literals() throws Exception {
    try (var insert = connection.prepareStatement("insert into t values (?,?,?,?,?,?,?,?)")) {
      insert.setInt(1, 5);
      insert.setString(2, "it's");
      insert.setNull(3, Types.VARCHAR);
      insert.setBoolean(4, true);
      insert.setTimestamp(5, Timestamp.from(Instant.parse("2025-01-01T00:00:00.123Z")));
      insert.setDate(6, Date.valueOf(LocalDate.of(2025, 1, 2)));
      insert.setTime(7, new Time(3_723_000));
      insert.setBytes(8, new byte[] {1, 2});

      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    assertThat(sandboxed.account().binds())
        .containsExactly(
            "5",
            "it's",
            null,
            "true",
            "2025-01-01 00:00:00.123000000 +0000",
            "2025-01-02",
            "01:02:03.000000000",
            "0102");
  }

  @Test
  void a_batch_runs_once_for_each_row() throws Exception {
    try (var insert = connection.prepareStatement("insert into t values (?)")) {
      for (var i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }

      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
    }
    assertThat(sandboxed.account().executed()).hasSize(3);
  }

  @Test
  void describing_runs_nothing() throws Exception {
    try (var insert = connection.prepareStatement("insert into t values (?, ?)")) {
      assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(2);
    }
    try (var select = connection.prepareStatement("select 1")) {
      assertThat(select.getMetaData().getColumnType(1)).isEqualTo(Types.BIGINT);
    }

    assertThat(sandboxed.account().executed()).containsExactly("select 1");
    assertThat(sandboxed.sandbox().statements().all()).isEmpty();
  }

  @Test
  void no_more_rows_come_than_asked_for() throws Exception {
    sandboxed.account().answers("select types", types());
    try (var statement = connection.createStatement()) {
      statement.setMaxRows(1);
      var rows = statement.executeQuery("select types");

      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void several_statements_come_back_one_by_one() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.unwrap(SnowflakeStatement.class).setParameter("MULTI_STATEMENT_COUNT", 0);

      assertThat(statement.execute("create database d; insert into t values (1); select 1"))
          .isFalse();
      assertThat(statement.getUpdateCount()).isZero();
      statement.getMoreResults();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(statement.getResultSet().next()).isTrue();
    }
    assertThat(sandboxed.sandbox().statements().all())
        .extracting(StatementLog.Entry::sql)
        .containsExactly("create database d", "insert into t values (1)", "select 1");
  }

  @Test
  void several_statements_are_refused_unless_asked_for() throws Exception {
    try (var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select 1; select 1"))
          .asInstanceOf(type(SQLException.class))
          .extracting(SQLException::getErrorCode)
          .isEqualTo(8);
      assertThat(statement.execute("select 1;")).isTrue();
    }
  }

  @Test
  void the_first_failure_ends_several_statements() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.unwrap(SnowflakeStatement.class).setParameter("MULTI_STATEMENT_COUNT", 3);

      assertThatThrownBy(() -> statement.execute("select 1; nonsense; select 1"))
          .asInstanceOf(type(SQLException.class))
          .extracting(SQLException::getErrorCode)
          .isEqualTo(1003);
    }
    assertThat(sandboxed.account().executed()).hasSize(2);
  }

  @Test
  void the_log_knows_who_ran_what_under_which_tag() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("alter session set query_tag = 'session'");
      statement.execute("select 1");
      statement.unwrap(SnowflakeStatement.class).setParameter("QUERY_TAG", "statement");
      statement.execute("create database d");
    }

    var log = sandboxed.sandbox().statements();
    assertThat(log.all())
        .extracting(StatementLog.Entry::queryTag)
        .containsExactly("", "session", "statement");
    var written = log.writes().getFirst();
    assertThat(written.sequence()).isEqualTo(3);
    assertThat(written.user()).isEqualTo("SNOW");
    assertThat(written.role()).isEqualTo("ENGINEER");
    assertThat(written.outcome()).isEqualTo(new StatementLog.Ok(1));
    assertThat(log.since(2)).containsExactly(written);
  }

  @Test
  void the_last_query_can_be_read_again() throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute("select 1");
      var rows = statement.executeQuery("select * from table(result_scan(last_query_id()))");

      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("1");
    }
  }
}
