package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProblemTextTest {
  private static final Problem PROBLEM =
      new Problem(
          Code.SCHEDULE,
          new Location("etl/load.yaml", 12, 13),
          "Task ETL.PUBLIC.LOAD",
          "\"every hour\" is not a schedule",
          "Snowflake takes '<n> MINUTE' or 'USING CRON <5 fields> <time zone>'",
          "write `schedule: 60 MINUTE`");

  @Test
  void a_problem_says_where_what_why_and_what_next() {
    var text = ProblemText.render(PROBLEM, Optional.of("  schedule: every hour"));

    assertThat(text)
        .isEqualTo(
            """
            etl/load.yaml:12:13: Task ETL.PUBLIC.LOAD: "every hour" is not a schedule [SD1308]
                schedule: every hour
                          ^
              why:  Snowflake takes '<n> MINUTE' or 'USING CRON <5 fields> <time zone>'
              next: write `schedule: 60 MINUTE`
            """);
  }

  @Test
  void without_a_source_line_the_rest_is_the_same() {
    assertThat(PROBLEM.toString())
        .isEqualTo(
            """
            etl/load.yaml:12:13: Task ETL.PUBLIC.LOAD: "every hour" is not a schedule [SD1308]
              why:  Snowflake takes '<n> MINUTE' or 'USING CRON <5 fields> <time zone>'
              next: write `schedule: 60 MINUTE`
            """);
  }

  @Test
  void of_a_long_line_the_part_around_the_column_is_shown() {
    var problem =
        new Problem(Code.FIELD_VALUE, new Location("a.yaml", 1, 10_001), "", "what", "", "");

    var text = ProblemText.render(problem, Optional.of("x".repeat(10_000) + "Y" + "z".repeat(500)));

    var lines = text.lines().toList();
    assertThat(lines.get(1)).hasSize(104);
    assertThat(lines.get(1).charAt(lines.get(2).indexOf('^'))).isEqualTo('Y');
  }

  @Test
  @Tag("T10")
  void nothing_from_a_repository_can_steer_a_terminal() {
    var problem =
        new Problem(
            Code.FIELD_VALUE,
            new Location("a\n\u001B[2Jb.yaml", 1, 1),
            "Task \u202E",
            "what\u0007",
            "",
            "");

    var text = ProblemText.render(problem, Optional.of("a: \u001B]0;x"));

    assertThat(text)
        .isEqualTo(
            """
            a\\u000A\\u001B[2Jb.yaml:1:1: Task \\u202E: what\\u0007 [SD1304]
                a: \\u001B]0;x
                ^
            """);
  }

  @Test
  void problems_are_listed_by_place_once_and_the_rest_is_counted() {
    var problems = new Problems();
    IntStream.rangeClosed(1, 1_500)
        .map(i -> 1_501 - i)
        .forEach(
            line -> problems.add(Code.SCOPE, new Location("a.yaml", line, 1), "", "what", "", ""));
    problems.add(Code.SCOPE, new Location("a.yaml", 1_500, 1), "", "what", "", "");

    assertThat(problems.list()).hasSize(Problems.KEPT).isSorted();
    assertThat(problems.dropped()).isEqualTo(500);
    assertThat(problems.size()).isEqualTo(1_500);
  }

  @Test
  void codes_have_distinct_numbers_in_ascending_order_and_titles() {
    List<Integer> numbers = Arrays.stream(Code.values()).map(Code::number).toList();

    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(Code.values()).allSatisfy(code -> assertThat(code.title()).isNotBlank());
    assertThat(Code.YAML_SYNTAX.id()).isEqualTo("SD1001");
  }
}
