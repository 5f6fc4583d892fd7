package dev.snowdrift.sandbox.prefect;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Building and reading JSON trees.
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static ArrayNode array(List<? extends JsonNode> elements) {
    return array().addAll(elements);
  }

  static JsonNode nil() {
    return JsonNodeFactory.instance.nullNode();
  }

  static JsonNode number(int number) {
    return JsonNodeFactory.instance.numberNode(number);
  }

  static JsonNode number(double number) {
    return JsonNodeFactory.instance.numberNode(number);
  }

  static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  /// The text of a field, or "" when it is missing, null or no text.
  static String text(JsonNode object, String field) {
    var value = object.path(field);
    return value.isString() ? value.asString() : "";
  }

  /// Whether the field is there, null or not.
  static boolean has(JsonNode object, String field) {
    return object.has(field);
  }

  /// Whether the field is there and not null.
  static boolean given(JsonNode object, String field) {
    return object.hasNonNull(field);
  }

  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static List<String> texts(JsonNode array) {
    return elements(array).stream().map(JsonNode::asString).toList();
  }
}
