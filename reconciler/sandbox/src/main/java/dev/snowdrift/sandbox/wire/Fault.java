package dev.snowdrift.sandbox.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One scripted fault: which statements it meets, which of them it strikes, and what it does. Made
/// by [Faults]; a test keeps it to ask how often it struck, or to release what it holds.
public final class Fault {
  private final String id;
  private final Pattern sql;
  private final int first;
  private final int times;
  private final Optional<Duration> window;
  private final Action action;
  private @Nullable Instant end;
  private final AtomicInteger matched = new AtomicInteger();
  private final AtomicInteger fired = new AtomicInteger();

  /// What happens to the statement struck.
  public sealed interface Action {

    /// The connection ends without an answer and the statement never runs.
    record DropBefore() implements Action {}

    /// The statement runs, its answer is lost with the connection. When `forgotten`, so is the
    /// request's id: sent again, the statement runs again, as behind a server that does not keep
    /// outcomes.
    record DropAfter(boolean forgotten) implements Action {}

    /// The statement runs; in place of its answer comes this text, as HTTP 200: broken JSON, a page
    /// of HTML, nothing, or the answer to something else.
    record Garble(String body, String contentType) implements Action {}

    /// The statement runs; of its answer only the first bytes arrive, as HTTP 200 of that length.
    record Cut(int bytes) implements Action {}

    /// The statement is held for that long by the sandbox's clock, then runs.
    record Delay(Duration byClock) implements Action {}

    /// The statement is held for that long in real time, then runs.
    record RealDelay(Duration real) implements Action {}

    /// The statement is held until the gate opens ([Fault#release()]), then runs.
    record Hold(CountDownLatch gate) implements Action {}

    /// The statement is refused and does not run.
    record Refuse(int code, String sqlState, String message) implements Action {}

    /// The statement does not run; the answer is this HTTP status with an empty body.
    record HttpStatus(int status) implements Action {}

    /// A listing or description is answered with the previous answer to the same text by the same
    /// role; it does not run. Without a previous answer it runs as ever.
    record Stale() implements Action {}

    /// The statement runs; of its answer only the first rows arrive.
    record Truncate(int rows) implements Action {}

    /// The statement runs; the rows in which some cell fits the expression do not arrive.
    record Hide(Pattern cell) implements Action {}

    /// The statement runs; its columns and rows arrive in the opposite order, with a column nobody
    /// asked for in front.
    record Reshape() implements Action {}

    /// The statement runs; in its cells what fits the expression arrives as something else, as from
    /// a server that writes values its own way.
    record Rewrite(Pattern cell, String replacement) implements Action {}

    /// Another user's statement runs first, unlogged; what becomes of it does not matter.
    record Interfere(String user, String role, String sql) implements Action {}

    /// The session's token expires before the statement runs (390112), and the master token too
    /// when `forGood` (390111).
    record ExpireSession(boolean forGood) implements Action {}

    /// Whether it concerns the HTTP exchange, rather than the statement inside.
    default boolean atTransport() {
      return switch (this) {
        case DropBefore _, DropAfter _, Garble _, Cut _, HttpStatus _, ExpireSession _ -> true;
        // A session code must not become the recorded outcome of the request id: the client renews
        // and sends the same id again.
        case Refuse(var code, var _, var _) -> code / 1000 == 390;
        case Delay _, RealDelay _, Hold _, Stale _, Truncate _ -> false;
        case Hide _, Reshape _, Rewrite _, Interfere _ -> false;
      };
    }
  }

  Fault(String id, Pattern sql, int first, int times, Optional<Duration> window, Action action) {
    this.id = id;
    this.sql = sql;
    this.first = first;
    this.times = times;
    this.window = window;
    this.action = action;
  }

  public String id() {
    return id;
  }

  public Action action() {
    return action;
  }

  /// The regular expression, as given.
  public String sql() {
    return sql.pattern();
  }

  /// How many statements the expression met.
  public int matched() {
    return matched.get();
  }

  /// How many statements it struck.
  public int fired() {
    return fired.get();
  }

  /// Lets the statements held by [Action.Hold] go on, now and from now on.
  public void release() {
    if (action instanceof Action.Hold(var gate)) {
      gate.countDown();
    }
  }

  /// Counts the statement if the expression meets it, and says whether to strike.
  synchronized boolean strikes(String text, Instant now) {
    if (!sql.matcher(text).find()) {
      return false;
    }
    var number = matched.incrementAndGet();
    if (number < first || number - first >= times || (end != null && !now.isBefore(end))) {
      return false;
    }
    if (end == null && window.isPresent()) {
      end = now.plus(window.get());
    }
    fired.incrementAndGet();
    return true;
  }
}
