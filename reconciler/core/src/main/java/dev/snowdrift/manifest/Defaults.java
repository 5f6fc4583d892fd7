package dev.snowdrift.manifest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills in what a schema says about fields that are not written.
final class Defaults {
  private Defaults() {}

  /// The same object, with the `default` of every absent property at every level that is present.
  static ObjectNode fill(ObjectNode value, ObjectNode schema) {
    for (var property : schema.path("properties").properties()) {
      var name = property.getKey();
      var wanted = property.getValue();
      if (value.has(name)) {
        descend(value.get(name), wanted);
      } else if (wanted.has("default")) {
        value.set(name, wanted.get("default"));
      }
    }
    if (schema.get("additionalProperties") instanceof ObjectNode values) {
      for (var property : value.properties()) {
        if (!schema.path("properties").has(property.getKey())) {
          descend(property.getValue(), values);
        }
      }
    }
    return value;
  }

  private static void descend(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object && schema instanceof ObjectNode properties) {
      fill(object, properties);
    } else if (value instanceof ArrayNode array) {
      array.forEach(item -> descend(item, schema.path("items")));
    }
  }
}
