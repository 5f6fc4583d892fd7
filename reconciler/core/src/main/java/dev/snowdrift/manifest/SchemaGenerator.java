package dev.snowdrift.manifest;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON Schemas (draft 2020-12) from spec records: the same for editor, CLI, CI and operator.
///
/// Every object is closed. A component is required unless it is `Optional`, a collection, a map, a
/// `JsonNode`, or has a [Default]; [Required] makes it so in any case. Everything is inlined, so a
/// spec record cannot contain itself.
public final class SchemaGenerator {
  /// Beside `pattern`: what the expression asks for, in words. Validators ignore it.
  static final String REASON = "x-reason";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private SchemaGenerator() {}

  /// The schema of a spec record alone: what [Binder] takes.
  public static ObjectNode of(Class<? extends Record> spec) {
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                Option.INLINE_ALL_SCHEMAS,
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.FLATTENED_OPTIONALS)
            .without(Option.SCHEMA_VERSION_INDICATOR, Option.STANDARD_FORMATS);
    builder.forTypesInGeneral().withCustomDefinitionProvider(SchemaGenerator::definition);
    builder
        .forTypesInGeneral()
        .withDescriptionResolver(scope -> {
          var doc = scope.getType().getErasedType().getAnnotation(Doc.class);
          return doc == null ? null : doc.value();
        });
    builder
        .forFields()
        .withRequiredCheck(field -> isRequired(field.getRawMember()))
        .withNullableCheck(_ -> false)
        .withInstanceAttributeOverride((node, field, _) -> attributes(node, field));
    return new com.github.victools.jsonschema.generator.SchemaGenerator(builder.build())
        .generateSchema(spec);
  }

  /// The schema of a spec record alone, with the kind as its title.
  public static ObjectNode of(Class<? extends Record> spec, String kind) {
    var schema = JSON.objectNode().put("title", kind);
    schema.setAll(of(spec));
    return schema;
  }

  /// The schema of a whole manifest of one kind, as published for editors.
  public static ObjectNode document(String kind, Class<? extends Record> spec) {
    var schema =
        JSON.objectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("$id", "https://snowdrift.dev/schema/v1alpha1/%s.json".formatted(kind))
            .put("title", kind)
            .put("type", "object");
    var doc = spec.getAnnotation(Doc.class);
    if (doc != null) {
      schema.put("description", doc.value());
    }
    var properties = schema.putObject("properties");
    properties.putObject("apiVersion").put("const", Manifest.API_VERSION);
    properties.putObject("kind").put("const", kind);
    properties.set("metadata", of(Metadata.class));
    properties.set("lifecycle", of(Lifecycle.class));
    properties.set("spec", of(spec));
    schema.putArray("required").add("apiVersion").add("kind").add("metadata");
    var specRequired = properties.path("spec").path("required");
    if (!specRequired.isEmpty()) {
      schema.withArray("required").add("spec");
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  /// Whether a record's field must be written.
  static boolean isRequired(Field field) {
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

  private static @Nullable CustomDefinition definition(
      ResolvedType resolved, SchemaGenerationContext context) {
    Class<?> type = resolved.getErasedType();
    if (type.isEnum()) {
      var node = JSON.objectNode().put("type", "string");
      var names = node.putArray("enum");
      Arrays.stream(type.getFields())
          .filter(Field::isEnumConstant)
          .map(SchemaGenerator::enumName)
          .forEach(names::add);
      return inline(node);
    }
    if (type == OptionalInt.class || type == OptionalLong.class) {
      return inline(JSON.objectNode().put("type", "integer"));
    }
    if (type == OptionalDouble.class) {
      return inline(JSON.objectNode().put("type", "number"));
    }
    if (type == ObjectNode.class) {
      return inline(JSON.objectNode().put("type", "object"));
    }
    return JsonNode.class.isAssignableFrom(type) ? inline(JSON.objectNode()) : null;
  }

  private static CustomDefinition inline(ObjectNode node) {
    return new CustomDefinition(
        node, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
  }

  private static String enumName(Field constant) {
    var property = constant.getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty() ? constant.getName() : property.value();
  }

  /// Adds what the annotations of a component say; on a list, texts and closed lists concern items.
  private static void attributes(ObjectNode node, FieldScope scope) {
    if (scope.isFakeContainerItemScope()) {
      return;
    }
    var field = scope.getRawMember();
    var doc = field.getAnnotation(Doc.class);
    if (doc != null) {
      node.put("description", doc.value());
    }
    var example = field.getAnnotation(Example.class);
    if (example != null) {
      node.putArray("examples").add(value(example.value()));
    }
    var standard = field.getAnnotation(Default.class);
    if (standard != null) {
      node.set("default", value(standard.value()));
    }
    boolean list = node.path("type").asString("").equals("array");
    bounds(node, field, list);
    var texts = list && node.get("items") instanceof ObjectNode items ? items : node;
    if (field.isAnnotationPresent(Quantity.class)) {
      texts.putArray("type").add("string").add("number");
    }
    var pattern = field.getAnnotation(Pattern.class);
    if (pattern != null) {
      texts.put("pattern", "^(?:" + pattern.value() + ")$").put(REASON, pattern.reason());
    }
    var oneOf = field.getAnnotation(OneOf.class);
    if (oneOf != null) {
      var values = texts.putArray("enum");
      Arrays.stream(oneOf.value()).forEach(values::add);
    }
  }

  private static void bounds(ObjectNode node, Field field, boolean list) {
    boolean text = node.path("type").asString("").equals("string");
    var min = field.getAnnotation(Min.class);
    if (min != null) {
      node.put(list ? "minItems" : text ? "minLength" : "minimum", min.value());
    }
    var max = field.getAnnotation(Max.class);
    if (max != null) {
      node.put(list ? "maxItems" : text ? "maxLength" : "maximum", max.value());
    }
  }

  private static JsonNode value(String yaml) {
    return YamlTyping.typed(new Scalar(yaml, false, Location.of("annotation")));
  }
}
