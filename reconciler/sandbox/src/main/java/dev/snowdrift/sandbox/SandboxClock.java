package dev.snowdrift.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// The sandbox's time. It either follows the machine's clock at a speed-up or stands still until it
/// is stepped, so that a test can walk a pool from STARTING to ACTIVE without waiting.
public final class SandboxClock extends Clock {
  private static final ScopedValue<Instant> REPLAYED = ScopedValue.newInstance();

  private final boolean stepped;
  private final double speed;
  private final Instant origin;
  private final long startNanos = System.nanoTime();
  private Duration offset = Duration.ZERO;
  private @Nullable Instant pinned;
  private @Nullable Instant afterWaiting;

  private SandboxClock(boolean stepped, double speed, Instant origin) {
    this.stepped = stepped;
    this.speed = speed;
    this.origin = origin;
  }

  /// A clock that moves only when stepped.
  public static SandboxClock stepped(Instant start) {
    return new SandboxClock(true, 0, start);
  }

  /// A clock that runs `speed` times as fast as the machine's.
  public static SandboxClock running(double speed) {
    return new SandboxClock(false, speed, Instant.now());
  }

  /// Moves time forward; works in both modes.
  public synchronized void step(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + by);
    }
    offset = offset.plus(by);
  }

  /// Stops the clock at a time, which may lie in the past, until it is released.
  public synchronized void pin(Instant at) {
    pinned = at;
    afterWaiting = null;
  }

  /// While the clock is pinned: the time at which it stands once somebody has waited for it.
  public synchronized void pinAfterWaiting(Instant at) {
    afterWaiting = at;
  }

  /// Somebody waits: a pinned clock goes on to the time that it has for that.
  public synchronized void waited() {
    if (pinned != null && afterWaiting != null) {
      pinned = afterWaiting;
    }
  }

  /// Lets a pinned clock go on as before, but not from a time before that one.
  public synchronized void release(Instant notBefore) {
    pinned = null;
    afterWaiting = null;
    var now = instant();
    if (now.isBefore(notBefore)) {
      step(Duration.between(now, notBefore));
    }
  }

  /// Lets the clock show a past moment to what runs inside, on this thread alone.
  public void replay(Instant moment, Runnable work) {
    ScopedValue.where(REPLAYED, moment).run(work);
  }

  @Override
  public Instant instant() {
    return REPLAYED.isBound() ? REPLAYED.get() : present();
  }

  private synchronized Instant present() {
    if (pinned != null) {
      return pinned;
    }
    var elapsed = stepped ? 0L : (long) ((System.nanoTime() - startNanos) * speed);
    return origin.plus(offset).plusNanos(elapsed);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /// The sandbox knows UTC alone.
  @Override
  public Clock withZone(ZoneId zone) {
    if (!zone.equals(ZoneOffset.UTC)) {
      throw new IllegalArgumentException("the sandbox's clock is in UTC, not in " + zone);
    }
    return this;
  }
}
