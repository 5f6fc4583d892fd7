package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A Prefect workspace as a person sees and changes it: plain HTTP, past the operator.
final class Workspace implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI api;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  Workspace(URI api) {
    this.api = api;
  }

  JsonNode get(String path) {
    return send("GET", path, "");
  }

  JsonNode post(String path, String json) {
    return send("POST", path, json);
  }

  JsonNode patch(String path, String json) {
    return send("PATCH", path, json);
  }

  JsonNode delete(String path) {
    return send("DELETE", path, "");
  }

  JsonNode deployment(String flow, String name) {
    return get("/deployments/name/" + flow + "/" + name);
  }

  /// The ids of all runs that are scheduled.
  SortedSet<String> scheduledRuns() {
    var runs =
        post(
            "/flow_runs/filter",
            "{\"flow_runs\": {\"state\": {\"type\": {\"any_\": [\"SCHEDULED\"]}}}}");
    assertThat(runs.size()).as("one page holds them all").isLessThan(200);
    var ids = new TreeSet<String>();
    runs.forEach(run -> ids.add(run.path("id").asString()));
    return ids;
  }

  /// Everything of a sort, such as `deployments`.
  List<JsonNode> all(String sort) {
    var all = new ArrayList<JsonNode>();
    post("/" + sort + "/filter", "{}").forEach(all::add);
    return all;
  }

  /// The deployment of every run that a schedule made and that is due after a moment, by the run's
  /// id.
  SortedMap<String, String> scheduledRuns(Instant due) {
    var runs = new TreeMap<String, String>();
    var filter =
        """
        {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}\
        """;
    for (var run : post("/flow_runs/filter", filter)) {
      var start = Instant.parse(run.path("expected_start_time").asString());
      if (run.path("auto_scheduled").asBoolean() && start.isAfter(due)) {
        runs.put(run.path("id").asString(), run.path("deployment_id").asString());
      }
    }
    return runs;
  }

  /// Starts a run of a deployment, as the button in the UI does. The run's id.
  String run(String flow, String deployment) {
    var id = deployment(flow, deployment).path("id").asString();
    return post("/deployments/" + id + "/create_flow_run", JSON.writeValueAsString(Map.of()))
        .path("id")
        .asString();
  }

  /// Everything that the operator makes, without what the server numbers and dates.
  SortedMap<String, List<String>> everything() {
    var all = new TreeMap<String, List<String>>();
    for (var what : List.of("flows", "deployments", "work_pools", "variables", "block_documents")) {
      all.put(
          what,
          post("/" + what + "/filter", "{}")
              .valueStream()
              .map(item -> stable(item).toString())
              .sorted()
              .toList());
    }
    return all;
  }

  private static JsonNode stable(JsonNode item) {
    if (item.isArray()) {
      var array = JSON.createArrayNode();
      item.forEach(each -> array.add(stable(each)));
      return array;
    }
    if (!(item instanceof ObjectNode object)) {
      return item;
    }
    var rest = JSON.createObjectNode();
    for (var property : object.properties()) {
      var name = property.getKey();
      if (!name.equals("id")
          && !name.endsWith("_id")
          && !name.equals("created")
          && !name.equals("updated")
          && !name.equals("prefect.flow.id")) {
        rest.set(name, stable(property.getValue()));
      }
    }
    return rest;
  }

  private JsonNode send(String method, String path, String json) {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(api + path))
                  .timeout(Duration.ofSeconds(30))
                  .header("Content-Type", "application/json")
                  .method(
                      method,
                      json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode())
          .as(method + " " + path + ": " + answer.body())
          .isBetween(200, 299);
      return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
