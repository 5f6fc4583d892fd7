package dev.snowdrift.sandbox.prefect;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One real Prefect server for all contract tests of a JVM, started by the first class that
/// registers it; it ends with the test run.
final class RealServer implements ContractPeer, BeforeAllCallback {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private record Started(PrefectServerProcess server, Api api) implements AutoCloseable {
    static Started start() {
      // A loop this slow leaves a test the time to look between a write and the new runs.
      var options = PrefectServerOptions.withServices().schedulerLoop(Duration.ofSeconds(4));
      var server = PrefectServerProcess.start(options);
      return new Started(server, new Api(server.api()));
    }

    @Override
    public void close() {
      api.close();
      server.close();
    }
  }

  @SuppressWarnings("NullAway.Init")
  private Started started;

  @Override
  public void beforeAll(ExtensionContext context) {
    started =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(RealServer.class))
            .computeIfAbsent(Started.class, _ -> Started.start(), Started.class);
  }

  @Override
  public Api api() {
    return started.api();
  }

  @Override
  public <T> T until(Supplier<T> look, Predicate<T> wanted) {
    var deadline = Instant.now().plus(DEADLINE);
    var seen = look.get();
    while (!wanted.test(seen) && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      seen = look.get();
    }
    return seen;
  }
}
