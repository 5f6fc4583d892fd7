package dev.snowdrift.prefect;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.snowdrift.kind.TargetFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Speaks the REST API of a Prefect 3 server or of Prefect Cloud.
///
/// Every request has a time limit up to the last byte of its answer, and answers a longest length.
/// Redirects are not followed: they could carry the credential elsewhere. What may be repeated is
/// repeated on 429, 502, 503 and lost connections; a creation only when the server certainly
/// refused it. Nothing is sent before the server's `Retry-After` is over: a short pause is waited
/// for, a longer one fails what is asked meanwhile. No try starts later than twice the time limit
/// after the first. Safe for use by many threads.
public final class PrefectClient implements AutoCloseable {
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

  private final PrefectSettings settings;
  private final RequestListener listener;
  private final HttpClient http;
  private final Semaphore reads;
  private final Semaphore writes;
  private final RequestBudget budget;
  private final ForgeryToken token = new ForgeryToken();
  private final AtomicLong written = new AtomicLong();

  public PrefectClient(PrefectSettings settings, RequestListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .build();
    this.reads = new Semaphore(settings.reads(), true);
    this.writes = new Semaphore(settings.writes(), true);
    this.budget = new RequestBudget(settings.requestsPerMinute());
  }

  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /// What the server answered, with a status from 200 to 299.
  ///
  /// @param body missing where the server sent none
  public record Answer(int status, JsonNode body) {}

  /// How many requests that can change something were sent, each retry counted.
  public long writes() {
    return written.get();
  }

  public PrefectSettings settings() {
    return settings;
  }

  /// Reads one object; empty when the server answers 404.
  public Optional<JsonNode> find(ApiPath path) {
    return send(Method.GET, path, Optional.empty(), List.of(), true).map(Answer::body);
  }

  /// Asks one question by POST to a `filter` or `count` path.
  public JsonNode ask(ApiPath path, JsonNode question) {
    if (!path.reads()) {
      throw new IllegalArgumentException(path.template() + " writes");
    }
    return send(Method.POST, path, Optional.of(question), List.of(), false).orElseThrow().body();
  }

  /// Sends one request that changes something; deleting what is not there succeeds.
  ///
  /// @param secrets texts that must not appear in any message
  /// @throws TargetFailure as its kinds say; UNKNOWN_OUTCOME when the answer was lost
  public Answer write(Method method, ApiPath path, Optional<JsonNode> body, List<String> secrets) {
    return send(method, path, body, secrets, method == Method.DELETE)
        .orElseGet(() -> new Answer(204, JsonNodeFactory.instance.missingNode()));
  }

  private Optional<Answer> send(
      Method method,
      ApiPath path,
      Optional<JsonNode> body,
      List<String> secrets,
      boolean absenceIsAnAnswer) {
    var write = method != Method.GET && !path.reads();
    var attempt = new Attempt(method, path, body.map(JsonNode::toString), secrets, write);
    var policy =
        RetryPolicy.<Optional<Answer>>builder()
            .handleIf(failure -> failure instanceof Refusal refusal && refusal.retryable)
            .withMaxRetries(settings.retries())
            .withMaxDuration(settings.patience())
            .withDelayFn(context -> delay(context.getAttemptCount()))
            .build();
    var permits = write ? writes : reads;
    try {
      permits.acquire();
      try {
        return Failsafe.with(policy).get(() -> once(attempt, absenceIsAnAnswer));
      } finally {
        permits.release();
      }
    } catch (Refusal refusal) {
      throw refusal.failure;
    } catch (FailsafeException | InterruptedException e) {
      // Interrupted between two tries: the last one was refused, so nothing is pending.
      Thread.currentThread().interrupt();
      throw new TargetFailure(
          TargetFailure.Kind.TRANSIENT, Optional.empty(), attempt.what() + ": interrupted", e);
    }
  }

  private Duration delay(int attempts) {
    var asked = Optional.of(budget.held()).filter(Duration::isPositive);
    var doubled = settings.backOff().multipliedBy(1L << Math.min(attempts - 1, 10));
    var jittered = doubled.multipliedBy(50 + Math.floorMod(System.nanoTime(), 100)).dividedBy(100);
    var chosen = asked.orElse(jittered);
    return shorter(chosen, settings.longestPause());
  }

