package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.TargetFailure;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  private static final SqlStatement WRITE = Sql.of("DROP SERVICE").name("A.B.C").ddl();
  private static final SqlStatement READ = Sql.of("SHOW SERVICES").end(StatementClass.SHOW);

  @ParameterizedTest
  @CsvSource({
    "1003, 42000, INPUT, INPUT",
    "395018, 22023, INPUT, INPUT",
    "2003, 02000, CONFLICT, CONFLICT",
    "2002, 42710, CONFLICT, CONFLICT",
    "3041, 42710, CONFLICT, CONFLICT",
    "3001, 42501, PERMISSION, PERMISSION",
    "606, 57P03, PERMISSION, PERMISSION",
    "630, 57014, TRANSIENT, UNKNOWN_OUTCOME",
    "604, 57014, TRANSIENT, UNKNOWN_OUTCOME",
    "200015, 58030, TRANSIENT, UNKNOWN_OUTCOME",
    "200016, 58030, TRANSIENT, UNKNOWN_OUTCOME",
    "0, 08006, TRANSIENT, UNKNOWN_OUTCOME",
    "390111, XX000, TRANSIENT, TRANSIENT",
    "390318, XX000, TRANSIENT, TRANSIENT",
    "999999, 42501, PERMISSION, PERMISSION",
    "999999, XX000, INTERNAL, INTERNAL"
  })
  void codes_say_what_is_done_about_it(
      int code, String state, TargetFailure.Kind read, TargetFailure.Kind write) {
    var e = new SQLException("message", state, code);

    assertThat(SnowflakeFailures.of(e, READ).kind()).isEqualTo(read);
    assertThat(SnowflakeFailures.of(e, WRITE).kind()).isEqualTo(write);
  }

  @Test
  void a_failure_says_what_was_tried_what_was_said_and_what_is_next() {
    var e = new SQLException("SQL access control error:\nInsufficient privileges", "42501", 3001);

    var failure = SnowflakeFailures.of(e, WRITE);

    assertThat(failure)
        .hasMessage(
            "drop SERVICE A.B.C: Snowflake said 003001 (42501) SQL access control error:"
                + " Insufficient privileges; grant the operator's role what it lacks; it is tried"
                + " again now and then");
    assertThat(failure.code()).contains("003001 (42501)");
  }

  @Test
  @Tag("I9")
  void what_the_server_says_of_a_statement_with_a_secret_is_not_repeated() {
    var statement =
        Sql.of("ALTER SECRET")
            .name("A.B.C")
            .words("SET")
            .property("SECRET_STRING")
            .secret(new SecretSource.Env("KEY"))
            .ddl();
    var e = new SQLException("syntax error unexpected 'canary-value'", "42000", 1003);

    var failure = SnowflakeFailures.of(e, statement);

    assertThat(failure.toString()).doesNotContain("canary");
    assertThat(failure.getCause()).isNull();
  }
}
