package dev.snowdrift.sandbox.prefect;

import java.nio.file.Path;

/// A real `prefect worker` of the type `process`, started by [PrefectServerProcess#startWorker].
public final class PrefectWorkerProcess implements AutoCloseable {
  private final String name;
  private final Path log;
  private final ChildProcess process;

  PrefectWorkerProcess(String name, Path log, ChildProcess process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /// The name under which the server lists it.
  public String name() {
    return name;
  }

  /// What the worker and its runs print.
  public Path log() {
    return log;
  }

  /// Ends the worker and, after five seconds at most, kills it with the runs it started. Safe to
  /// repeat.
  @Override
  public void close() {
    process.close();
  }
}
