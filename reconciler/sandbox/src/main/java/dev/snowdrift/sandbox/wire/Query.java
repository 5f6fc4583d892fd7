package dev.snowdrift.sandbox.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One query from its arrival to its outcome, which never changes once it is there. It runs on a
/// virtual thread of its own, so that requests may wait for it, poll it, or abort it.
final class Query {
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final String id;
  private final String requestId;
  private final WireSession session;
  private final String sql;
  private final Clock clock;
  private final Instant begin;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private volatile @Nullable Instant end;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Consumer<Outcome> witness = _ -> {};
  private volatile @Nullable Thread thread;

  Query(String id, String requestId, WireSession session, String sql, Clock clock) {
    this.id = id;
    this.requestId = requestId;
    this.session = session;
    this.sql = sql;
    this.clock = clock;
    this.begin = clock.instant();
  }

  String id() {
    return id;
  }

  String requestId() {
    return requestId;
  }

  WireSession session() {
    return session;
  }

  String sql() {
    return sql;
  }

  Instant begin() {
    return begin;
  }

  Optional<Instant> end() {
    return Optional.ofNullable(end);
  }

  /// Runs the work on a new thread.
  ///
  /// @param witness told the outcome once, before anybody else learns of it
  void start(Supplier<Outcome> work, Consumer<Outcome> witness) {
    this.witness = witness;
    thread = Thread.ofVirtual().name("query-" + id).start(() -> settle(work.get()));
  }

  /// Runs the work on the caller's thread, as the children of a multi-statement query do.
  Outcome run(Supplier<Outcome> work, Consumer<Outcome> witness) {
    this.witness = witness;
    thread = Thread.currentThread();
    settle(work.get());
    return outcome.join();
  }

  /// Ends the query; false when it had ended already.
  private boolean settle(Outcome proposed) {
    lock.lock();
    try {
      if (outcome.isDone()) {
        return false;
      }
      end = clock.instant();
      witness.accept(proposed);
      return outcome.complete(proposed);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the query from outside and wakes what it waits in; false when it had ended already.
  boolean abort(Outcome.Failed how) {
    var ended = settle(how);
    var running = thread;
    if (ended && running != null) {
      running.interrupt();
    }
    return ended;
  }

  /// Aborts the query when it has not ended after so many seconds of the sandbox's clock.
  void limit(long seconds) {
    var deadline = begin.plusSeconds(seconds);
    Thread.ofVirtual()
        .name("timeout-" + id)
        .start(() -> {
          while (!outcome.isDone()) {
            if (!clock.instant().isBefore(deadline)) {
              abort(Outcome.Failed.timedOut(seconds));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
          }
        });
  }

  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome.getNow(null));
  }

  /// Waits for the outcome, in real time; empty when it is not there by then.
  Optional<Outcome> await(Duration patience) throws InterruptedException {
    try {
      return Optional.of(outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a query never ends exceptionally", e);
    }
  }
}
