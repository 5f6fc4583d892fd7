package dev.snowdrift.prefect;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// The ids of flows by name, as they were seen since the last look: a flow with fifty new
/// deployments is looked up once.
///
/// A flow keeps its name for its life, and ids are never used again, so a remembered id is either
/// right or of a flow that is gone; a deployment of such a flow is refused with 409 (a foreign key)
/// and nothing is made. Then the flow is looked up again. Used for bodies of creations only: what
/// changes or deletes a flow itself looks it up each time. Safe for use by many threads.
final class FlowIds {
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  Optional<String> find(String flow) {
    return Optional.ofNullable(ids.get(flow));
  }

  void remember(String flow, String id) {
    ids.put(flow, id);
  }

  /// Takes a flow from an answer that shows one.
  void remember(JsonNode flow) {
    Json.text(flow, "name")
        .ifPresent(name -> Json.text(flow, "id").ifPresent(id -> ids.put(name, id)));
  }

  /// Forgets the flows that a call names.
  ///
  /// @return whether one of them was remembered
  boolean forget(ApiCall call) {
    var forgotten = false;
    for (var lookup : call.ids().values()) {
      if (lookup instanceof Lookup.FlowId(var flow) && ids.remove(flow) != null) {
        forgotten = true;
      }
    }
    return forgotten;
  }

  void clear() {
    ids.clear();
  }
}
