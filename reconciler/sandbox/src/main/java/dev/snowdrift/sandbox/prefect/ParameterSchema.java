package dev.snowdrift.sandbox.prefect;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The part of JSON Schema by which the server refuses parameters and job variables: types, enums,
/// nested properties and items, and closed objects. `required` is not looked at, as the server does
/// not either before a run is made.
final class ParameterSchema {
  private ParameterSchema() {}

  /// What the server makes of `{}` (PrefectHQ/prefect, src/prefect/_internal/schema.py); null stays
  /// null.
  static JsonNode none() {
    var schema = Json.object().put("type", "object");
    schema.set("properties", Json.object());
    return schema;
  }

  /// Why the values do not fit, in the server's words.
  static Optional<String> problem(JsonNode values, JsonNode schema) {
    return reason(values, schema, "")
        .map(found ->
            "Validation failed for field '%s'. Failure reason: %s"
                .formatted(found.field(), found.text()));
  }

  /// What is required and not there, at the top.
  static Optional<String> missing(JsonNode values, JsonNode schema) {
    return Json.texts(schema.path("required")).stream()
        .filter(name -> !values.has(name))
        .findFirst()
        .map("Validation failed. Failure reason: '%s' is a required property"::formatted);
  }

  /// The bare reason, such as `5 is not of type 'string'`.
  static Optional<String> bareProblem(JsonNode values, JsonNode schema) {
    return reason(values, schema, "").map(Reason::text);
  }

  private record Reason(String field, String text) {}

  private static Optional<Reason> reason(JsonNode value, JsonNode schema, String field) {
    var type = schema.path("type");
    if (type.isString() && !isOf(value, type.asString())) {
      var text = "%s is not of type '%s'".formatted(python(value), type.asString());
      return Optional.of(new Reason(field, text));
    }
    if (schema.has("anyOf")
        && Json.elements(schema.path("anyOf")).stream()
            .allMatch(option -> reason(value, option, field).isPresent())) {
      return Optional.of(
          new Reason(field, python(value) + " is not valid under any of the given schemas"));
    }
    if (schema.has("enum") && !Json.elements(schema.path("enum")).contains(value)) {
      return Optional.of(
          new Reason(field, "%s is not one of %s".formatted(python(value), schema.path("enum"))));
    }
    return Stream.concat(properties(value, schema, field), items(value, schema, field)).findFirst();
  }

  private static Stream<Reason> properties(JsonNode value, JsonNode schema, String field) {
    if (!value.isObject()) {
      return Stream.empty();
    }
    return value.properties().stream()
        .flatMap(entry -> {
          var name = field.isEmpty() ? entry.getKey() : field + "." + entry.getKey();
          var declared = schema.path("properties").path(entry.getKey());
          if (!declared.isMissingNode()) {
            return reason(entry.getValue(), declared, name).stream();
          }
          if (schema.path("additionalProperties").isObject()) {
            return reason(entry.getValue(), schema.path("additionalProperties"), name).stream();
          }
          return schema.path("additionalProperties").isBoolean()
                  && !schema.path("additionalProperties").asBoolean()
              ? Stream.of(
                  new Reason(
                      name,
                      "Additional properties are not allowed ('%s' was unexpected)"
                          .formatted(entry.getKey())))
              : Stream.empty();
        });
  }

  private static Stream<Reason> items(JsonNode value, JsonNode schema, String field) {
    return value.isArray() && schema.has("items")
        ? Json.elements(value).stream()
            .flatMap(item -> reason(item, schema.path("items"), field).stream())
        : Stream.empty();
  }

  private static boolean isOf(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      case "null" -> value.isNull();
      default -> true;
    };
  }

  private static String python(JsonNode value) {
    return value.isString() ? "'" + value.asString() + "'" : value.toString();
  }
}
