package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody with the API and no Git: plain HTTP, past the provider.
///
/// A request is written as a line `PATCH /deployments/<deployment load/nightly> {"paused": true}`;
/// what stands in angle brackets is the id of the object that it names, or after `mark` the mark on
/// the object at a path.
final class Hands implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern REQUEST = Pattern.compile("(?m)^(?=(?:POST|PUT|PATCH|DELETE) )");
  private static final Pattern ID = Pattern.compile("<([a-z-]+) ([^<>]+)>");

  private static final Pattern MARK = Pattern.compile("snowdrift:[a-z0-9-]+:[0-9a-f:]+");

  private final URI api;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  Hands(URI api) {
    this.api = api;
  }

  /// Makes the requests, one after the other. Whatever is refused fails the test.
  void doAll(String requests) {
    parts(requests).map(this::withIds).map(line -> line.split("\\s+", 3)).forEach(this::send);
  }

  /// The requests with ids in place of names.
  List<String> resolved(String requests) {
    return parts(requests).map(this::withIds).toList();
  }

  private static Stream<String> parts(String requests) {
    return Stream.of(REQUEST.split(requests)).map(String::strip).filter(text -> !text.isEmpty());
  }

  /// From the inside out: the path of a mark may have ids in it.
  private String withIds(String line) {
    var named = line;
    for (var next = ID.matcher(named).replaceAll(this::id);
        !next.equals(named);
        next = ID.matcher(named).replaceAll(this::id)) {
      named = next;
    }
    return named;
  }

  private void send(String... parts) {
    send(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
  }

  private String id(MatchResult named) {
    var words = named.group(2).split(" ", 2);
    var path = Stream.of(words[0].split("/", 2)).map(Hands::encoded).toList();
    return switch (named.group(1)) {
      case "flow" -> id(get("/flows/name/" + encoded(named.group(2))));
      case "deployment" -> id(deployment(named.group(2)));
      case "schedule" -> id(schedule(words[0], words[1]));
      case "pool" -> id(get("/work_pools/" + encoded(named.group(2))));
      case "block-type" -> id(get("/block_types/slug/" + path.getFirst()));
      case "block-schema" -> id(newestSchema(words[0]));
      case "block" ->
          id(
              get(
                  "/block_types/slug/%s/block_documents/name/%s"
                      .formatted(path.getFirst(), path.getLast())));
      case "limit" -> id(get("/v2/concurrency_limits/" + encoded(named.group(2))));
      case "automation" ->
          id(
              all("automations").stream()
                  .filter(item -> item.path("name").asString("").equals(named.group(2)))
                  .findFirst()
                  .orElseThrow());
      case "mark" -> mark(get(named.group(2)));
      default -> throw new IllegalArgumentException(named.group());
    };
  }

  /// As a tag has it, without brackets.
  private static String mark(JsonNode object) {
    var mark = MARK.matcher(object.toString());
    assertThat(mark.find()).as(object.toString()).isTrue();
    return mark.group();
  }

  private static String id(JsonNode object) {
    return object.path("id").asString();
  }

  JsonNode get(String path) {
    return send("GET", path, "");
  }

  /// @param name `load/nightly`
  JsonNode deployment(String name) {
    var parts = name.split("/", 2);
    return get("/deployments/name/" + encoded(parts[0]) + "/" + encoded(parts[1]));
  }

  JsonNode schedule(String deployment, String slug) {
    return deployment(deployment)
        .path("schedules")
        .valueStream()
        .filter(item -> item.path("slug").asString("").equals(slug))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode newestSchema(String type) {
    var typeId = id(get("/block_types/slug/" + type));
    var schemas =
        send(
            "POST",
            "/block_schemas/filter",
            "{\"block_schemas\":{\"block_type_id\":{\"any_\":[\"%s\"]}}}".formatted(typeId));
    return schemas.path(0);
  }

  /// Everything of a sort, such as `deployments`, page by page.
  List<JsonNode> all(String sort) {
    var all = new ArrayList<JsonNode>();
    var page = send("POST", "/" + sort + "/filter", "{}");
    while (!page.isEmpty()) {
      page.forEach(all::add);
      page = send("POST", "/" + sort + "/filter", "{\"offset\":%d}".formatted(all.size()));
    }
    return all;
  }

  /// Deletes all that tests make. A flow takes its deployments and runs along.
  void empty() {
    all("automations").forEach(item -> delete("/automations/" + id(item)));
    deleteFlows();
    all("work_pools")
        .forEach(pool -> delete("/work_pools/" + encoded(pool.path("name").asString())));
    all("block_documents").forEach(item -> delete("/block_documents/" + id(item)));
    all("variables")
        .forEach(item -> delete("/variables/name/" + encoded(item.path("name").asString())));
    all("v2/concurrency_limits").forEach(item -> delete("/v2/concurrency_limits/" + id(item)));
  }

  private void deleteFlows() {
    all("flows").forEach(flow -> delete("/flows/" + id(flow)));
  }

  private void delete(String path) {
    send("DELETE", path, "");
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
          .as("%s %s %s: %s", method, path, json, answer.body())
          .isBetween(200, 299);
      return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
