package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {

  @Test
  void null_the_empty_text_and_a_missing_column_are_the_same() {
    var row = new Row(Map.of("a", "", "b", "null"));

    assertThat(row.text("a")).isEmpty();
    assertThat(row.text("c")).isEmpty();
    assertThat(row.text("b")).contains("null");
    assertThat(row.textUnlessNull("b")).isEmpty();
  }

  @Test
  void lists_are_read_in_all_three_forms() {
    assertThat(new Row(Map.of("l", "[A, B]")).names("l")).containsExactly("A", "B");
    assertThat(new Row(Map.of("l", "[\"A\",\"b c\"]")).names("l")).containsExactly("A", "\"b c\"");
    assertThat(new Row(Map.of("l", "D.S.A,D.S.B")).names("l")).containsExactly("D.S.A", "D.S.B");
    assertThat(new Row(Map.of()).names("l")).isEmpty();
  }

  @Test
  void what_is_no_number_is_a_malformed_answer() {
    assertThatThrownBy(() -> new Row(Map.of("n", "many")).number("n"))
        .isInstanceOf(Row.MalformedAnswer.class)
        .hasMessage("n is not a number: many");
  }
}
