package dev.snowdrift.prefect;

import dev.snowdrift.prefect.PrefectClient.Method;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Does by hand, through the API alone, what people and workers do to a workspace.
final class Hand implements AutoCloseable {
  private final PrefectClient client;

  Hand(URI api) {
    this.client =
        new PrefectClient(PrefectSettings.of(api, new PrefectAuth.None()), RequestListener.NONE);
  }

  PrefectClient client() {
    return client;
  }

  String id(String path, String... parts) {
    return client.find(ApiPath.of(path, parts)).orElseThrow().path("id").asString();
  }

  private String post(String path, ObjectNode body, String... parts) {
    return client
        .write(Method.POST, ApiPath.of(path, parts), Optional.of(body), List.of())
        .body()
        .path("id")
        .asString();
  }

  void pool(String name) {
    post("/work_pools/", Json.object().put("name", name).put("type", "process"));
  }

  void variable(String name) {
    post("/variables/", Json.object().put("name", name).put("value", name));
  }

  String flow(String name) {
    return post("/flows/", Json.object().put("name", name));
  }

  String deployment(String flowId, String name) {
    return post("/deployments/", Json.object().put("name", name).put("flow_id", flowId));
  }

  void delete(String path, String... parts) {
    client.write(Method.DELETE, ApiPath.of(path, parts), Optional.empty(), List.of());
  }

  /// A run that waits to be started.
  String run(String deploymentId, String name) {
    return post("/deployments/{}/create_flow_run", Json.object().put("name", name), deploymentId);
  }

  void state(String runId, String type, String name, String message) {
    var body = Json.object().put("force", true);
    body.putObject("state").put("type", type).put("name", name).put("message", message);
    post("/flow_runs/{}/set_state", body, runId);
  }

  String ended(String deploymentId, String name, String type) {
    var run = run(deploymentId, name);
    state(run, type, type.charAt(0) + type.substring(1).toLowerCase(Locale.ROOT), "");
    return run;
  }

  void heartbeat(String pool, String worker) {
    post("/work_pools/{}/workers/heartbeat", Json.object().put("name", worker), pool);
  }

  JsonNode ask(String path, ObjectNode question) {
    return client.ask(ApiPath.of(path), question);
  }

  @Override
  public void close() {
    client.close();
  }
}
