package dev.snowdrift.prefect;

import java.net.URI;
import java.time.Duration;

/// Where a Prefect API is and how hard it may be used.
///
/// @param api base URL without a slash at its end: `http://host:4200/api`, or of Prefect Cloud
///   `https://api.prefect.cloud/api/accounts/<id>/workspaces/<id>`
/// @param userAgent our own; one of the form `prefect/<version>` would make the server tailor its
///   answers to an old Python client (PrefectHQ/prefect, src/prefect/server/api/dependencies.py)
/// @param timeout for one request from its start to the last byte of its answer
/// @param reads requests that read at the same time
/// @param writes requests that write at the same time; 1 for a server on SQLite, which answers 503
///   to most parallel writes
/// @param retries of one request, beyond the first try
/// @param backOff before the first retry; doubled for each further one
/// @param answerBytes the longest answer that is read
public record PrefectSettings(
    URI api,
    PrefectAuth auth,
    String userAgent,
    Duration connectTimeout,
    Duration timeout,
    int reads,
    int writes,
    int retries,
    Duration backOff,
    long answerBytes) {

  /// Four reads, one write, 30 seconds for a request, five retries from half a second on.
  public static PrefectSettings of(URI api, PrefectAuth auth) {
    return new PrefectSettings(
        api,
        auth,
        "snowdrift",
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        4,
        1,
        5,
        Duration.ofMillis(500),
        64L << 20);
  }

  public PrefectSettings {
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
    if (reads < 1 || writes < 1 || retries < 0) {
      throw new IllegalArgumentException("at least one read and one write at a time");
    }
  }

  public PrefectSettings userAgent(String value) {
    return new PrefectSettings(
        api, auth, value, connectTimeout, timeout, reads, writes, retries, backOff, answerBytes);
  }

  public PrefectSettings timeout(Duration value) {
    return new PrefectSettings(
        api, auth, userAgent, connectTimeout, value, reads, writes, retries, backOff, answerBytes);
  }

  public PrefectSettings retries(int most, Duration first) {
    return new PrefectSettings(
        api, auth, userAgent, connectTimeout, timeout, reads, writes, most, first, answerBytes);
  }

  public PrefectSettings concurrency(int readsAtOnce, int writesAtOnce) {
    return new PrefectSettings(
        api,
        auth,
        userAgent,
        connectTimeout,
        timeout,
        readsAtOnce,
        writesAtOnce,
        retries,
        backOff,
        answerBytes);
  }

  public PrefectSettings answerBytes(long most) {
    return new PrefectSettings(
        api, auth, userAgent, connectTimeout, timeout, reads, writes, retries, backOff, most);
  }
}
