package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A small client for the tests of the API. JSON may be written with single quotes.
final class Api implements AutoCloseable {
  private static final Set<String> VOLATILE =
      Set.of(
          "id",
          "created",
          "updated",
          "flow_id",
          "deployment_id",
          "work_queue_id",
          "work_pool_id",
          "default_queue_id",
          "block_schema_id",
          "block_type_id",
          "anchor_date",
          "prefect.flow.id");

  private final URI base;
  private final Map<String, String> headers = new HashMap<>();
  private HttpClient http = HttpClient.newHttpClient();

  Api(URI base) {
    this.base = base;
  }

  record Answer(int status, JsonNode body) {
    String id() {
      return body.path("id").asString();
    }

    Answer is(int expected) {
      assertThat(status).as(body.toString()).isEqualTo(expected);
      return this;
    }

    /// The whole body, without what differs from run to run.
    void hasBody(String json) {
      assertThat(stable(body)).isEqualTo(Json.MAPPER.readTree(json.replace('\'', '"')));
    }

    /// Some fields of the body.
    void has(String json) {
      var expected = Json.MAPPER.readTree(json.replace('\'', '"'));
      for (var entry : expected.properties()) {
        assertThat(body.path(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
      }
    }

    /// The first reason of a 422: its type and, joined by dots, its place.
    void refuses(String type, String place) {
      is(422);
      assertThat(body.path("exception_message").asString()).isEqualTo("Invalid request received.");
      var reasons =
          Json.elements(body.path("exception_detail")).stream()
              .map(r -> r.path("type").asString() + " " + String.join(".", texts(r.path("loc"))))
              .toList();
      assertThat(reasons).contains(type + " " + place);
      assertThat(body.has("request_body")).isTrue();
    }
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  /// Sends this header with every request from now on.
  void header(String name, String value) {
    headers.put(name, value);
  }

  /// With a header of one's own.
  Answer get(String path, String header, String value) {
    return send(request("GET", path, "").header(header, value));
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  Answer post(String path, String json) {
    return send("POST", path, json);
  }

  Answer patch(String path, String json) {
    return send("PATCH", path, json);
  }

  Answer send(String method, String path, String json) {
    return send(request(method, path, json));
  }

  private HttpRequest.Builder request(String method, String path, String json) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json.replace('\'', '"')));
    headers.forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      var body = answer.body().isEmpty() ? Json.nil() : Json.MAPPER.readTree(answer.body());
      if (answer.statusCode() == 500) {
        // The real server ends the connection after a 500 without saying so in a header.
        http.close();
        http = HttpClient.newHttpClient();
      }
      return new Answer(answer.statusCode(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static List<String> texts(JsonNode array) {
    return Json.elements(array).stream().map(JsonNode::asString).toList();
  }

  private static JsonNode stable(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var rest = Json.object();
        for (var entry : object.properties()) {
          var hide = VOLATILE.contains(entry.getKey()) && !entry.getValue().isNull();
          rest.set(entry.getKey(), hide ? Json.text("*") : stable(entry.getValue()));
        }
        yield rest;
      }
      case ArrayNode array -> Json.array(Json.elements(array).stream().map(Api::stable).toList());
      default -> node;
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
