package dev.snowdrift.prefect;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.PrefectClient.Attempt;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// One try that did not succeed, and whether another one makes sense. Never leaves the client.
final class Refusal extends RuntimeException {
  final transient TargetFailure failure;
  final boolean retryable;

  /// How long the server asked to wait.
  final transient Optional<Duration> after;

  private Refusal(TargetFailure failure, boolean retryable, Optional<Duration> after) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
    this.retryable = retryable;
    this.after = after;
  }

  /// What an answer outside of 200 to 299 means.
  static Refusal of(Attempt attempt, HttpResponse<byte[]> response, PrefectSettings settings) {
    var status = response.statusCode();
    var body = new String(response.body(), StandardCharsets.UTF_8);
    var kind = kind(attempt, status, body, settings.edition());
    var said = ErrorText.of(body, attempt.secrets(), settings.auth());
    var message =
        "%s: Prefect answered %d%s; %s"
            .formatted(
                attempt.what(),
                status,
                said.isEmpty() ? "" : ": " + said,
                next(attempt, kind, status));
    // 429 and 503 ("database busy") come before anything is written; behind 502 it may have been.
    var refused = status == 429 || status == 503;
    var after = refused ? after(response.headers()) : Optional.<Duration>empty();
    var retryable =
        refused
            ? after.orElse(Duration.ZERO).compareTo(settings.longestPause()) <= 0
            : (status == 502 || status == 504) && attempt.repeatable();
    return new Refusal(
        new TargetFailure(kind, Optional.of("HTTP " + status), message), retryable, after);
  }

  private static TargetFailure.Kind kind(
      Attempt attempt, int status, String body, Edition edition) {
    return switch (status) {
      case 401, 403, 407 -> TargetFailure.Kind.PERMISSION;
      case 402 -> TargetFailure.Kind.QUOTA;
      case 404 ->
          ErrorText.tellsAbsence(body, edition)
              ? TargetFailure.Kind.CONFLICT
              : TargetFailure.Kind.INTERNAL;
      case 409 ->
          ErrorText.tellsInput(body) ? TargetFailure.Kind.INPUT : TargetFailure.Kind.CONFLICT;
      case 412 -> TargetFailure.Kind.CONFLICT;
      case 408, 425, 429, 503 -> TargetFailure.Kind.TRANSIENT;
      case 502, 504 -> unanswered(attempt);
      default ->
          status >= 500
              ? broken(attempt, body)
              : status >= 400 ? TargetFailure.Kind.INPUT : TargetFailure.Kind.INTERNAL;
    };
  }

  /// Two requests that the server should refuse end in a 500 of it: a deployment that is put into a
  /// pool which is gone meanwhile, and the deletion of a pool's default queue.
  private static TargetFailure.Kind broken(Attempt attempt, String body) {
    if (!ErrorText.tellsOwnFailure(body)) {
      return unanswered(attempt);
    }
    if (namesPool(attempt)) {
      return TargetFailure.Kind.CONFLICT;
    }
    return deletesQueue(attempt) ? TargetFailure.Kind.INPUT : TargetFailure.Kind.TRANSIENT;
  }

  private static TargetFailure.Kind unanswered(Attempt attempt) {
    return attempt.repeatable() ? TargetFailure.Kind.TRANSIENT : TargetFailure.Kind.UNKNOWN_OUTCOME;
  }

  private static boolean namesPool(Attempt attempt) {
    return attempt.method() == PrefectClient.Method.PATCH
        && attempt.path().template().equals("/deployments/{}")
        && attempt.body().filter(body -> body.contains("\"work_pool_name\"")).isPresent();
  }

  private static boolean deletesQueue(Attempt attempt) {
    return attempt.method() == PrefectClient.Method.DELETE
        && attempt.path().template().equals("/work_pools/{}/queues/{}");
  }

  private static String next(Attempt attempt, TargetFailure.Kind kind, int status) {
    if (status == 404 && kind == TargetFailure.Kind.INTERNAL) {
      return "check that the URL is that of a Prefect API, and its version";
    }
    if (status == 500 && namesPool(attempt)) {
      return "which it does when the work pool is gone, so it is looked at again";
    }
    if (status == 500 && deletesQueue(attempt)) {
      return "which it does for a pool's default queue, which cannot be deleted";
    }
    return next(kind);
  }

  private static String next(TargetFailure.Kind kind) {
    return switch (kind) {
      case PERMISSION -> "check the credential of this Prefect target and what it may do";
      case CONFLICT -> "somebody changed it meanwhile, it is looked at again";
      case INPUT -> "correct the manifest";
      case TRANSIENT -> "it is tried again later";
      case UNKNOWN_OUTCOME -> "it is looked at before anything is written";
      case QUOTA -> "remove something, or raise what the plan of this account allows";
      case INTERNAL -> "check the URL of this Prefect target";
    };
  }

  static Refusal notSent(Attempt attempt, URI api, Throwable cause) {
    var message =
        "%s: could not connect to %s; check that it runs and can be reached"
            .formatted(attempt.what(), api.getAuthority());
    return new Refusal(
        new TargetFailure(TargetFailure.Kind.TRANSIENT, Optional.empty(), message, cause),
        true,
        Optional.empty());
  }

  /// Nothing was sent, as the server asked for a pause.
  static Refusal held(Attempt attempt, Duration pause) {
    var message =
        "%s: not sent, as Prefect asked for a pause of which %d s are left; %s"
            .formatted(attempt.what(), pause.toSeconds() + 1, next(TargetFailure.Kind.TRANSIENT));
    return new Refusal(
        new TargetFailure(TargetFailure.Kind.TRANSIENT, Optional.of("HTTP 429"), message),
        false,
        Optional.empty());
  }

  static Refusal beforeSending(Attempt attempt, InterruptedException cause) {
    var message = attempt.what() + ": interrupted before it was sent";
    return new Refusal(
        new TargetFailure(TargetFailure.Kind.TRANSIENT, Optional.empty(), message, cause),
        false,
        Optional.empty());
  }

  static Refusal lost(Attempt attempt, String why, Throwable cause) {
    var kind = attempt.write() ? TargetFailure.Kind.UNKNOWN_OUTCOME : TargetFailure.Kind.TRANSIENT;
    var message = "%s: the answer was lost (%s); %s".formatted(attempt.what(), why, next(kind));
    return new Refusal(
        new TargetFailure(kind, Optional.empty(), message, cause),
        attempt.repeatable(),
        Optional.empty());
  }

  static Refusal interrupted(Attempt attempt, InterruptedException cause) {
    var kind = attempt.write() ? TargetFailure.Kind.UNKNOWN_OUTCOME : TargetFailure.Kind.TRANSIENT;
    return new Refusal(
        new TargetFailure(kind, Optional.empty(), attempt.what() + ": interrupted", cause),
        false,
        Optional.empty());
  }

  /// A success in words that are not Prefect's: nobody knows what became of a write.
  static Refusal notJson(Attempt attempt, int status, String why) {
    var kind = attempt.write() ? TargetFailure.Kind.UNKNOWN_OUTCOME : TargetFailure.Kind.INTERNAL;
    var message =
        "%s: the answer is not one of Prefect, %s; check that the URL is that of a Prefect API"
            .formatted(attempt.what(), why);
    return new Refusal(
        new TargetFailure(kind, Optional.of("HTTP " + status), message), false, Optional.empty());
  }

  /// `Retry-After`, which is a number of seconds or a date; the server's clock counts, if it tells.
  private static Optional<Duration> after(HttpHeaders headers) {
    return headers
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(text ->
            text.matches("[0-9]{1,18}")
                ? Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), 1_000_000)))
                : date(text).map(end -> Duration.between(now(headers), end)))
        .filter(Duration::isPositive);
  }

  private static Instant now(HttpHeaders headers) {
    return headers.firstValue("Date").flatMap(Refusal::date).orElseGet(Instant::now);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
