package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.wire.Fault.Action;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// The script of faults. A statement is shown to the faults in the order in which they were added;
/// the first that is due strikes. Thread-safe.
///
/// A login is shown as the text `LOGIN <user>`, a renewal as `RENEW <user>`, so that drops,
/// statuses and refusals can strike there too. In a request of several statements, what concerns
/// the connection is matched against the whole text, the rest against each statement.
public final class Faults {
  private final Clock clock;
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  Faults(Clock clock) {
    this.clock = clock;
  }

  /// Begins a fault for the statements in which this regular expression is found; it ignores case
  /// and its dot meets line ends. Until told otherwise it strikes the first such statement, once.
  public Script on(String sql) {
    return new Script(
        Pattern.compile(sql, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), 1, 1, Optional.empty());
  }

  /// A fault being written; the method that names the action adds it.
  public final class Script {
    private final Pattern sql;
    private final int first;
    private final int times;
    private final Optional<Duration> window;

    private Script(Pattern sql, int first, int times, Optional<Duration> window) {
      this.sql = sql;
      this.first = first;
      this.times = times;
      this.window = window;
    }

    /// Strikes from the n-th match on, counted from 1.
    public Script nth(int n) {
      return new Script(sql, n, times, window);
    }

    /// Strikes that many matches in a row.
    public Script times(int n) {
      return new Script(sql, first, n, window);
    }

    /// Strikes every match until removed.
    public Script always() {
      return times(Integer.MAX_VALUE);
    }

    /// Strikes every match from the first strike on for that long by the sandbox's clock.
    public Script during(Duration byClock) {
      return new Script(sql, first, Integer.MAX_VALUE, Optional.of(byClock));
    }

    public Fault dropBefore() {
      return add(new Action.DropBefore());
    }

    public Fault dropAfter() {
      return add(new Action.DropAfter(false));
    }

    /// The answer is lost, and the statement runs again when it is sent again.
    public Fault dropAfterForgotten() {
      return add(new Action.DropAfter(true));
    }

    public Fault garble(String body) {
      return garble(body, "application/json");
    }

    public Fault garble(String body, String contentType) {
      return add(new Action.Garble(body, contentType));
    }

    /// Only the first bytes of the answer arrive.
    public Fault cut(int bytes) {
      return add(new Action.Cut(bytes));
    }

    /// What fits this regular expression in a cell arrives as something else.
    public Fault rewrite(String cell, String replacement) {
      return add(new Action.Rewrite(Pattern.compile(cell), replacement));
    }

    /// Rows in which a cell fits this regular expression as a whole do not arrive.
    public Fault hide(String cell) {
      return add(new Action.Hide(Pattern.compile(cell)));
    }

    public Fault reshape() {
      return add(new Action.Reshape());
    }

    /// That user's statement runs first.
    public Fault interfere(String user, String role, String statement) {
      return add(new Action.Interfere(user, role, statement));
    }

    public Fault delay(Duration byClock) {
      return add(new Action.Delay(byClock));
    }

    public Fault realDelay(Duration real) {
      return add(new Action.RealDelay(real));
    }

    public Fault hold() {
      return add(new Action.Hold(new CountDownLatch(1)));
    }

    public Fault refuse(int code, String sqlState, String message) {
      return add(new Action.Refuse(code, sqlState, message));
    }

    public Fault httpStatus(int status) {
      return add(new Action.HttpStatus(status));
    }

    public Fault stale() {
      return add(new Action.Stale());
    }

    public Fault truncate(int rows) {
      return add(new Action.Truncate(rows));
    }

    /// The session has to be renewed, which drivers do by themselves.
    public Fault expireSession() {
      return add(new Action.ExpireSession(false));
    }

    /// The session is gone for good.
    public Fault loseSession() {
      return add(new Action.ExpireSession(true));
    }

    Fault add(Action action) {
      var fault = new Fault("f" + ids.incrementAndGet(), sql, first, times, window, action);
      faults.add(fault);
      return fault;
    }
  }

  /// All faults added and not removed, spent ones included.
  public List<Fault> all() {
    return List.copyOf(faults);
  }

  public Optional<Fault> byId(String id) {
    return faults.stream().filter(fault -> fault.id().equals(id)).findFirst();
  }

  /// Removes a fault and lets go what it holds.
  public void remove(Fault fault) {
    faults.remove(fault);
    fault.release();
  }

  public void clear() {
    all().forEach(this::remove);
  }

  /// The fault that strikes this text, of those that concern the connection or of the others.
  Optional<Fault> striking(String text, boolean atTransport) {
    var now = clock.instant();
    for (var fault : faults) {
      if (fault.action().atTransport() == atTransport && fault.strikes(text, now)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
