package dev.snowdrift.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The program as a process of its own, in a heap of 256 MiB, so that it can be killed.
final class OperatorProcess implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(2);

  private final Process process;
  private final Path output;

  private OperatorProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /// Starts it with the class path of this JVM.
  ///
  /// @param output what it prints is appended there
  static OperatorProcess start(Path output, Map<String, String> environment, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return new OperatorProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Kills it (SIGKILL) as soon as the condition holds, and waits until it is gone.
  ///
  /// @throws AssertionError when it ends by itself before
  void killWhen(BooleanSupplier condition) {
    var end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (ended(GLANCE)) {
        throw new AssertionError("it ended before it was to be killed:\n" + output());
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("it never came to where it was to be killed:\n" + output());
      }
    }
    var unused = process.destroyForcibly();
    var code = exitCode();
    if (code == 0) {
      throw new AssertionError("it ended by itself:\n" + output());
    }
  }

  /// Asks it to end (SIGTERM).
  void terminate() {
    process.destroy();
  }

  /// Waits until it is gone.
  int exitCode() {
    if (!ended(DEADLINE)) {
      throw new AssertionError("it does not end:\n" + output());
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// What it has printed.
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean ended(Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    var unused = process.destroyForcibly();
    var gone = ended(DEADLINE);
    if (!gone) {
      throw new IllegalStateException("a killed process does not end");
    }
  }
}