  private Optional<Answer> once(Attempt attempt, boolean absenceIsAnAnswer) {
    var used = token.current();
    var response = timed(attempt, used);
    if (settings.edition().wantsTokens()
        && ForgeryToken.refused(response.statusCode(), text(response))) {
      token.renew(used, this::handedOut);
      response = timed(attempt, token.current());
    }
    if (response.statusCode() == 404
        && absenceIsAnAnswer
        && ErrorText.tellsAbsence(text(response), settings.edition())) {
      return Optional.empty();
    }
    if (response.statusCode() / 100 != 2) {
      var refusal = Refusal.of(attempt, response, settings);
      refusal.after.ifPresent(asked -> budget.hold(shorter(asked, LONGEST_HOLD)));
      throw refusal;
    }
    return Optional.of(new Answer(response.statusCode(), AnswerBody.parse(attempt, response)));
  }

  /// One exchange, told to the listener.
  private HttpResponse<byte[]> timed(Attempt attempt, Optional<String> token) {
    pause(attempt);
    var start = System.nanoTime();
    var status = "none";
    try {
      if (attempt.write) {
        written.incrementAndGet();
      }
      var response = exchange(attempt, request(attempt, token));
      status = response.statusCode() / 100 + "xx";
      return response;
    } finally {
      var took = Duration.ofNanos(System.nanoTime() - start);
      listener.requested(
          attempt.method + " " + attempt.path.template(), status, took, attempt.write);
    }
  }

  /// Until the server's pause and our own share allow a request.
  private void pause(Attempt attempt) {
    var held = budget.held();
    if (held.compareTo(settings.longestPause()) > 0) {
      throw Refusal.held(attempt, held);
    }
    try {
      Thread.sleep(held);
      budget.spend();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.beforeSending(attempt, e);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Empty where the server wants no token after all.
  private Optional<String> handedOut() {
    var path = ApiPath.of("/csrf-token");
    var attempt = new Attempt(Method.GET, path, Optional.empty(), List.of(), false);
    var response = exchange(attempt, request(token.path()).GET().build());
    if (response.statusCode() / 100 != 2) {
      return Optional.empty();
    }
    return Json.text(AnswerBody.parse(attempt, response), "token")
        .filter(text -> text.matches("[\\x21-\\x7e]{1,1000}"));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> exchange(Attempt attempt, HttpRequest request) {
    var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.answerBytes());
    var future = http.sendAsync(request, handler);
    try {
      return future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Refusal.lost(attempt, late(), e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Refusal.interrupted(attempt, e);
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        throw Refusal.notSent(attempt, settings.api(), cause);
      }
      throw Refusal.lost(
          attempt, cause instanceof HttpTimeoutException ? late() : reason(cause), e);
    }
  }

  private String late() {
    return "no answer within " + settings.timeout().toSeconds() + " s";
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason was given";
    }
    var message = cause.getMessage();
    return message == null || !(cause instanceof IOException) ? cause.toString() : message;
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(settings.api() + path))
            .timeout(settings.timeout())
            .header("Accept", "application/json")
            .header("User-Agent", settings.userAgent());
    settings.auth().header().ifPresent(value -> request.header("Authorization", value.reveal()));
    return request;
  }

  private HttpRequest request(Attempt attempt, Optional<String> used) {
    var request = request(attempt.path.encoded());
    if (attempt.method != Method.GET) {
      token.addTo(request, used);
    }
    var body =
        attempt
            .body
            .map(text -> HttpRequest.BodyPublishers.ofString(text, StandardCharsets.UTF_8))
            .orElseGet(HttpRequest.BodyPublishers::noBody);
    if (attempt.body.isPresent()) {
      request.header("Content-Type", "application/json");
    }
    return request.method(attempt.method.name(), body).build();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /// One request as it is sent, and sent again.
  record Attempt(
      Method method, ApiPath path, Optional<String> body, List<String> secrets, boolean write) {
    String what() {
      return method + " " + path.shown();
    }

    /// Whether sending it twice is the same as sending it once.
    boolean repeatable() {
      return !write || method != Method.POST;
    }
  }
}
