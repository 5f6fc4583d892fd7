package dev.snowdrift.kind;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values in canonical form: numbers without trailing zeros and of one JSON type, object keys
/// sorted, sets sorted and without repeats.
public final class Canonical {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Canonical() {}

  public static JsonNode text(String value) {
    return JSON.stringNode(value);
  }

  /// Empty for an absent, null-like or empty text.
  public static Optional<JsonNode> text(Optional<String> value) {
    return value.filter(text -> !text.isEmpty()).map(Canonical::text);
  }

  public static JsonNode number(long value) {
    return JSON.numberNode(value);
  }

  public static JsonNode bool(boolean value) {
    return JSON.booleanNode(value);
  }

  public static Optional<JsonNode> number(Optional<? extends Number> value) {
    return value.map(number -> number(number.longValue()));
  }

  public static Optional<JsonNode> bool(Optional<Boolean> value) {
    return value.map(Canonical::bool);
  }

  /// A set of texts: order and repeats do not matter.
  public static JsonNode set(Collection<String> values) {
    var array = JSON.arrayNode();
    values.stream().distinct().sorted().forEach(array::add);
    return array;
  }

  /// A list of texts: order matters.
  public static JsonNode list(List<String> values) {
    var array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }

  /// Any JSON with keys sorted, numbers normalized and nulls in objects dropped.
  public static JsonNode tree(JsonNode value) {
    if (value.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        if (!property.getValue().isNull()) {
          sorted.put(property.getKey(), tree(property.getValue()));
        }
      }
      var object = JSON.objectNode();
      sorted.forEach(object::set);
      return object;
    }
    if (value.isArray()) {
      var array = JSON.arrayNode();
      value.forEach(item -> array.add(tree(item)));
      return array;
    }
    if (value.isNumber()) {
      var decimal = value.decimalValue().stripTrailingZeros();
      return decimal.scale() <= 0 && decimal.precision() - decimal.scale() <= 18
          ? JSON.numberNode(decimal.longValueExact())
          : JSON.numberNode(decimal);
    }
    return value;
  }

  /// A list of objects as a set, ordered by one of their keys.
  public static JsonNode sortedBy(String key, JsonNode list) {
    var array = JSON.arrayNode();
    list.valueStream()
        .sorted(Comparator.comparing(item -> item.path(key).asString("")))
        .forEach(array::add);
    return array;
  }
}
