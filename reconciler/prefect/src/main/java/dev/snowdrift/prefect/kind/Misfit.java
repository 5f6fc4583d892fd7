package dev.snowdrift.prefect.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A value that a JSON Schema does not take.
///
/// Only what the server refuses for certain: it checks parameters and job variables by type, enum,
/// nested properties and items, and takes out every `required` before (PrefectHQ/prefect,
/// src/prefect/utilities/schema_tools/validation.py). What is not understood here passes.
///
/// @param path below the value (`env.RETRIES`); empty for the value itself
/// @param why `5 is not of type string`
record Misfit(String path, String why) {
  private static final int DEEPEST = 32;
  private static final int LONGEST = 60;

  /// Everything that does not fit, in the order of the value.
  static List<Misfit> of(JsonNode value, JsonNode schema) {
    var found = new ArrayList<Misfit>();
    new Check(schema, found).check(value, schema, "", 0);
    return found;
  }

  /// The schema of one property, where it has one.
  static Optional<JsonNode> property(JsonNode schema, String name) {
    return Optional.ofNullable(schema.path("properties").get(name));
  }

  /// Whether an object may have only the properties that its schema names.
  static boolean isClosed(JsonNode schema) {
    var more = schema.path("additionalProperties");
    return more.isBoolean() && !more.asBoolean();
  }

  private record Check(JsonNode root, List<Misfit> found) {

    void check(JsonNode value, JsonNode schema, String path, int depth) {
      if (!schema.isObject() || depth > DEEPEST || isBlock(schema)) {
        return;
      }
      var type = schema.path("type");
      // Null passes where a value is not required: the server adds it to the types.
      if (value.isNull() && !(type.isString() && path.isEmpty())) {
        return;
      }
      if (type.isString() && !is(value, type.asString())) {
        found.add(new Misfit(path, shown(value) + " is not of type " + type.asString()));
        return;
      }
      if (schema.path("enum").isArray()
          && !schema.path("enum").valueStream().toList().contains(value)) {
        found.add(new Misfit(path, shown(value) + " is not one of " + list(schema.path("enum"))));
        return;
      }
      checkReferenced(value, schema, path, depth);
      checkParts(value, schema, path, depth);
    }

    private void checkReferenced(JsonNode value, JsonNode schema, String path, int depth) {
      resolved(schema.path("$ref").asString(""))
          .ifPresent(target -> check(value, target, path, depth + 1));
      schema.path("allOf").forEach(each -> check(value, each, path, depth + 1));
      for (var choice : List.of("anyOf", "oneOf")) {
        var options = schema.path(choice);
        if (!options.isEmpty()
            && options.valueStream().noneMatch(option -> fits(value, option, depth))) {
          found.add(new Misfit(path, shown(value) + " is none of what it may be"));
        }
      }
    }

    private boolean fits(JsonNode value, JsonNode option, int depth) {
      var misfits = new ArrayList<Misfit>();
      new Check(root, misfits).check(value, option, ".", depth + 1);
      return misfits.isEmpty();
    }

    private void checkParts(JsonNode value, JsonNode schema, String path, int depth) {
      if (value.isObject()) {
        for (var entry : value.properties()) {
          var below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
          var declared = property(schema, entry.getKey());
          if (declared.isPresent()) {
            check(entry.getValue(), declared.get(), below, depth + 1);
          } else if (isClosed(schema)) {
            found.add(new Misfit(below, "no other than the declared properties are taken"));
          } else {
            check(entry.getValue(), schema.path("additionalProperties"), below, depth + 1);
          }
        }
      }
      if (value.isArray()) {
        for (var i = 0; i < value.size(); i++) {
          check(value.get(i), schema.path("items"), path + "[" + i + "]", depth + 1);
        }
      }
    }

    /// Only inside the same schema: `#/definitions/Size`.
    private Optional<JsonNode> resolved(String reference) {
      if (!reference.startsWith("#/")) {
        return Optional.empty();
      }
      var target = root.at(reference.substring(1));
      return target.isObject() ? Optional.of(target) : Optional.empty();
    }
  }

  /// A block may be given by its id, in several forms.
  private static boolean isBlock(JsonNode schema) {
    return schema.has("block_type_slug");
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "string" -> value.isString();
      case "integer" -> value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      case "null" -> value.isNull();
      default -> true;
    };
  }

  private static String shown(JsonNode value) {
    var text = value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  private static String list(JsonNode values) {
    return values
        .valueStream()
        .map(value -> value.isString() ? value : JsonNodeFactory.instance.stringNode(shown(value)))
        .map(JsonNode::asString)
        .collect(Collectors.joining(", "));
  }
}
