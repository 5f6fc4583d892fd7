package dev.snowdrift.sandbox.client;

import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;

/// A Python process with snowflake-connector-python in it. It runs snippets one after the other,
/// each of which leaves its result in the variable `answer`; `connect(**settings)` opens a
/// connection to the sandbox.
final class PythonConsole implements AutoCloseable {
  private final PythonProcess process;

  PythonConsole(ClientWorld world) throws IOException {
    var settings =
        PythonProcess.JSON
            .createObjectNode()
            .put("account", "sandbox")
            .put("host", "127.0.0.1")
            .put("port", world.sandbox.port())
            .put("protocol", "http")
            .put("user", "ADMIN")
            .put("platform_detection_timeout_seconds", 0)
            .put("login_timeout", 20)
            .put("network_timeout", 20);
    process = new PythonProcess(world, "console.py", settings.toString());
  }

  static InputStream resource(String name) {
    var stream = PythonConsole.class.getResourceAsStream("/client/" + name);
    if (stream == null) {
      throw new IllegalStateException("no resource client/" + name);
    }
    return stream;
  }

  /// Runs a snippet and answers what it left in `answer`. Fails with Python's traceback when it
  /// raises.
  JsonNode run(String snippet) throws IOException {
    var reply = PythonProcess.JSON.readTree(process.ask(snippet));
    if (reply.hasNonNull("failure")) {
      throw new AssertionError(reply.path("failure").asString());
    }
    return reply.path("answer");
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
