package dev.snowdrift.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Adds to a generated schema what the annotations of a record's components say: meaning, bounds,
/// closed lists, what is required; and closes every object.
final class SchemaAttributes {
  /// Beside `pattern`: what the expression asks for, in words. Validators ignore it.
  static final String REASON = "x-reason";

  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private SchemaAttributes() {}

  /// Completes the schema of a record, and of the records inside it.
  static void add(ObjectNode schema, Class<?> type) {
    describe(schema, type.getAnnotation(Doc.class));
    var generated = schema.path("properties");
    var properties = schema.objectNode(); // in the order of the record, which people chose
    var required = schema.arrayNode();
    for (var field : components(type)) {
      var name = name(field);
      if (generated.get(name) instanceof ObjectNode property) {
        nested(property, field.getGenericType());
        component(property, field);
        properties.set(name, property);
        if (isRequired(field)) {
          required.add(name);
        }
      }
    }
    schema.set("properties", properties);
    schema.remove("required");
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
  }

  /// A component's name in YAML, or an enum constant's.
  static String name(Field field) {
    var property = field.getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty() ? field.getName() : property.value();
  }

  private static List<Field> components(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .toList();
  }

  private static boolean isRequired(Field field) {
    var property = field.getAnnotation(JsonProperty.class);
    if (field.isAnnotationPresent(Required.class) || (property != null && property.required())) {
      return true;
    }
    var type = field.getType();
    return !OPTIONAL.contains(type)
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && !JsonNode.class.isAssignableFrom(type)
        && !field.isAnnotationPresent(Default.class);
  }

  private static void nested(ObjectNode schema, Type type) {
    switch (type) {
      case Class<?> record when record.isRecord() -> add(schema, record);
      case ParameterizedType generic when generic.getRawType() instanceof Class<?> raw -> {
        var inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
        var below =
            raw == Optional.class
                ? schema
                : schema.get(Map.class.isAssignableFrom(raw) ? "additionalProperties" : "items");
        if (below instanceof ObjectNode object) {
          nested(object, inner);
        }
      }
      default -> {}
    }
  }

  private static void component(ObjectNode schema, Field field) {
    describe(schema, field.getAnnotation(Doc.class));
    var example = field.getAnnotation(Example.class);
    if (example != null) {
      schema.putArray("examples").add(value(example.value()));
    }
    var standard = field.getAnnotation(Default.class);
    if (standard != null) {
      schema.set("default", value(standard.value()));
    }
    var min = field.getAnnotation(Min.class);
    if (min != null) {
      schema.put(bound(schema, "min"), min.value());
    }
    var max = field.getAnnotation(Max.class);
    if (max != null) {
      schema.put(bound(schema, "max"), max.value());
    }
    texts(schema.get("items") instanceof ObjectNode items ? items : schema, field);
  }

  /// What concerns a text, or each text of a list or of a map.
  private static void texts(ObjectNode schema, Field field) {
    if (schema.get("additionalProperties") instanceof ObjectNode values) {
      texts(values, field);
      return;
    }
    if (field.isAnnotationPresent(Quantity.class)) {
      schema.putArray("type").add("string").add("number");
    }
    var pattern = field.getAnnotation(Pattern.class);
    if (pattern != null) {
      schema.put("pattern", "^(?:" + pattern.value() + ")$").put(REASON, pattern.reason());
    }
    var oneOf = field.getAnnotation(OneOf.class);
    if (oneOf != null) {
      var values = schema.putArray("enum");
      Arrays.stream(oneOf.value()).forEach(values::add);
    }
  }

  private static String bound(ObjectNode schema, String which) {
    return switch (schema.path("type").asString("")) {
      case "array" -> which + "Items";
      case "string" -> which + "Length";
      case "object" -> which + "Properties";
      default -> which + "imum";
    };
  }

  private static void describe(ObjectNode schema, @org.jspecify.annotations.Nullable Doc doc) {
    if (doc != null) {
      schema.put("description", doc.value());
    }
  }

  private static JsonNode value(String yaml) {
    return YamlTyping.typed(new Scalar(yaml, false, Location.of("annotation")));
  }
}
