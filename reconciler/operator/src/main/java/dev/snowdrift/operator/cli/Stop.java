package dev.snowdrift.operator.cli;

import java.util.concurrent.CountDownLatch;

/// Waits for the process to be asked to end, and lets it end only when everything is closed.
final class Stop {
  private Stop() {}

  /// Returns after the process was asked to end and the resource was closed.
  static void await(AutoCloseable resource) throws InterruptedException {
    var asked = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    closed.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "graceful stop"));
    asked.await();
    try {
      resource.close();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing failed", e);
    } finally {
      closed.countDown();
    }
  }
}
