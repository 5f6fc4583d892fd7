package dev.snowdrift.operator;

import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.sandbox.prefect.Fault;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// When a process is killed, and what becomes of the request that it had sent by then.
sealed interface Moment {
  /// Watches for the moment in a world of its own.
  Trap set(LocalWorld local, Path stateDirectory);

  /// A moment to wait for.
  ///
  /// @param sprung whether the moment is there
  /// @param afterDeath what happens between the death of the process and its next start
  record Trap(BooleanSupplier sprung, Runnable afterDeath) {}

  /// A file of its state directory has just appeared.
  record FileAppears(String file) implements Moment {
    @Override
    public Trap set(LocalWorld local, Path stateDirectory) {
      return new Trap(() -> Files.exists(stateDirectory.resolve(file)), () -> {});
    }
  }

  /// It is looking, and has written nothing.
  record FirstLook() implements Moment {
    @Override
    public Trap set(LocalWorld local, Path stateDirectory) {
      var fault = local.sandbox().faults().on("^SHOW ").hold();
      return new Trap(() -> fault.fired() > 0, () -> {});
    }
  }

  /// The nth statement that writes has reached the account.
  ///
  /// @param arrives whether it is carried out, though nobody hears the answer, or lost
  record NthStatement(int nth, boolean arrives) implements Moment {
    private static final String WRITES = "^(CREATE|GRANT) ";

    @Override
    public Trap set(LocalWorld local, Path stateDirectory) {
      var faults = local.sandbox().faults();
      var statements = local.sandbox().statements();
      if (!arrives) {
        var fault = faults.on(WRITES).nth(nth).hold();
        // Never let go, so it never runs.
        return new Trap(() -> fault.fired() > 0, () -> {});
      }
      var fault = faults.on(WRITES).nth(nth).always().hold();
      return new Trap(
          () -> fault.fired() > 0,
          () -> {
            var held = fault.fired();
            fault.release();
            Waiting.until(
                "the statements of the dead are carried out",
                Duration.ofSeconds(30),
                () -> writes(statements) == nth - 1L + held);
          });
    }

    private static long writes(StatementLog statements) {
      return statements.all().stream().filter(StatementLog.Entry::writes).count();
    }
  }

  /// The nth request that writes has reached the Prefect API.
  ///
  /// @param arrives whether it is carried out, though nobody hears the answer, or lost
  record NthRequest(int nth, boolean arrives) implements Moment {
    @Override
    public Trap set(LocalWorld local, Path stateDirectory) {
      var writes = new AtomicInteger();
      var held = new AtomicInteger();
      var dead = new CountDownLatch(1);
      var fault =
          Fault.next(
              1_000,
              request -> {
                if (dead.getCount() == 0 || !request.writes() || writes.incrementAndGet() < nth) {
                  return false;
                }
                held.incrementAndGet();
                await(dead);
                return !arrives;
              },
              new Fault.Effect.DropBefore());
      local.prefect().inject(fault);
      return new Trap(
          () -> held.get() > 0,
          () -> {
            dead.countDown();
            Waiting.until(
                "the requests of the dead are over",
                Duration.ofSeconds(30),
                () -> local.prefect().writes().size() >= nth - 1L + held.get());
          });
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
