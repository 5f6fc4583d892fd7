package dev.snowdrift.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class YamlTypingTest {
  record Fields(
      Optional<String> text,
      Optional<Long> whole,
      Optional<java.math.BigDecimal> number,
      Optional<Boolean> flag,
      @Quantity Optional<String> quantity,
      @OneOf({"on", "off"}) Optional<String> word,
      Optional<JsonNode> free) {}

  private static final ObjectNode SCHEMA = SchemaGenerator.of(Fields.class);

  /// What a literal gives in a field: the value, `absent`, or the code of the problem.
  private static String bind(String field, String literal) {
    var problems = new Problems();
    var yaml = "%s: %s\n".formatted(field, literal).getBytes(StandardCharsets.UTF_8);
    var node = (Mapping) YamlReader.read("a.yaml", yaml, Limits.DEFAULT, problems).getFirst();
    var bound = Binder.bind(node, Fields.class, SCHEMA, problems);
    if (bound.isEmpty()) {
      assertThat(problems.list()).hasSize(1);
      return problems.list().getFirst().code().name();
    }
    var fields = bound.get();
    Optional<?> value =
        switch (field) {
          case "text" -> fields.text();
          case "whole" -> fields.whole();
          case "number" -> fields.number();
          case "flag" -> fields.flag();
          case "quantity" -> fields.quantity();
          case "word" -> fields.word();
          default -> fields.free();
        };
    return value.map(Object::toString).orElse("absent");
  }

  @ParameterizedTest
  @Tag("T31")
  @Tag("T32")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # literal,  text,           whole,          number,         flag,           quantity,       free
          abc,        abc,            FIELD_TYPE,     FIELD_TYPE,     FIELD_TYPE,     abc,            '"abc"'
          '"1.10"',   1.10,           FIELD_TYPE,     FIELD_TYPE,     FIELD_TYPE,     1.10,           '"1.10"'
          '"no"',     no,             FIELD_TYPE,     FIELD_TYPE,     FIELD_TYPE,     no,             '"no"'
          7,          FIELD_TYPE,     7,              7,              FIELD_TYPE,     7,              7
          -7,         FIELD_TYPE,     -7,             -7,             FIELD_TYPE,     -7,             -7
          1.10,       FIELD_TYPE,     FIELD_TYPE,     1.10,           FIELD_TYPE,     1.10,           1.10
          true,       FIELD_TYPE,     FIELD_TYPE,     FIELD_TYPE,     true,           FIELD_TYPE,     true
          ~,          absent,         absent,         absent,         absent,         absent,         absent
          null,       absent,         absent,         absent,         absent,         absent,         absent
          no,         YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          on,         YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          True,       YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          017,        YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          0x1F,       YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          0o17,       YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          1_000,      YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          1:30,       YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          1e3,        YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          0.1e400,    YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          .inf,       YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          .5,         YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          +1,         YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS, YAML_AMBIGUOUS
          """)
  void each_literal_has_one_result_in_each_type_of_field(
      String literal,
      String text,
      String whole,
      String number,
      String flag,
      String quantity,
      String free) {
    assertThat(bind("text", literal)).isEqualTo(text);
    assertThat(bind("whole", literal)).isEqualTo(whole);
    assertThat(bind("number", literal)).isEqualTo(number);
    assertThat(bind("flag", literal)).isEqualTo(flag);
    assertThat(bind("quantity", literal)).isEqualTo(quantity);
    assertThat(bind("free", literal)).isEqualTo(free);
  }

  @ParameterizedTest
  @CsvSource({"on, on", "off, off", "'\"on\"', on", "no, YAML_AMBIGUOUS", "ON, YAML_AMBIGUOUS"})
  void a_closed_list_takes_its_own_words_without_quotes(String literal, String result) {
    assertThat(bind("word", literal)).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2027-01-31", "v1.10", "1.10.2", "2Gi", "500m", "8080:80", "api.prefect.cloud:443",
            "1 MINUTE",
        "0 15 * * *", "-", "_", "none", "y", "n", "nullable", "12:00:00Z"
      })
  void what_no_reader_takes_for_a_number_is_text(String literal) {
    assertThat(YamlTyping.form(new Scalar(literal, false, Location.of("a"))))
        .isEqualTo(YamlTyping.Form.TEXT);
  }

  @ParameterizedTest
  @Tag("T31")
  @ValueSource(ints = {39, 400, 100_000})
  void a_number_of_many_digits_is_never_calculated(int digits) {
    assertThat(bind("free", "9".repeat(digits))).isEqualTo("YAML_AMBIGUOUS");
  }
}
