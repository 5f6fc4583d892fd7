package dev.snowdrift.prefect.kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Places in the data of a block, as dotted paths: `password`, `headers.Authorization`, `hosts.0`.
final class BlockPaths {
  /// What the server shows in place of a secret. Sent back, it leaves the secret as it is.
  static final String MASK = "********";

  private BlockPaths() {}

  static String first(String path) {
    var dot = path.indexOf('.');
    return dot < 0 ? path : path.substring(0, dot);
  }

  static List<String> steps(String path) {
    return List.of(path.split("\\.", -1));
  }

  /// Whether a path is another one or lies below it.
  static boolean covers(String above, String path) {
    return path.equals(above) || path.startsWith(above + ".");
  }

  /// `/data/headers/Authorization`.
  static String pointer(String path) {
    var pointer = new StringBuilder("/data");
    for (var step : steps(path)) {
      pointer.append('/').append(step.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  static boolean isMask(JsonNode value) {
    return value.isString() && value.asString().equals(MASK);
  }

  /// Every value that is no container, or is an empty one, by its path; nulls are none.
  static Map<String, JsonNode> leaves(JsonNode data) {
    var leaves = new TreeMap<String, JsonNode>();
    walk("", data, leaves::put);
    return leaves;
  }

  private static void walk(String path, JsonNode value, BiConsumer<String, JsonNode> leaf) {
    var before = path.isEmpty() ? "" : path + ".";
    if (value.isObject() && !value.isEmpty()) {
      value.properties().forEach(below -> walk(before + below.getKey(), below.getValue(), leaf));
    } else if (value.isArray() && !value.isEmpty()) {
      for (var i = 0; i < value.size(); i++) {
        walk(before + i, value.get(i), leaf);
      }
    } else if (!value.isNull() && !path.isEmpty()) {
      leaf.accept(path, value);
    }
  }

  static Optional<JsonNode> find(JsonNode data, String path) {
    var at = data;
    for (var step : steps(path)) {
      at = at.isArray() && isIndex(step) ? at.path(Integer.parseInt(step)) : at.path(step);
    }
    return at.isMissingNode() || at.isNull() ? Optional.empty() : Optional.of(at);
  }

  /// Puts a value at a path, with the objects and lists that it takes.
  static void put(ObjectNode data, String path, JsonNode value) {
    var steps = steps(path);
    JsonNode at = data;
    for (var i = 0; i < steps.size() - 1; i++) {
      var below = child(at, steps.get(i));
      if (!below.isContainer()) {
        below =
            isIndex(steps.get(i + 1))
                ? JsonNodeFactory.instance.arrayNode()
                : JsonNodeFactory.instance.objectNode();
        set(at, steps.get(i), below);
      }
      at = below;
    }
    set(at, steps.getLast(), value);
  }

  static void remove(ObjectNode data, String path) {
    var dot = path.lastIndexOf('.');
    var parent = dot < 0 ? Optional.of((JsonNode) data) : find(data, path.substring(0, dot));
    if (parent.orElse(data) instanceof ObjectNode object) {
      object.remove(path.substring(dot + 1));
    }
  }

  private static JsonNode child(JsonNode parent, String step) {
    return parent instanceof ArrayNode list && isIndex(step)
        ? list.path(Integer.parseInt(step))
        : parent.path(step);
  }

  private static void set(JsonNode parent, String step, JsonNode value) {
    switch (parent) {
      case ObjectNode object -> object.set(step, value);
      case ArrayNode list when isIndex(step) && Integer.parseInt(step) < list.size() ->
          list.set(Integer.parseInt(step), value);
      case ArrayNode list -> list.add(value);
      default -> throw new IllegalArgumentException("no object or list holds " + step);
    }
  }

  static boolean isIndex(String step) {
    return !step.isEmpty() && step.length() < 4 && step.chars().allMatch(Character::isDigit);
  }
}
