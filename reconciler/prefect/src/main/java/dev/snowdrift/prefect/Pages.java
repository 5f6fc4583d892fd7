package dev.snowdrift.prefect;

import dev.snowdrift.kind.TargetFailure;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks for pages by offset, and knows when a page is the last one.
///
/// A server takes the number that it is asked for, or refuses it with 422 when an administrator has
/// set a lower one (PrefectHQ/prefect, src/prefect/server/api/dependencies.py, LimitBody). So a
/// page that is shorter than what was asked for is the last. Prefect's own client relies on that,
/// also in Prefect Cloud (src/prefect/_sdk/fetcher.py).
final class Pages {
  /// The most that a server gives unless an administrator changed it
  /// (PREFECT_SERVER_API_DEFAULT_LIMIT).
  static final int SIZE = 200;

  private final PrefectClient client;
  private volatile boolean refused;

  Pages(PrefectClient client) {
    this.client = client;
  }

  /// @param last whether certainly nothing follows; where the server's own size is taken, only an
  ///   empty page tells
  record Page(List<JsonNode> items, boolean last) {}

  /// Whether pages have the size that is asked for. False once a server refused it.
  boolean sized() {
    return !refused;
  }

  /// One page from an offset on.
  ///
  /// @param words what is listed, for messages
  Page ask(String words, ApiPath path, ObjectNode question, int offset) {
    var ours = question.deepCopy().put("offset", offset);
    if (!refused) {
      try {
        var items = items(words, client.ask(path, ours.deepCopy().put("limit", SIZE)));
        return new Page(items, items.size() < SIZE);
      } catch (TargetFailure failure) {
        if (!failure.code().equals(Optional.of("HTTP 422"))) {
          throw failure;
        }
      }
    }
    var items = items(words, client.ask(path, ours));
    // Only now is it certain that it was the number that the server did not like.
    refused = true;
    return new Page(items, items.isEmpty());
  }

  private static List<JsonNode> items(String words, JsonNode page) {
    if (!page.isArray()) {
      throw unusable(words, "a page is not a list");
    }
    return page.valueStream().toList();
  }

  static TargetFailure unusable(String words, String why) {
    return new TargetFailure(
        TargetFailure.Kind.TRANSIENT,
        Optional.empty(),
        "Prefect's listing of %s is not usable: %s; it is read again later".formatted(words, why));
  }
}
