package dev.snowdrift.snowflake.kind;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sees an observed specification in the light of the desired one: what the server fills in is no
/// difference where nobody asked for anything.
final class SpecificationAlignment {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SpecificationAlignment() {}

  /// The observed form without what the server added and nobody asked for: resources that a
  /// manifest does not set. Requests are dropped only where they are the documented ones; limits
  /// depend on the node, so that they cannot be told from the server's.
  static JsonNode align(JsonNode desired, JsonNode observed) {
    if (!(observed instanceof ObjectNode) || !observed.path("containers").isArray()) {
      return observed;
    }
    var aligned = SpecificationForm.copy(observed);
    var containers = JSON.arrayNode();
    for (var seen : observed.path("containers")) {
      var wanted = named(desired.path("containers"), seen.path("name").asString(""));
      containers.add(seen.isObject() ? alignResources(wanted, SpecificationForm.copy(seen)) : seen);
    }
    aligned.set("containers", containers);
    var volumes = JSON.arrayNode();
    for (var seen : observed.path("volumes")) {
      var wanted = named(desired.path("volumes"), seen.path("name").asString(""));
      volumes.add(seen.isObject() ? alignStage(wanted, SpecificationForm.copy(seen)) : seen);
    }
    SpecificationForm.setUnlessEmpty(aligned, "volumes", volumes);
    return aligned;
  }

  /// A stage is mounted by a container of its own, which has resources whether or not somebody asks
  /// for them.
  private static JsonNode alignStage(JsonNode wanted, ObjectNode seen) {
    if (seen.path("stageConfig").isObject()
        && wanted.path("stageConfig").path("resources").isMissingNode()) {
      var config = SpecificationForm.copy(seen.path("stageConfig"));
      config.remove("resources");
      seen.set("stageConfig", config);
    }
    return seen;
  }

  private static JsonNode alignResources(JsonNode wanted, ObjectNode seen) {
    var resources = JSON.objectNode();
    for (var side : seen.path("resources").properties()) {
      var kept = JSON.objectNode();
      for (var amount : side.getValue().properties()) {
        var asked =
            !wanted.path("resources").path(side.getKey()).path(amount.getKey()).isMissingNode();
        var derived =
            side.getKey().equals("limits")
                || isDerivedRequest(
                    amount,
                    seen.path("resources").path("limits").path(amount.getKey()).asString(""));
        if (asked || !derived) {
          kept.set(amount.getKey(), amount.getValue());
        }
      }
      SpecificationForm.setUnlessEmpty(resources, side.getKey(), kept);
    }
    SpecificationForm.setUnlessEmpty(seen, "resources", resources);
    return seen;
  }

  /// A missing request becomes half a CPU or half a GiB, or the limit where there is one (Snowflake
  /// documentation, "Service specification reference").
  private static boolean isDerivedRequest(Map.Entry<String, JsonNode> request, String limit) {
    var standard = request.getKey().equals("memory") ? "512Mi" : "0.5";
    var value = request.getValue().asString("");
    return switch (request.getKey()) {
      case "memory", "cpu" ->
          value.equals(standard)
              || value.equals(limit)
              || Quantities.parse(value)
                  .map(amount -> amount.compareTo(BigDecimal.ZERO) == 0)
                  .orElse(false);
      default -> value.equals(limit);
    };
  }

  private static JsonNode named(JsonNode list, String name) {
    for (var item : list) {
      if (item.path("name").asString("").equals(name)) {
        return item;
      }
    }
    return JSON.missingNode();
  }
}
