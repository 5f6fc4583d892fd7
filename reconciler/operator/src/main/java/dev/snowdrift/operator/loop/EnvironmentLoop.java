package dev.snowdrift.operator.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One environment's passes, one at a time, on a thread of its own: another environment's trouble
/// does not slow it. Triggers during a pass make one more pass. No thrown `Throwable` ends it.
public final class EnvironmentLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentLoop.class);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /// Most between two looks at something that gets ready by itself.
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

  /// How long a stop waits for the step at work.
  private static final Duration STOP = Duration.ofSeconds(25);

  private final Reconciler reconciler;
  private final AtomicReference<Optional<PassReport>> last =
      new AtomicReference<>(Optional.empty());
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition triggered = lock.newCondition();
  private final Thread thread;
  private Optional<Trigger> pending = Optional.empty();
  private int failures;
  private int looks;
  private PassReport.Next next = PassReport.Next.ON_TRIGGER;
  private volatile boolean stopping;
  private volatile boolean newerCommit;

  public EnvironmentLoop(Reconciler reconciler) {
    this.reconciler = reconciler;
    this.thread =
        Thread.ofVirtual().name("environment-" + reconciler.environment()).unstarted(this::run);
  }

  public void start() {
    trigger(Trigger.STARTUP);
    thread.start();
  }

  public String environment() {
    return reconciler.environment();
  }

  public String branch() {
    return reconciler.branch();
  }

  /// The last finished pass, if there is one.
  public Optional<PassReport> last() {
    return last.get();
  }

  /// Asks for a pass. A trigger that waits already stays, unless this one comes of a commit or a
  /// person.
  public void trigger(Trigger trigger) {
    lock.lock();
    try {
      if (pending.isEmpty() || trigger == Trigger.MANUAL || trigger == Trigger.POLL) {
        pending = Optional.of(trigger);
      }
      // The newest commit wins: a pass over an older one ends at its next step boundary.
      newerCommit |= trigger == Trigger.POLL;
      triggered.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        var next = await();
        if (next.isPresent()) {
          pass(next.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void pass(Trigger trigger) throws InterruptedException {
    try {
      var report = reconciler.converge(trigger, () -> stopping || newerCommit);
      last.set(Optional.of(report));
      next = report.next();
      failures = next == PassReport.Next.AFTER_BACK_OFF ? failures + 1 : 0;
      looks = next == PassReport.Next.SOON && report.changed() == 0 ? looks + 1 : 0;
      if (report.result() == PassReport.Result.NOOP) {
        LOG.debug("{}: {}", reconciler.environment(), report.message());
      } else {
        LOG.info("{}: {} ({})", reconciler.environment(), report.message(), report.result().word());
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable bug) {
      failures++;
      next = PassReport.Next.AFTER_BACK_OFF;
      LOG.error("{}: the pass ended with a bug", reconciler.environment(), bug);
    }
  }

  /// The next trigger, or another pass when the pause before it is over.
  private Optional<Trigger> await() throws InterruptedException {
    lock.lock();
    try {
      var nanos = (next == PassReport.Next.SOON ? untilNextLook() : backOff()).toNanos();
      while (pending.isEmpty() && !stopping) {
        if (next == PassReport.Next.ON_TRIGGER) {
          triggered.await();
        } else {
          nanos = triggered.awaitNanos(nanos);
          if (nanos <= 0) {
            return Optional.of(Trigger.RETRY);
          }
        }
      }
      var next = pending;
      pending = Optional.empty();
      newerCommit = false;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Twice as long each time, as long as nothing can be done.
  private Duration untilNextLook() {
    return Duration.ofMillis(
        Math.min(LONGEST_LOOK.toMillis(), SHORTEST.toMillis() << Math.min(looks, 20)));
  }

  /// Full jitter between the shortest and twice as long for each failure, up to the longest.
  private Duration backOff() {
    var most = Math.min(LONGEST.toMillis(), SHORTEST.toMillis() << Math.min(failures, 20));
    return Duration.ofMillis(
        ThreadLocalRandom.current()
            .nextLong(SHORTEST.toMillis(), Math.max(most, SHORTEST.toMillis()) + 1));
  }

  /// Asks the pass at work to end at its next step boundary, and starts no other; waits for
  /// nothing.
  public void stop() {
    stopping = true;
    lock.lock();
    try {
      triggered.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Stops, and waits for the step at work.
  @Override
  public void close() {
    stop();
    try {
      if (!thread.join(STOP)) {
        LOG.warn("{}: a step did not end within {} s", reconciler.environment(), STOP.toSeconds());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
