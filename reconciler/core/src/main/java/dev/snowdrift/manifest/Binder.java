package dev.snowdrift.manifest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/// From nodes with positions to a spec record, by way of its JSON Schema.
///
/// All problems of a node are reported together, each at the place that it concerns. A record that
/// comes out is valid: absent optionals and collections are empty, [Default]s are filled in, and
/// its own constructor agreed. Compiled schemas are kept for each record type.
public final class Binder {
  private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(new SimpleModule().setDeserializers(new AbsentOptionals()))
          .withConfigOverride(List.class, list -> list.setNullHandling(EMPTY))
          .withConfigOverride(Set.class, set -> set.setNullHandling(EMPTY))
          .withConfigOverride(Map.class, map -> map.setNullHandling(EMPTY))
          .build();

  private static final ClassValue<Kept> COMPILED =
      new ClassValue<>() {
        @Override
        protected Kept computeValue(Class<?> type) {
          return new Kept();
        }
      };

  /// Draft 2020-12, with our annotation of a pattern's reason as a keyword that decides nothing.
  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .keyword(new AnnotationKeyword(SchemaAttributes.REASON))
          .build();

  private record Compiled(Optional<ObjectNode> source, Optional<Schema> schema) {
    static final Compiled NONE = new Compiled(Optional.empty(), Optional.empty());
  }

  /// Several threads may compile the same schema at the same time; the last one stays.
  private static final class Kept {
    volatile Compiled compiled = Compiled.NONE;
  }

  private Binder() {}

  /// Binds without naming a resource in its problems.
  public static <S extends Record> Optional<S> bind(
      Mapping node, Class<S> type, ObjectNode schema, Problems problems) {
    return bind(node, type, schema, "", problems);
  }

  /// Binds a manifest's spec.
  public static <S extends Record> Optional<S> spec(
      Manifest manifest, Class<S> type, ObjectNode schema, Problems problems) {
    return bind(manifest.spec(), type, schema, manifest.subject(), problems);
  }

  /// The record, or nothing after adding at least one problem. `schema` is what
  /// [SchemaGenerator#of(Class)] gives for the type; passing the same object each time saves
  /// comparing it.
  public static <S extends Record> Optional<S> bind(
      Mapping node, Class<S> type, ObjectNode schema, String subject, Problems problems) {
    var found = new Problems();
    var typed = new SchemaTyping(subject, found).typed(node, schema);
    var explained = new SchemaErrors(node, schema, subject, found);
    for (var error : compiled(type, schema).validate(typed.json())) {
      explained.add(error, typed.refused());
    }
    Optional<S> bound = Optional.empty();
    if (found.isEmpty()) {
      bound = read(Defaults.fill(typed.json(), schema), node, type, subject, found);
    }
    problems.addAll(found);
    return bound;
  }

  private static Schema compiled(Class<?> type, ObjectNode source) {
    var kept = COMPILED.get(type);
    var compiled = kept.compiled;
    if (compiled.source().filter(known -> known.equals(source)).isPresent()) {
      return compiled.schema().orElseThrow();
    }
    var schema = SchemaRegistry.withDefaultDialect(DIALECT).getSchema(source);
    schema.initializeValidators();
    kept.compiled = new Compiled(Optional.of(source), Optional.of(schema));
    return schema;
  }

  private static <S extends Record> Optional<S> read(
      ObjectNode json, Mapping node, Class<S> type, String subject, Problems problems) {
    try {
      return Optional.of(MAPPER.treeToValue(json, type));
    } catch (JacksonException e) {
      problems.add(refused(e, node, subject));
      return Optional.empty();
    }
  }

  /// A value that the schema lets pass and the record, or the type of one of its fields, does not.
  private static Problem refused(JacksonException e, Mapping node, String subject) {
    List<String> path = new ArrayList<>();
    if (e instanceof DatabindException) {
      for (var reference : e.getPath()) {
        String name = reference.getPropertyName();
        path.add(name == null ? String.valueOf(reference.getIndex()) : name);
      }
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    boolean ours = cause instanceof IllegalArgumentException;
    var field = path.isEmpty() ? "" : "`%s`: ".formatted(String.join(".", path));
    var what = ours ? String.valueOf(cause.getMessage()) : e.getOriginalMessage();
    return new Problem(
        Code.FIELD_VALUE,
        NodePath.locate(node, path),
        subject,
        field + (what == null ? "not a valid value" : Shorten.message(what)),
        "the field's value is well-formed but not one that it takes",
        "correct the value");
  }
}
