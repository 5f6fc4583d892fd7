package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVersionTest {
  @ParameterizedTest
  @ValueSource(strings = {"3.8.3", "3.8.4.dev6", "3.8.0+12.gabc"})
  void the_version_that_is_tested_is_no_concern(String text) {
    assertThat(ServerVersion.parse(text))
        .hasValueSatisfying(v -> assertThat(v.concern()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "2.20.1, Prefect 3 only",
    "4.0.0, Prefect 3 only",
    "3.7.9, older than 3.8",
    "3.10.0, newer than 3.8"
  })
  void another_version_is_named_with_what_to_do(String text, String said) {
    assertThat(ServerVersion.parse(text).orElseThrow().concern())
        .hasValueSatisfying(concern -> assertThat(concern).contains(text, said));
  }

  @Test
  void what_is_no_version_is_not_taken_for_one() {
    assertThat(ServerVersion.parse("<html>")).isEmpty();
    assertThat(ServerVersion.parse("3.8\u001b[31m")).isEmpty();
  }
}
