package dev.snowdrift.prefect.kind;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.prefect.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The newest schema of every type of block that the server knows. It stands in an observation
/// under an id of its own, which is no kind's and is never planned, and only where a declared block
/// needs it: a document that is there brings its own schema along.
record BlockSchemas(Observed seen) {
  private static final ResourceId ID = new ResourceId("BlockSchemas", "newest");

  /// @param schemas as listed; a type may have several (snowflake-credentials has three)
  static Observed observed(List<JsonNode> schemas) {
    var newest = new TreeMap<String, JsonNode>();
    schemas.stream()
        .sorted(
            Comparator.comparing((JsonNode schema) -> schema.path("created").asString(""))
                .thenComparing(schema -> schema.path("id").asString("")))
        .forEach(schema ->
            Json.text(schema.path("block_type"), "slug")
                .ifPresent(slug -> newest.put(slug, schema.path("fields"))));
    return new Observed(ID, newest, Optional.empty(), Health.HEALTHY, new TreeMap<>());
  }

  /// Empty when nobody needed it.
  static Optional<BlockSchemas> of(Surroundings around) {
    return around.observed(ID).map(BlockSchemas::new);
  }

  Set<String> types() {
    return seen.fields().keySet();
  }

  Optional<BlockSchema> of(String type) {
    return seen.field(type).map(BlockSchema::new);
  }
}
