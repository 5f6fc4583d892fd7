package dev.snowdrift.sandbox.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/// A client without a driver's leniency: it shows what is on the wire.
final class Caller implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String baseUrl;

  Caller(Sandboxed sandboxed) {
    this.baseUrl = sandboxed.sandbox().baseUrl();
  }

  /// Logs in as SNOW; answers the `data` of the answer.
  JsonNode login() throws IOException, InterruptedException {
    return json(post(
            "/session/v1/login-request",
            "",
            """
            {"data": {"LOGIN_NAME": "snow", "PASSWORD": "flake", "SESSION_PARAMETERS":
              {"QUERY_TAG": "t", "UNHEARD_OF": {"a": [1]}, "CLIENT_TELEMETRY_ENABLED": "false"}}}
            """))
        .path("data");
  }

  String token() throws IOException, InterruptedException {
    return login().path("token").asString("");
  }

  JsonNode query(String token, String requestId, String body)
      throws IOException, InterruptedException {
    return json(post("/queries/v1/query-request?requestId=" + requestId, token, body));
  }

  HttpResponse<String> post(String path, String token, String body)
      throws IOException, InterruptedException {
    return send(request(path, token).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> postZipped(String path, String token, String body)
      throws IOException, InterruptedException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return send(
        request(path, token)
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray())));
  }

  HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
    return send(request(path, token).GET());
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path, "").DELETE());
  }

  private HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create(baseUrl + path));
    return token.isEmpty()
        ? request
        : request.header("Authorization", "Snowflake Token=\"" + token + "\"");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return Answers.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
