package dev.snowdrift.snowflake.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void statements_are_found_with_their_lines() {
    var parts =
        Script.of(
            """
            -- a comment; with a semicolon
            CREATE ROLE A; /* another;
            */ CREATE ROLE "B;C";
            !set variable_substitution=true
            CREATE STAGE S COMMENT = 'it''s; \\' fine';
            // the end
            PUT file://a.yaml @S; USE ROLE A
            """);

    assertThat(parts)
        .extracting(Script.Part::line, Script.Part::sql)
        .containsExactly(
            tuple(2, "CREATE ROLE A"),
            tuple(3, "CREATE ROLE \"B;C\""),
            tuple(4, "!set variable_substitution=true"),
            tuple(5, "CREATE STAGE S COMMENT = 'it''s; \\' fine'"),
            tuple(7, "PUT file://a.yaml @S"),
            tuple(7, "USE ROLE A"));
  }

  @Test
  void blocks_and_dollar_quotes_are_one_statement() {
    var parts =
        Script.of(
            """
            BEGIN; COMMIT;
            CREATE TASK T AS BEGIN
              IF (1 = 1) THEN SELECT 1; END IF;
              LET X := CASE WHEN 1 = 1 THEN 2 END;
            END;
            CREATE SERVICE W FROM SPECIFICATION $$
            spec: {a: 'x;y'}
            $$;
            """);

    assertThat(parts).extracting(Script.Part::line).containsExactly(1, 1, 2, 6);
    assertThat(parts).extracting(Script.Part::verb).contains("BEGIN", "COMMIT", "CREATE");
  }
}
