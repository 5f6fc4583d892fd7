package dev.snowdrift.sandbox.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Python process with snowflake-connector-python in it. It runs snippets one after the other,
/// each of which leaves its result in the variable `answer`; `connect(**settings)` opens a
/// connection to the sandbox.
final class PythonConsole implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SECONDS = 60;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final Path errors;

  PythonConsole(ClientWorld world) throws IOException {
    var settings =
        JSON.createObjectNode()
            .put("account", "sandbox")
            .put("host", "127.0.0.1")
            .put("port", world.sandbox.port())
            .put("protocol", "http")
            .put("user", "ADMIN")
            .put("platform_detection_timeout_seconds", 0)
            .put("login_timeout", 20)
            .put("network_timeout", 20);
    var script = world.home.resolve("console.py");
    try (var source = resource("console.py")) {
      Files.write(script, source.readAllBytes());
    }
    errors = world.home.resolve("console.err");
    var builder =
        new ProcessBuilder(
            ClientInstallation.program("python").toString(),
            script.toString(),
            settings.toString());
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    builder.directory(world.home.toFile()).redirectError(errors.toFile());
    process = builder.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  static InputStream resource(String name) {
    var stream = PythonConsole.class.getResourceAsStream("/client/" + name);
    if (stream == null) {
      throw new IllegalStateException("no resource client/" + name);
    }
    return stream;
  }

  /// Runs a snippet and answers what it left in `answer`. Fails with Python's traceback when it
  /// raises, and when it takes longer than a minute.
  synchronized JsonNode run(String snippet) throws IOException {
    in.write(JSON.writeValueAsString(snippet));
    in.write('\n');
    in.flush();
    var answered = CompletableFuture.supplyAsync(this::line);
    try {
      var reply = JSON.readTree(answered.get(SECONDS, TimeUnit.SECONDS));
      if (reply.hasNonNull("failure")) {
        throw new AssertionError(reply.path("failure").asString());
      }
      return reply.path("answer");
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("no answer within %d s to:\n%s".formatted(SECONDS, snippet), e);
    } catch (ExecutionException e) {
      throw new AssertionError(Files.readString(errors), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String line() {
    try {
      var line = out.readLine();
      if (line == null) {
        throw new IllegalStateException("Python has ended");
      }
      return line;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.destroy();
  }
}
