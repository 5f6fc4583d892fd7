package dev.snowdrift.sandbox.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/// What goes back for one request.
sealed interface Reply {

  /// A JSON body. To drivers it always goes with HTTP 200: they read refusals there too.
  final class Json implements Reply {
    private final int status;
    private final byte[] body;
    private final String contentType;

    private Json(int status, byte[] body, String contentType) {
      this.status = status;
      this.body = body;
      this.contentType = contentType;
    }

    /// Takes the bytes as they are; they must not change any more.
    Json(byte[] body) {
      this(body, "application/json");
    }

    /// The same, called something else than it is.
    Json(byte[] body, String contentType) {
      this(200, body, contentType);
    }

    /// Its first bytes.
    Json cut(int bytes) {
      return new Json(status, Arrays.copyOf(body, Math.clamp(bytes, 0, body.length)), contentType);
    }

    String contentType() {
      return contentType;
    }

    static Json of(JsonNode node) {
      return of(200, node);
    }

    static Json of(int status, JsonNode node) {
      return new Json(status, Answers.MAPPER.writeValueAsBytes(node), "application/json");
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
