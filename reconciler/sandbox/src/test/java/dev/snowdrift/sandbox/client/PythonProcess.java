package dev.snowdrift.sandbox.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/// A process of the clients' Python that runs a script of the test's resources and answers each
/// line with a line. One line at a time.
final class PythonProcess implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SECONDS = 120;

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final Path errors;

  PythonProcess(ClientWorld world, String resource, String... arguments) throws IOException {
    var script = Files.createTempFile(world.home, "script", ".py");
    try (var source = PythonConsole.resource(resource)) {
      Files.write(script, source.readAllBytes());
    }
    errors = Files.createTempFile(world.home, "python", ".err");
    var command = new ArrayList<String>();
    command.add(ClientInstallation.program("python").toString());
    command.add(script.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(world.environment());
    builder.directory(world.home.toFile()).redirectError(errors.toFile());
    process = builder.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Sends the value as one line of JSON and answers the line that comes back. Fails with what
  /// Python wrote to its standard error when it ends, and when it takes longer than two minutes.
  synchronized String ask(Object value) throws IOException {
    in.write(JSON.writeValueAsString(value));
    in.write('\n');
    in.flush();
    try {
      return CompletableFuture.supplyAsync(this::line).get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("no answer within %d s to: %s".formatted(SECONDS, value), e);
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
