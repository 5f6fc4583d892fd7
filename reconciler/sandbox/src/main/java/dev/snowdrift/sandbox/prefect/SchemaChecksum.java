package dev.snowdrift.sandbox.prefect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The checksum by which the server knows a block schema again: of its fields without the list of
/// secret ones, as Python's `json` writes them with sorted keys (PrefectHQ/prefect,
/// src/prefect/blocks/core.py, _calculate_schema_checksum).
final class SchemaChecksum {
  private SchemaChecksum() {}

  static String of(JsonNode fields) {
    var text = "[[" + python(withoutSecretFields(fields)) + "], {}]";
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return "sha256:"
          + HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static JsonNode withoutSecretFields(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    var rest = Json.object();
    for (var entry : object.properties()) {
      if (!entry.getKey().equals("secret_fields")) {
        rest.set(entry.getKey(), withoutSecretFields(entry.getValue()));
      }
    }
    return rest;
  }

  private static String python(JsonNode node) {
    if (node.isObject()) {
      var sorted = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      return sorted.entrySet().stream()
          .map(entry -> quoted(entry.getKey()) + ": " + python(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node.isArray()) {
      return Json.elements(node).stream()
          .map(SchemaChecksum::python)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return node.isString() ? quoted(node.asString()) : node.toString();
  }

  private static String quoted(String text) {
    return Json.text(text)
        .toString()
        .chars()
        .mapToObj(c -> c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }
}
