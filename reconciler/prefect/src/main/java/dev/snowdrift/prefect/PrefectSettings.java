package dev.snowdrift.prefect;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/// Where a Prefect API is and how hard it may be used.
///
/// @param api base URL without a slash at its end: `http://host:4200/api`, or of Prefect Cloud
///   `https://api.prefect.cloud/api/accounts/<id>/workspaces/<id>`
/// @param edition whose API it is
/// @param userAgent our own; one of the form `prefect/<version>` would make the server tailor its
///   answers to an old Python client (PrefectHQ/prefect, src/prefect/server/api/dependencies.py)
/// @param timeout for one request from its start to the last byte of its answer
/// @param reads requests that read at the same time
/// @param writes requests that write at the same time
/// @param requestsPerMinute the most that are sent in any minute; empty for no limit
/// @param retries of one request, beyond the first try
/// @param backOff before the first retry; doubled for each further one
/// @param answerBytes the longest answer that is read
public record PrefectSettings(
    URI api,
    Edition edition,
    PrefectAuth auth,
    String userAgent,
    Duration connectTimeout,
    Duration timeout,
    int reads,
    int writes,
    OptionalInt requestsPerMinute,
    int retries,
    Duration backOff,
    long answerBytes) {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /// Four reads, 30 seconds for a request, five retries from half a second on; writes and requests
  /// a minute as the edition has them.
  public static PrefectSettings of(URI api, PrefectAuth auth) {
    var edition = Edition.of(checked(api));
    return new PrefectSettings(
        api,
        edition,
        auth,
        "snowdrift",
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        4,
        edition.writesAtOnce(),
        edition.requestsPerMinute(),
        5,
        Duration.ofMillis(500),
        64L << 20);
  }

  public PrefectSettings {
    checked(api);
    if (edition instanceof Edition.Cloud && !(auth instanceof PrefectAuth.Bearer)) {
      throw new IllegalArgumentException("Prefect Cloud wants an API key");
    }
    if (reads < 1 || writes < 1 || retries < 0) {
      throw new IllegalArgumentException("at least one read and one write at a time");
    }
    if (requestsPerMinute.isPresent() && requestsPerMinute.getAsInt() < 1) {
      throw new IllegalArgumentException("at least one request a minute");
    }
  }

  /// From the first try of a request to the start of its last.
  Duration patience() {
    return timeout.multipliedBy(2);
  }

  /// The longest pause before a try; who is asked for a longer one tries no more.
  Duration longestPause() {
    return patience().compareTo(LONGEST_PAUSE) < 0 ? patience() : LONGEST_PAUSE;
  }

  private static URI checked(URI api) {
    var scheme = api.getScheme();
    if (api.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(api + " is not the URL of a Prefect API");
    }
    if (api.getRawUserInfo() != null || api.getRawQuery() != null || api.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the URL of a Prefect API has neither a user, a query nor a fragment");
    }
    if (api.getRawPath().endsWith("/")) {
      throw new IllegalArgumentException(api + " must not end with a slash");
    }
    return api;
  }

  public PrefectSettings userAgent(String value) {
    return new PrefectSettings(
        api,
        edition,
        auth,
        value,
        connectTimeout,
        timeout,
        reads,
        writes,
        requestsPerMinute,
        retries,
        backOff,
        answerBytes);
  }

  public PrefectSettings timeout(Duration value) {
    return new PrefectSettings(
        api,
        edition,
        auth,
        userAgent,
        connectTimeout,
        value,
        reads,
        writes,
        requestsPerMinute,
        retries,
        backOff,
        answerBytes);
  }

  public PrefectSettings retries(int most, Duration first) {
    return new PrefectSettings(
        api,
        edition,
        auth,
        userAgent,
        connectTimeout,
        timeout,
        reads,
        writes,
        requestsPerMinute,
        most,
        first,
        answerBytes);
  }

  public PrefectSettings concurrency(int readsAtOnce, int writesAtOnce) {
    return new PrefectSettings(
        api,
        edition,
        auth,
        userAgent,
        connectTimeout,
        timeout,
        readsAtOnce,
        writesAtOnce,
        requestsPerMinute,
        retries,
        backOff,
        answerBytes);
  }

  public PrefectSettings requestsPerMinute(int most) {
    return new PrefectSettings(
        api,
        edition,
        auth,
        userAgent,
        connectTimeout,
        timeout,
        reads,
        writes,
        OptionalInt.of(most),
        retries,
        backOff,
        answerBytes);
  }

  public PrefectSettings answerBytes(long most) {
    return new PrefectSettings(
        api,
        edition,
        auth,
        userAgent,
        connectTimeout,
        timeout,
        reads,
        writes,
        requestsPerMinute,
        retries,
        backOff,
        most);
  }
}
