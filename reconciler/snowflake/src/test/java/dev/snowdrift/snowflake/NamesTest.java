package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "etl, ETL",
        "\"etl\", \"etl\"",
        "\"ETL\", ETL",
        "e_1$x, E_1$X",
        "\"a\"\"b\", \"a\"\"b\"",
        "\"9\", \"9\""
      })
  void unquoted_names_fold_and_quotes_stay_only_where_they_matter(String written, String is) {
    assertThat(Identifier.parse(written).canonical()).isEqualTo(is);
  }

  @Test
  void dots_inside_quotes_do_not_divide_a_name() {
    assertThat(QualifiedName.parse("a.b.\"c.d\"").parts())
        .containsExactly(new Identifier("A"), new Identifier("B"), new Identifier("c.d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "a.", ".a", "\"a", "\"a\"b", "a b", "1a", "a-b", "ä", "\"\""})
  void what_is_no_name_is_refused(String written) {
    assertThatThrownBy(() -> QualifiedName.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_name_of_256_characters_is_too_long() {
    assertThat(new Identifier("A".repeat(255)).text()).hasSize(255);
    assertThatThrownBy(() -> new Identifier("A".repeat(256))).hasMessageContaining("255");
  }

  @Test
  void reserved_words_are_quoted_in_statements_only() {
    assertThat(new Identifier("ORDER").canonical()).isEqualTo("ORDER");
    assertThat(new Identifier("ORDER").sql()).isEqualTo("\"ORDER\"");
  }
}
