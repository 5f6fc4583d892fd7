package dev.snowdrift.operator.loop;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Everything concurrent goes through here: virtual threads that inherit the pass they work for.
public final class Tasks {
  /// The pass that the current thread works for; log lines carry it.
  public static final ScopedValue<String> PASS = ScopedValue.newInstance();

  private Tasks() {}

  /// Runs all, each on its own virtual thread, and waits for all of them.
  ///
  /// @return the answers in the order of the calls
  /// @throws RuntimeException the first failure in the order of the calls
  public static <T> List<T> all(List<Callable<T>> calls) throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = calls.stream().map(call -> executor.submit(inheriting(call))).toList();
      var answers = new java.util.ArrayList<T>(futures.size());
      for (Future<T> future : futures) {
        answers.add(get(future));
      }
      return answers;
    }
  }

  /// A service whose tasks inherit the pass. The caller closes the executor.
  static <T> void submit(ExecutorCompletionService<T> service, Callable<T> call) {
    var _ = service.submit(inheriting(call));
  }

  static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("a task failed", e.getCause());
      }
    }
  }

  private static <T> Callable<T> inheriting(Callable<T> call) {
    if (!PASS.isBound()) {
      return call;
    }
    var pass = PASS.get();
    return () -> ScopedValue.where(PASS, pass).call(call::call);
  }
}
