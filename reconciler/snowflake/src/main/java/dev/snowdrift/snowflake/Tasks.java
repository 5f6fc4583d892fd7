package dev.snowdrift.snowflake;

import dev.snowdrift.kind.TargetFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs calls side by side on virtual threads, only so many at a time.
final class Tasks {
  private final Semaphore permits;

  Tasks(int atOnce) {
    this.permits = new Semaphore(atOnce);
  }

  /// The answers in the order of the calls. Calls handle their own failures; one that gets out is
  /// thrown after all calls have ended.
  <T> List<T> all(List<Callable<T>> calls) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<T>>();
      for (var call : calls) {
        futures.add(
            executor.submit(() -> {
              permits.acquire();
              try {
                return call.call();
              } finally {
                permits.release();
              }
            }));
      }
      var answers = new ArrayList<T>();
      for (var future : futures) {
        answers.add(get(future));
      }
      return answers;
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetFailure(
          TargetFailure.Kind.TRANSIENT,
          Optional.empty(),
          "observe Snowflake: interrupted; the next pass looks again",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
