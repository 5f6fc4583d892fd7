package dev.snowdrift.operator;

import dev.snowdrift.kind.ResourceId;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Somebody who changes things in Prefect's own user interface.
final class WorkspaceHands {
  private static final Map<String, String> LISTINGS =
      Map.of(
          "Flow",
          "flows",
          "Deployment",
          "deployments",
          "WorkPool",
          "work_pools",
          "WorkQueue",
          "work_queues",
          "Variable",
          "variables",
          "CommitVariable",
          "variables",
          "Block",
          "block_documents",
          "Automation",
          "automations");

  private final Workspace workspace;

  WorkspaceHands(Workspace workspace) {
    this.workspace = workspace;
  }

  /// Whether it is an object of Prefect.
  boolean knows(ResourceId id) {
    return LISTINGS.containsKey(id.kind());
  }

  boolean sees(ResourceId id) {
    return find(id).isPresent();
  }

  /// Changes one field.
  void alter(ResourceId id) {
    var object = find(id).orElseThrow();
    var path = "/%s/%s".formatted(LISTINGS.get(id.kind()), object.path("id").asString());
    switch (id.kind()) {
      case "Deployment" -> workspace.patch(path, "{\"description\": \"By hand\"}");
      case "WorkPool" -> workspace.patch("/work_pools/" + id.name(), "{\"concurrency_limit\": 77}");
      case "WorkQueue" ->
          workspace.patch(
              "/work_pools/%s/queues/%s".formatted((Object[]) id.name().split("/", 2)),
              "{\"concurrency_limit\": 77}");
      case "Variable" -> workspace.patch(path, "{\"value\": \"by hand\"}");
      case "Block" ->
          workspace.patch(
              path,
              "{\"data\": {\"%s\": \"by-hand\"}}"
                  .formatted(id.name().startsWith("secret/") ? "value" : "url"));
      case "Automation" -> workspace.patch(path, "{\"enabled\": false}");
      default -> throw new AssertionError(id);
    }
  }

  private Optional<JsonNode> find(ResourceId id) {
    var name = id.name().substring(id.name().lastIndexOf('/') + 1);
    return workspace.all(String.valueOf(LISTINGS.get(id.kind()))).stream()
        .filter(object -> object.path("name").asString().equals(name))
        .filter(object -> within(object, id))
        .findFirst();
  }

  /// `flow/deployment`, `pool/queue`, `type/block`.
  private boolean within(JsonNode object, ResourceId id) {
    var parent = id.name().substring(0, Math.max(0, id.name().lastIndexOf('/')));
    return switch (id.kind()) {
      case "Deployment" ->
          workspace
              .get("/flows/" + object.path("flow_id").asString())
              .path("name")
              .asString()
              .equals(parent);
      case "WorkQueue" -> object.path("work_pool_name").asString("").equals(parent);
      case "Block" -> object.path("block_type").path("slug").asString("").equals(parent);
      default -> true;
    };
  }
}
