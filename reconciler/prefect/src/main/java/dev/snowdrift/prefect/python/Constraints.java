package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Call;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What `pydantic.Field(...)` adds to the schema of a type.
final class Constraints {
  private static final Map<String, String> NUMBER =
      Map.of(
          "ge",
          "minimum",
          "gt",
          "exclusiveMinimum",
          "le",
          "maximum",
          "lt",
          "exclusiveMaximum",
          "multiple_of",
          "multipleOf");
  private static final Map<String, String> LENGTHS =
      Map.of("string", "Length", "array", "Items", "object", "Properties");
  private static final Set<String> OTHERS = Set.of("default", "default_factory", "alias");

  private final Values values;

  Constraints(Values values) {
    this.values = values;
  }

  /// The schema with what the field says; empty if that cannot be read.
  ///
  /// @param isParameter whether title and description are given elsewhere
  Optional<ObjectNode> apply(Call field, ObjectNode type, boolean isParameter) {
    if (field.isSpread() || field.arguments().size() > 1) {
      return Optional.empty();
    }
    var schema = type.deepCopy();
    var kind = type.path("type").asString("");
    for (var keyword : field.keywords().entrySet()) {
      var name = keyword.getKey();
      var target = target(name, kind);
      if (OTHERS.contains(name)) {
        continue;
      }
      var value = values.of(keyword.getValue());
      if (target.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      if (!isParameter || !(name.equals("title") || name.equals("description"))) {
        schema.set(target, value.get());
      }
    }
    return Optional.of(schema);
  }

  private static String target(String name, String kind) {
    return switch (name) {
      case "title", "description", "examples" -> name;
      case "pattern" -> kind.equals("string") ? name : "";
      case "min_length" -> length("min", kind);
      case "max_length" -> length("max", kind);
      default ->
          kind.equals("integer") || kind.equals("number") ? NUMBER.getOrDefault(name, "") : "";
    };
  }

  private static String length(String bound, String kind) {
    return LENGTHS.containsKey(kind) ? bound + LENGTHS.get(kind) : "";
  }
}
