package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A container's log is hostile text.
class LogTailTest {
  @Test
  void only_the_last_lines_are_kept() {
    var log = new StringBuilder();
    for (var i = 0; i < 1_000; i++) {
      log.append("line ").append(i).append('\n');
    }

    var tail = LogTail.of(log.toString());

    assertThat(tail.split(" \\| ", -1)).hasSize(LogTail.LINES).endsWith("line 999");
  }

  @Test
  void one_endless_line_is_cut_at_its_front() {
    var tail = LogTail.of("x".repeat(200_000) + "the end");

    assertThat(tail).hasSizeLessThanOrEqualTo(LogTail.LENGTH).startsWith("…").endsWith("the end");
  }

  @Test
  void what_moves_a_cursor_or_turns_a_line_around_is_taken_out() {
    var tail =
        LogTail.of("\u001B[2J\u001B[31mred\u001B[0m\r\u0007\u202Eend\u200B \u001B]0;title\u0007.");

    assertThat(tail).isEqualTo("red | end .");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cannot reach postgres://prefect:canary@db:5432/prefect",
        "password=canary",
        "PASSWORD: 'canary'",
        "{\"token\": \"canary\"}",
        "Authorization: Bearer canary",
        "api-key = canary",
        "client_secret=canary&grant=x"
      })
  void what_looks_like_a_secret_is_masked(String line) {
    assertThat(LogTail.of(line)).contains("***").doesNotContain("canary");
  }

  @Test
  void nothing_written_is_nothing_told() {
    assertThat(LogTail.of("\n \n\t\n")).isEmpty();
  }
}
