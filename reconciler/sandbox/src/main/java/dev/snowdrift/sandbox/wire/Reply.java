package dev.snowdrift.sandbox.wire;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.JsonNode;

/// What goes back for one request.
sealed interface Reply {

  /// HTTP 200 with a JSON body; the drivers read refusals there too.
  final class Json implements Reply {
    private final byte[] body;

    /// Takes the bytes as they are; they must not change any more.
    Json(byte[] body) {
      this.body = body;
    }

    static Json of(JsonNode node) {
      return new Json(Answers.MAPPER.writeValueAsBytes(node));
    }

    int length() {
      return body.length;
    }

    void writeTo(OutputStream out) throws IOException {
      out.write(body);
    }
  }

  /// A bare status, as trouble on the way would give.
  record Status(int code) implements Reply {}

  /// No answer at all: the connection ends.
  record Drop() implements Reply {}
}
