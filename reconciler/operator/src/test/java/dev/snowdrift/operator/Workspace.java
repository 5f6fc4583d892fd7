package dev.snowdrift.operator;

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
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Prefect API as a person or a script uses it: the hand behind Git's back, and the eye that
/// checks.
final class Workspace implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI api;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Workspace(URI api) {
    this.api = api;
  }

  JsonNode get(String path) {
    return send("GET", path, "");
  }

  JsonNode post(String path, String body) {
    return send("POST", path, body);
  }

  void patch(String path, String body) {
    var unused = send("PATCH", path, body);
  }

  void delete(String path) {
    var unused = send("DELETE", path, "");
  }

  /// Everything of a sort, such as `deployments`.
  List<JsonNode> all(String sort) {
    var all = new ArrayList<JsonNode>();
    post("/" + sort + "/filter", "{}").forEach(all::add);
    return all;
  }

  JsonNode deployment(String flow, String name) {
    return get("/deployments/name/" + flow + "/" + name);
  }

  /// The deployment of every run that a schedule made and that is due after a moment, by the run's
  /// id.
  SortedMap<String, String> scheduledRuns(Instant due) {
    var runs = new TreeMap<String, String>();
    var filter =
        """
        {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}""";
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

  private JsonNode send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(api + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
      }
      return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
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
