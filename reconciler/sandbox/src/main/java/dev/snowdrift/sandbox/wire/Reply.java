package dev.snowdrift.sandbox.wire;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.JsonNode;

/// What goes back for one request.
sealed interface Reply {

  /// A JSON body. To drivers it always goes with HTTP 200: they read refusals there too.
  final class Json implements Reply {
    private final int status;
    private final byte[] body;

    private Json(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    /// Takes the bytes as they are; they must not change any more.
    Json(byte[] body) {
      this(200, body);
    }

    static Json of(JsonNode node) {
      return of(200, node);
    }

    static Json of(int status, JsonNode node) {
      return new Json(status, Answers.MAPPER.writeValueAsBytes(node));
    }

    int status() {
      return status;
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
