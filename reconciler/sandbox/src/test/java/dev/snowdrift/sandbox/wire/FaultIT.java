package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.StatementResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultIT {
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
  void a_lost_answer_is_asked_for_again_and_the_statement_runs_once() throws Exception {
    var lost = sandboxed.sandbox().faults().on("create database").dropAfter();

    execute("create database d");

    assertThat(lost.fired()).isEqualTo(1);
    assertThat(sandboxed.account().executed()).containsExactly("create database d");
    assertThat(sandboxed.sandbox().statements().writes()).hasSize(1);
  }

  @Test
  void a_request_lost_on_its_way_is_sent_again() throws Exception {
    var lost = sandboxed.sandbox().faults().on("create database").dropBefore();

    execute("create database d");

    assertThat(lost.fired()).isEqualTo(1);
    assertThat(sandboxed.account().executed()).containsExactly("create database d");
  }

  @Test
  void a_status_of_trouble_is_retried() throws Exception {
    var busy = sandboxed.sandbox().faults().on("create database").httpStatus(503);

    execute("create database d");

    assertThat(busy.fired()).isEqualTo(1);
    assertThat(sandboxed.account().executed()).hasSize(1);
  }

  @Test
  void a_refusal_by_script_runs_nothing() throws Exception {
    sandboxed
        .sandbox()
        .faults()
        .on("create")
        .nth(2)
        .refuse(3001, "42501", "Insufficient privileges");

    execute("create database d");
    assertThatThrownBy(() -> execute("create database e"))
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getErrorCode)
        .isEqualTo(3001);
    execute("create database e");

    assertThat(sandboxed.sandbox().statements().all())
        .extracting(StatementLog.Entry::ok)
        .containsExactly(true, false, true);
  }

  @Test
  void a_stale_listing_repeats_the_previous_answer() throws Exception {
    listing("one");
    var stale = sandboxed.sandbox().faults().on("show").nth(2).stale();

    assertThat(names("show tables")).containsExactly("one");
    listing("one", "two");
    assertThat(names("show tables")).containsExactly("one");
    assertThat(names("show tables")).containsExactly("one", "two");
    assertThat(stale.fired()).isEqualTo(1);
  }

  @Test
  void a_truncated_listing_has_the_first_rows() throws Exception {
    listing("one", "two", "three");
    sandboxed.sandbox().faults().on("show").truncate(2);

    assertThat(names("show tables")).containsExactly("one", "two");
    assertThat(names("show tables")).hasSize(3);
  }

  @Test
  void a_lost_answer_that_is_forgotten_makes_the_statement_run_twice() throws Exception {
    sandboxed.sandbox().faults().on("insert").dropAfterForgotten();

    execute("insert into t values (1)");

    assertThat(sandboxed.account().executed()).hasSize(2);
  }

  @Test
  void a_garbled_answer_fails_though_the_statement_ran() {
    sandboxed.sandbox().faults().on("create").garble("<html>no</html>");

    assertThatThrownBy(() -> execute("create database d")).isInstanceOf(SQLException.class);

    assertThat(sandboxed.account().executed()).hasSize(1);
  }

  @Test
  void rows_can_be_hidden_and_columns_moved() throws Exception {
    listing("one", "two");
    sandboxed.sandbox().faults().on("show").hide("two");
    sandboxed.sandbox().faults().on("show").reshape();

    assertThat(names("show tables")).containsExactly("one");
    assertThat(names("show tables")).containsExactly("two", "one");
    assertThat(names("show tables")).containsExactly("one", "two");
  }

  @Test
  void another_writer_can_come_first() throws Exception {
    sandboxed.sandbox().faults().on("create").interfere("OTHER", "ADMIN", "create database d");

    assertThatThrownBy(() -> execute("create database d"))
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getErrorCode)
        .isEqualTo(2002);
  }

  @Test
  void a_login_can_be_struck_too() throws Exception {
    sandboxed.sandbox().faults().on("LOGIN SNOW").refuse(390100, "08001", "Incorrect username.");

    assertThatThrownBy(sandboxed::connect)
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getErrorCode)
        .isEqualTo(390100);
    sandboxed.connect().close();
  }

  private void listing(String... names) {
    var rows = new ArrayList<List<String>>();
    for (var name : names) {
      rows.add(List.of(name));
    }
    sandboxed
        .account()
        .answers(
            "show tables",
            new StatementResult(
                StatementResult.SHOW,
                List.of(ResultColumn.text("name")),
                List.copyOf(rows),
                false));
  }

  private List<String> names(String sql) throws SQLException {
    var names = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString("name"));
      }
    }
    return names;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
