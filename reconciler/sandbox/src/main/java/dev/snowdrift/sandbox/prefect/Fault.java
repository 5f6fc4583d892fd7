package dev.snowdrift.sandbox.prefect;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A misbehaviour of the stand-in: what happens to the nth request of a sort, and to as many after
/// it as told.
public final class Fault {
  /// What happens to the request.
  public sealed interface Effect {
    /// Nothing is done, and this is answered.
    record Answer(int status, Map<String, String> headers, String body) implements Effect {
      public Answer {
        headers = Map.copyOf(headers);
      }
    }

    /// The connection ends before anything is done.
    record DropBefore() implements Effect {}

    /// The request is carried out, and the connection ends without an answer.
    record DropAfter() implements Effect {}
  }

  private final Predicate<RecordedRequest> which;
  private final int first;
  private final int times;
  private final Effect effect;
  private final AtomicInteger seen = new AtomicInteger();

  private Fault(Predicate<RecordedRequest> which, int first, int times, Effect effect) {
    this.which = which;
    this.first = first;
    this.times = times;
    this.effect = effect;
  }

  /// Strikes the nth request (from 1) with this method whose path starts so, once.
  public static Fault on(String method, String pathPrefix, int nth, Effect effect) {
    return new Fault(
        request -> request.method().equals(method) && request.path().startsWith(pathPrefix),
        nth,
        1,
        effect);
  }

  /// Strikes the next requests that match, as many as told. The request that the predicate sees has
  /// no status yet (0).
  public static Fault next(int times, Predicate<RecordedRequest> which, Effect effect) {
    return new Fault(which, 1, times, effect);
  }

  /// A refusal as the server words it when its database is busy (503) or a limit of Prefect Cloud
  /// is reached (429), with the seconds of `Retry-After`.
  public static Effect busy(int status, int retryAfter) {
    return new Effect.Answer(
        status,
        Map.of("Retry-After", Integer.toString(retryAfter)),
        "{\"exception_message\":\"Service Unavailable\"}");
  }

  boolean strikes(RecordedRequest request) {
    if (!which.test(request)) {
      return false;
    }
    var number = seen.incrementAndGet();
    return number >= first && number < first + times;
  }

  Effect effect() {
    return effect;
  }
}
