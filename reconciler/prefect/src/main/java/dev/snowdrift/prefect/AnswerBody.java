package dev.snowdrift.prefect;

import dev.snowdrift.prefect.PrefectClient.Attempt;
import java.net.http.HttpResponse;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a successful answer holds. Nothing but JSON is taken: a page of a proxy or of a login that
/// answers 200 is no success.
final class AnswerBody {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AnswerBody() {}

  /// Missing where the server sent none.
  static JsonNode parse(Attempt attempt, HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return JsonNodeFactory.instance.missingNode();
    }
    var encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equals("identity")) {
      throw Refusal.notJson(
          attempt, response.statusCode(), "it came encoded, which nobody asked for");
    }
    var type = response.headers().firstValue("Content-Type").orElse("application/json");
    try {
      if (type.toLowerCase(Locale.ROOT).startsWith("application/json")
          && response.body()[0] != '<') {
        return JSON.readTree(response.body());
      }
    } catch (JacksonException e) {
      // A write has happened however its answer broke off; a reader needs the answer.
      if (attempt.write()) {
        return JsonNodeFactory.instance.missingNode();
      }
      throw Refusal.lost(attempt, "it is not JSON to its end", e);
    }
    throw Refusal.notJson(attempt, response.statusCode(), "it is not JSON");
  }
}
