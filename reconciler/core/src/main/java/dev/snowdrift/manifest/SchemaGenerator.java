package dev.snowdrift.manifest;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaGenerator() {}

  /// The schema of a spec record alone: what [Binder] takes.
  public static ObjectNode of(Class<? extends Record> spec) {
    var builder =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(Option.INLINE_ALL_SCHEMAS)
            .without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_OPTIONALS);
    builder.forTypesInGeneral().withCustomDefinitionProvider(SchemaGenerator::definition);
    builder
        .forFields()
        .withPropertyNameOverrideResolver(field -> SchemaAttributes.name(field.getRawMember()));
    var schema =
        new com.github.victools.jsonschema.generator.SchemaGenerator(builder.build())
            .generateSchema(spec);
    SchemaAttributes.add(schema, spec);
    return schema;
  }

  /// The schema of a spec record alone, with the kind as its title.
  public static ObjectNode of(Class<? extends Record> spec, String kind) {
    var schema = JSON.objectNode().put("title", kind);
    schema.setAll(of(spec));
    return schema;
  }

  /// The schema of a whole manifest of one kind, after values are replaced.
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

  /// The schema of a whole manifest as editors need it: like [#document(String, Class)], and every
  /// value may be a reference `${...}`, whose type only an environment knows.
  public static ObjectNode published(String kind, Class<? extends Record> spec) {
    var schema = document(kind, spec);
    var properties = (ObjectNode) schema.path("properties");
    for (var part : List.of("metadata", "lifecycle", "spec")) {
      properties.set(part, referable(properties.path(part)));
    }
    return schema;
  }

  private static JsonNode referable(JsonNode schema) {
    if (!(schema instanceof ObjectNode object) || object.isEmpty()) {
      return schema;
    }
    var open = object.deepCopy();
    for (var property : object.path("properties").properties()) {
      ((ObjectNode) open.path("properties")).set(property.getKey(), referable(property.getValue()));
    }
    for (var inner : List.of("items", "additionalProperties")) {
      if (object.get(inner) instanceof ObjectNode below) {
        open.set(inner, referable(below));
      }
    }
    var either = JSON.objectNode();
    var alternatives = either.putArray("anyOf");
    alternatives.add(open);
    alternatives.addObject().put("type", "string").put("pattern", "\\$\\{[^}]+\\}");
    var description = open.remove("description"); // editors show that of the outer schema
    if (description != null) {
      either.set("description", description);
    }
    return either;
  }

  /// The schema of `environments/<env>.yaml`, as published for editors.
  public static ObjectNode environment() {
    var schema = document("Environment", EnvironmentReader.Spec.class);
    var required = schema.putArray("required");
    required.add("apiVersion").add("kind").add("spec");
    return schema;
  }

  /// What a type is in JSON where the library's own answer is another: optionals are absent and
  /// never null, maps and trees are open.
  private static @Nullable CustomDefinition definition(
      ResolvedType resolved, SchemaGenerationContext context) {
    Class<?> type = resolved.getErasedType();
    if (type == Optional.class) {
      return inline(context.createDefinition(resolved.getTypeParameters().getFirst()));
    }
    if (Map.class.isAssignableFrom(type)) {
      var node = JSON.objectNode().put("type", "object");
      var values = resolved.typeParametersFor(Map.class).getLast();
      node.set("additionalProperties", context.createDefinition(values));
      return inline(node);
    }
    if (type.isEnum()) {
      var node = JSON.objectNode().put("type", "string");
      var names = node.putArray("enum");
      Arrays.stream(type.getFields())
          .filter(Field::isEnumConstant)
          .map(SchemaAttributes::name)
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
        node, CustomDefinition.INLINE_DEFINITION, CustomDefinition.EXCLUDING_ATTRIBUTES);
  }
}
