package dev.snowdrift.prefect;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Which Prefect speaks at an address, and all that Snowdrift does differently for it.
public sealed interface Edition {
  /// A self-hosted server. It may want a token against forged requests; no limit of requests.
  record Server() implements Edition {}

  /// A workspace of Prefect Cloud (docs.prefect.io, concepts/rate-limits and rest-api).
  record Cloud(String account, String workspace) implements Edition {}

  /// The least that a plan of Prefect Cloud allows an account in a minute is 625, for all who use
  /// it: this leaves them a fifth.
  int CLOUD_REQUESTS_PER_MINUTE = 500;

  /// Told by the form of the base URL.
  ///
  /// @throws IllegalArgumentException for an address of Prefect Cloud that names no workspace
  static Edition of(URI api) {
    var path =
        Pattern.compile("/api/accounts/([^/]+)/workspaces/([^/]+)").matcher(api.getRawPath());
    if (path.matches()) {
      return new Cloud(path.group(1), path.group(2));
    }
    if ("api.prefect.cloud".equals(api.getHost())) {
      throw new IllegalArgumentException(
          api
              + " names no workspace of Prefect Cloud; write"
              + " https://api.prefect.cloud/api/accounts/<account id>/workspaces/<workspace id>");
    }
    return new Server();
  }

  /// Requests that write at the same time, unless the configuration says otherwise: a server on
  /// SQLite answers 503 to most parallel writes.
  default int writesAtOnce() {
    return switch (this) {
      case Server _ -> 1;
      case Cloud _ -> 4;
    };
  }

  /// How many requests a minute may send, unless the configuration says otherwise.
  default OptionalInt requestsPerMinute() {
    return switch (this) {
      case Server _ -> OptionalInt.empty();
      case Cloud _ -> OptionalInt.of(CLOUD_REQUESTS_PER_MINUTE);
    };
  }

  /// Whether it may want a token against forged requests.
  default boolean wantsTokens() {
    return this instanceof Server;
  }

  /// Whether `GET /admin/version` answers.
  default boolean tellsVersion() {
    return this instanceof Server;
  }

  /// Why this edition cannot do what a call asks for; empty when it can.
  default Optional<String> objection(ApiCall call) {
    return switch (this) {
      case Cloud _ -> Optional.empty();
      case Server _ ->
          call.path().startsWith("/automations/")
                  && call.body().map(body -> hasMetric(body.path("trigger"))).orElse(false)
              ? Optional.of("metric triggers exist in Prefect Cloud only")
              : Optional.empty();
    };
  }

  private static boolean hasMetric(JsonNode trigger) {
    return Stream.concat(Stream.of(trigger), trigger.path("triggers").valueStream())
        .anyMatch(one -> one.path("type").asString("").equals("metric"));
  }
}
