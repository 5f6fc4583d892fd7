package dev.snowdrift.sandbox.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One HTTP request, read whole.
///
/// @param query the decoded query parameters; the last wins
/// @param body the parsed JSON; a missing node when there is none or when it is not JSON
record Request(
    String method, String path, Map<String, String> query, Optional<String> token, JsonNode body) {
  private static final Pattern TOKEN =
      Pattern.compile("(?i)^Snowflake\\s+Token=\"?([^\"]*)\"?\\s*$");

  static Request read(HttpExchange exchange) throws IOException {
    byte[] bytes;
    try (var in = exchange.getRequestBody()) {
      bytes = in.readAllBytes();
    }
    var encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    if (bytes.length > 0
        && encoding != null
        && encoding.toLowerCase(Locale.ROOT).contains("gzip")) {
      try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readAllBytes();
      }
    }
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query(exchange.getRequestURI().getRawQuery()),
        token(exchange.getRequestHeaders().getFirst("Authorization")),
        json(bytes));
  }

  private static JsonNode json(byte[] bytes) {
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return Answers.MAPPER.readTree(bytes);
    } catch (JacksonException _) {
      return MissingNode.getInstance();
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    var parameters = new HashMap<String, String>();
    if (raw != null) {
      for (var pair : raw.split("&", -1)) {
        var parts = pair.split("=", 2);
        parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
      }
    }
    return Map.copyOf(parameters);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Optional<String> token(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    var matcher = TOKEN.matcher(authorization);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// A query parameter that is there and not empty.
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /// The token of the header.
  ///
  /// @throws Refusal 390101 without one
  String requiredToken() {
    return token.orElseThrow(
        () -> new Refusal(390101, "Authorization header not found in the request data."));
  }
}
