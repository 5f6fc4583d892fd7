package dev.snowdrift.sandbox.prefect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A Prefect process that we started, with everything it started; none of it outlives this JVM.
final class ChildProcess implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int LINES_IN_A_MESSAGE = 30;

  private final String name;
  private final Process process;
  private final Path log;
  private final Duration grace;
  private final Thread atExit;

  private ChildProcess(String name, Process process, Path log, Duration grace) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.grace = grace;
    this.atExit = Thread.ofPlatform().unstarted(this::killTree);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Starts it with this environment on top of ours, from which all `PREFECT_*` variables are
  /// removed: a developer's own profile must not change what a test sees. `grace` is how long it
  /// may take to end by itself when closed; zero kills it at once.
  static ChildProcess start(
      String name,
      List<String> command,
      Path workingDirectory,
      Map<String, String> environment,
      Path log,
      Duration grace) {
    var builder =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PREFECT_"));
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return new ChildProcess(name, process, log, grace);
    } catch (IOException e) {
      throw new UncheckedIOException("could not start " + name + ": " + command.getFirst(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits until the condition holds. Throws IllegalStateException with the end of the log when the
  /// process ends before, or the deadline passes.
  void await(String what, Duration deadline, BooleanSupplier condition) {
    var end = System.nanoTime() + deadline.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException(
              "%s ended with code %d before it was %s; log %s ends:%n%s"
                  .formatted(name, process.exitValue(), what, log, endOfLog()));
        }
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(
              "%s was not %s within %s; log %s ends:%n%s"
                  .formatted(name, what, deadline, log, endOfLog()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  @Override
  public void close() {
    if (!grace.isZero()) {
      process.destroy();
      try {
        var _ = process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    killTree();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook runs, or has run, by itself.
      return;
    }
  }

  private void killTree() {
    try (Stream<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))) {
      var all = tree.toList();
      all.forEach(ProcessHandle::destroyForcibly);
      for (var one : all) {
        one.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(_ -> one).join();
      }
    }
  }

  private String endOfLog() {
    try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      var all = lines.toList();
      return all.subList(Math.max(0, all.size() - LINES_IN_A_MESSAGE), all.size()).stream()
          .collect(Collectors.joining(System.lineSeparator()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }
}
