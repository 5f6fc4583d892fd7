package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MisfitTest {
  private static final String SCHEMA =
      """
      {"type": "object", "properties": {
        "n": {"type": "integer"}, "x": {"type": "number"}, "when": {"enum": ["now", "later"]},
        "names": {"type": "array", "items": {"type": "string"}},
        "maybe": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "size": {"$ref": "#/definitions/Size"}, "both": {"allOf": [{"$ref": "#/definitions/Size"}]},
        "block": {"$ref": "#/definitions/Block"},
        "env": {"type": "object", "additionalProperties": {"type": "string"}},
        "closed": {"type": "object", "additionalProperties": false, "properties": {"a": {}}}},
       "required": ["n"],
       "definitions": {"Size": {"type": "object", "properties": {"w": {"type": "integer"}}},
         "Block": {"type": "object", "block_type_slug": "secret"}}}
      """;

  private static JsonNode json(String text) {
    return JsonMapper.builder().build().readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"n\":\"1\"}|n|\"1\" is not of type integer",
        "{\"n\":1.5}|n|1.5 is not of type integer",
        "{\"when\":\"soon\"}|when|\"soon\" is not one of now, later",
        "{\"names\":[\"a\",1]}|names[1]|1 is not of type string",
        "{\"maybe\":\"x\"}|maybe|\"x\" is none of what it may be",
        "{\"size\":{\"w\":\"1\"}}|size.w|\"1\" is not of type integer",
        "{\"both\":3}|both|3 is not of type object",
        "{\"env\":{\"A\":1}}|env.A|1 is not of type string",
        "{\"closed\":{\"b\":1}}|closed.b|no other than the declared properties are taken"
      })
  void what_a_schema_does_not_take_is_found_at_its_place(String value, String path, String why) {
    assertThat(Misfit.of(json(value), json(SCHEMA))).containsExactly(new Misfit(path, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"n\":1}",
        "{\"n\":2.0,\"x\":1}",
        "{\"n\":null}",
        "{\"maybe\":null}",
        "{\"other\":1}",
        "{\"block\":\"{{ prefect.blocks.secret.x }}\"}"
      })
  void what_the_server_takes_fits(String value) {
    assertThat(Misfit.of(json(value), json(SCHEMA))).isEmpty();
  }
}
