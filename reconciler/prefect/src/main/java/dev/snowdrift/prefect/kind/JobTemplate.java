package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.prefect.Json;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which job variables a work pool takes: as the manifest of the pool declares, else as the pool
/// shows, else as the worker that will fill its template in has them.
///
/// @param type as Prefect calls it
/// @param variables their JSON Schema; empty where nobody can know it
/// @param own whether it is the pool's own template
record JobTemplate(String pool, String type, Optional<JsonNode> variables, boolean own) {
  private static final String FIELD = "baseJobTemplate";

  /// Empty when the pool is neither declared nor seen.
  static Optional<JobTemplate> of(String pool, Surroundings around) {
    var id = new ResourceId("WorkPool", pool);
    var seen = around.observed(id);
    var seenType = seen.flatMap(found -> found.field("type")).map(JsonNode::asString);
    var declared =
        around
            .declared(id)
            .map(found -> found.spec())
            .filter(WorkPoolKind.Spec.class::isInstance)
            .map(WorkPoolKind.Spec.class::cast);
    var type = declared.map(WorkPoolKind.Spec::type).or(() -> seenType);
    var template =
        declared
            .<JsonNode>flatMap(spec -> spec.baseJobTemplate().map(own -> (JsonNode) own))
            .or(() -> seen.filter(_ -> type.equals(seenType)).flatMap(found -> found.field(FIELD)));
    var defaults = declared.map(WorkPoolKind.Spec::jobDefaults).orElse(Map.of());
    return type.map(word -> of(pool, word, template).with(defaults));
  }

  private static JobTemplate of(String pool, String type, Optional<JsonNode> template) {
    return template
        .map(own ->
            new JobTemplate(
                pool,
                type,
                Optional.of(own.path("variables")).filter(ObjectNode.class::isInstance),
                true))
        .orElseGet(
            () -> new JobTemplate(pool, type, PoolType.of(type).map(PoolType::variables), false));
  }

  /// With the defaults that the pool changes.
  private JobTemplate with(Map<String, JsonNode> defaults) {
    var changed =
        variables.map(schema -> {
          var template = Json.object();
          template.set(PoolTemplate.VARIABLES, schema);
          return PoolTemplate.with(template, defaults).path(PoolTemplate.VARIABLES);
        });
    return defaults.isEmpty() ? this : new JobTemplate(pool, type, changed, own);
  }

  Optional<PoolType> knownType() {
    return PoolType.of(type);
  }

  boolean has(String variable) {
    return property(variable).isPresent();
  }

  Optional<JsonNode> property(String variable) {
    return variables.flatMap(schema -> Misfit.property(schema, variable));
  }

  /// The JSON type of a variable; empty where it has several or none.
  Optional<String> typeOf(String variable) {
    return property(variable).flatMap(schema -> schema.path("type").asStringOpt());
  }

  /// Whether a run gets a value although no deployment gives one.
  boolean hasDefault(String variable) {
    return property(variable)
        .map(schema -> schema.path("default"))
        .filter(value -> !value.isNull() && !value.isMissingNode())
        .filter(value -> !(value.isString() && value.asString().isBlank()))
        .isPresent();
  }

  SortedSet<String> names() {
    var names = new TreeSet<String>();
    variables.ifPresent(schema -> names.addAll(schema.path("properties").propertyNames()));
    return names;
  }

  /// For people: which pool, and what kind of one.
  String words() {
    return "the work pool `%s` (type %s)".formatted(pool, type);
  }

  String listed() {
    return names().stream().collect(Collectors.joining(", "));
  }
}
