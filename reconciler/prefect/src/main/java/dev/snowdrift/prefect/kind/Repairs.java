package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.Json;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a list of drifts asks to be written. Prefect replaces whole objects, so parts that may stay
/// different (an ignore rule covers them) are written back as they were observed.
record Repairs(List<Drift> drifts, Observed observed) {

  boolean touches(String field) {
    return drifts.stream().anyMatch(drift -> drift.field().equals(field));
  }

  /// Whether anything at or below a path is to be written.
  boolean touchesPath(String path) {
    return drifts.stream()
        .map(Drift::path)
        .anyMatch(drifted ->
            drifted.equals(path)
                || drifted.startsWith(path + ".")
                || drifted.startsWith(path + "[")
                || path.startsWith(drifted + ".")
                || path.startsWith(drifted + "["));
  }

  /// The whole value of a field as it should be written.
  JsonNode value(String field, JsonNode desired) {
    return merged(field, Optional.of(Json.exact(desired)), observed.field(field))
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /// Desired where a drift says so or both agree, observed elsewhere.
  Optional<JsonNode> merged(String path, Optional<JsonNode> desired, Optional<JsonNode> seen) {
    if (desired.equals(seen)) {
      return desired;
    }
    var both =
        desired.filter(JsonNode::isObject).isPresent()
            && seen.filter(JsonNode::isObject).isPresent();
    if (both) {
      var result = JsonNodeFactory.instance.objectNode();
      var keys = new TreeSet<>(desired.get().propertyNames());
      keys.addAll(seen.get().propertyNames());
      for (var key : keys) {
        merged(
                path + "." + key,
                Optional.ofNullable(desired.get().get(key)),
                Optional.ofNullable(seen.get().get(key)))
            .ifPresent(value -> result.set(key, value));
      }
      return Optional.of(result);
    }
    return touchesPath(path) ? desired : seen;
  }
}
