package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The base job template that each type of work pool has when nobody gives one: as the server shows
/// it, and for container services, which it does not know, as their worker makes it
/// (PrefectHQ/prefect, src/integrations/prefect-snowflake/prefect_snowflake/experimental/workers/
/// spcs.py). It stands in an observation under an id of its own, which is no kind's and is never
/// planned, and only where a pool is to get its template.
record PoolTemplates(Observed seen) {
  static final String SNOWPARK = "snowpark-container-service";

  private static final ResourceId ID = new ResourceId("PoolTemplates", "standard");

  /// @param types as listed, each with its `type`
  static Observed observed(List<JsonNode> types) {
    var templates = new TreeMap<String, JsonNode>();
    types.forEach(type ->
        templates.put(type.path("type").asString(""), type.path("default_base_job_configuration")));
    return new Observed(ID, templates, Optional.empty(), Health.HEALTHY, new TreeMap<>());
  }

  /// Empty when the server was not asked.
  static Optional<PoolTemplates> of(Surroundings around) {
    return around.observed(ID).map(PoolTemplates::new);
  }

  /// The template of a type, where it can be known.
  static Optional<ObjectNode> of(String type, Surroundings around) {
    return type.equals(SNOWPARK)
        ? Optional.of(snowpark())
        : of(around)
            .flatMap(all -> all.seen.field(type))
            .filter(ObjectNode.class::isInstance)
            .map(template -> (ObjectNode) template.deepCopy());
  }

  Set<String> types() {
    return seen.fields().keySet();
  }

  private static ObjectNode snowpark() {
    var name = SNOWPARK + ".json";
    try (var stream = Objects.requireNonNull(PoolTemplates.class.getResourceAsStream(name))) {
      return (ObjectNode) JsonMapper.shared().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the program lacks its own file " + name, e);
    }
  }
}
