package dev.snowdrift.prefect;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.PrefectClient.Attempt;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One try that did not succeed, and whether another one makes sense. Never leaves the client.
final class Refusal extends RuntimeException {
  final transient TargetFailure failure;
  final boolean retryable;
  final transient Optional<Duration> after;

  private Refusal(TargetFailure failure, boolean retryable, Optional<Duration> after) {
    super(failure.getMessage(), failure, false, false);
    this.failure = failure;
    this.retryable = retryable;
    this.after = after;
  }

  /// What an answer outside of 200 to 299 means.
  static Refusal of(Attempt attempt, HttpResponse<byte[]> response, PrefectAuth auth) {
    var status = response.statusCode();
    var kind = kind(attempt, status);
    var said =
        ErrorText.of(new String(response.body(), StandardCharsets.UTF_8), attempt.secrets(), auth);
    var message =
        "%s: Prefect answered %d%s; %s"
            .formatted(attempt.what(), status, said.isEmpty() ? "" : ": " + said, next(kind));
    // 429 and 503 ("database busy") come before anything is written; behind 502 it may have been.
    var retryable =
        status == 429
            || status == 503
            || ((status == 502 || status == 504) && attempt.repeatable());
    return new Refusal(
        new TargetFailure(kind, Optional.of("HTTP " + status), message),
        retryable,
        response.headers().firstValue("Retry-After").flatMap(Refusal::seconds));
  }

  private static TargetFailure.Kind kind(Attempt attempt, int status) {
    return switch (status) {
      case 401, 403, 407 -> TargetFailure.Kind.PERMISSION;
      case 404, 409, 412 -> TargetFailure.Kind.CONFLICT;
      case 408, 425, 429, 503 -> TargetFailure.Kind.TRANSIENT;
      case 502, 504 ->
          attempt.repeatable() ? TargetFailure.Kind.TRANSIENT : TargetFailure.Kind.UNKNOWN_OUTCOME;
      default ->
          status >= 500
              ? TargetFailure.Kind.TRANSIENT
              : status >= 400 ? TargetFailure.Kind.INPUT : TargetFailure.Kind.INTERNAL;
    };
  }

  private static String next(TargetFailure.Kind kind) {
    return switch (kind) {
      case PERMISSION -> "check the credential of this Prefect target and what it may do";
      case CONFLICT -> "somebody changed it meanwhile, it is looked at again";
      case INPUT -> "correct the manifest";
      case TRANSIENT -> "it is tried again later";
      case UNKNOWN_OUTCOME -> "it is looked at before anything is written";
      case QUOTA, INTERNAL -> "check the URL of this Prefect target";
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

  static Refusal notJson(Attempt attempt, int status) {
    var message =
        "%s: the answer is not JSON; check that the URL is that of a Prefect API"
            .formatted(attempt.what());
    return new Refusal(
        new TargetFailure(TargetFailure.Kind.INTERNAL, Optional.of("HTTP " + status), message),
        false,
        Optional.empty());
  }

  private static Optional<Duration> seconds(String header) {
    return header.strip().matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())))
        : Optional.empty();
  }
}
