package dev.snowdrift.prefect;

import dev.snowdrift.kind.Canonical;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as Prefect means it.
public final class Json {
  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private Json() {}

  public static ObjectNode object() {
    return FACTORY.objectNode();
  }

  /// A value in canonical form: keys sorted, numbers normalized. Unlike {@link Canonical#tree} it
  /// keeps nulls, as a parameter that is null is another than one that is missing, and of a
  /// fraction only what Prefect keeps of it: it is Python and has it in 64 bits.
  public static JsonNode exact(JsonNode value) {
    if (value.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        sorted.put(property.getKey(), exact(property.getValue()));
      }
      var object = FACTORY.objectNode();
      sorted.forEach(object::set);
      return object;
    }
    if (value.isArray()) {
      var array = FACTORY.arrayNode();
      value.forEach(item -> array.add(exact(item)));
      return array;
    }
    if (value.isNumber() && !value.isIntegralNumber() && Double.isFinite(value.asDouble())) {
      return Canonical.tree(FACTORY.numberNode(BigDecimal.valueOf(value.asDouble())));
    }
    return Canonical.tree(value);
  }

  /// The value in canonical form; empty for null, missing, `""`, `{}` and `[]`, which are the same
  /// to Prefect where an object, a list or a description is optional.
  public static Optional<JsonNode> present(JsonNode value) {
    var nothing =
        value.isNull()
            || value.isMissingNode()
            || (value.isString() && value.asString().isEmpty())
            || (value.isContainer() && value.isEmpty());
    return nothing ? Optional.empty() : Optional.of(exact(value));
  }

  /// The value in canonical form, or another one for null and missing.
  public static JsonNode or(JsonNode value, JsonNode otherwise) {
    return value.isNull() || value.isMissingNode() ? otherwise : exact(value);
  }

  /// A property of an answer that must be text.
  public static Optional<String> text(JsonNode object, String property) {
    return object.path(property).asStringOpt().filter(text -> !text.isEmpty());
  }
}
