package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindsTest {

  @ParameterizedTest
  @CsvSource({
    "FIXED, 1.20, 1.20",
    "TEXT, it's, it's",
    "DATE, -86400000, 1969-12-31",
    "TIME, 3723000000001, 01:02:03.000000001",
    "TIMESTAMP_NTZ, -500000000, 1969-12-31 23:59:59.500000000",
    "TIMESTAMP_LTZ, 1735689600123000000, 2025-01-01 00:00:00.123000000 +0000",
    "TIMESTAMP_TZ, 1735689600000000000 1350, 2024-12-31 22:30:00.000000000 -0130",
    "TIMESTAMP_NTZ, 2025-01-01, 2025-01-01"
  })
  void a_value_becomes_the_text_of_a_literal(String type, String value, String literal) {
    var bindings =
        Answers.MAPPER.readTree(
            "{\"1\": {\"type\": \"%s\", \"value\": \"%s\"}}".formatted(type, value));

    assertThat(Binds.rows(bindings).getFirst()).containsExactly(literal);
  }

  @Test
  void arrays_are_read_across() {
    var bindings =
        Answers.MAPPER.readTree(
            """
            {"1": {"type": "FIXED", "value": ["1", "2"]}, "2": {"type": "TEXT", "value": ["a", null]}}
            """);

    var rows = Binds.rows(bindings);

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).containsExactly("1", "a");
    assertThat(rows.get(1)).containsExactly("2", null);
  }

  @Test
  void no_bindings_are_one_empty_row() {
    assertThat(Binds.rows(Answers.MAPPER.nullNode())).containsExactly(List.of());
  }
}
