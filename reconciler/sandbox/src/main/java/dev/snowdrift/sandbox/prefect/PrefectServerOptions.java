package dev.snowdrift.sandbox.prefect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a real Prefect server is started.
///
/// @param services whether scheduler, late-run marking and the other background services run
/// @param auth the credential `user:password` of HTTP Basic that the API then wants
/// @param schedulerLoop how often the scheduler makes runs, for all and for recently changed
///   deployments; absent means the server's own 60 s and 5 s
/// @param environment further variables for the server, which win over ours; for example
///   `PREFECT_SERVER_API_DEFAULT_LIMIT`
/// @param deadline how long it, or a worker, may take to become ready
public record PrefectServerOptions(
    boolean services,
    Optional<String> auth,
    Optional<Duration> schedulerLoop,
    Map<String, String> environment,
    Duration deadline) {
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  public PrefectServerOptions {
    environment = Map.copyOf(environment);
  }

  /// A server with its background services: it schedules runs, marks them late, records events.
  public static PrefectServerOptions withServices() {
    return new PrefectServerOptions(true, Optional.empty(), Optional.empty(), Map.of(), DEADLINE);
  }

  /// A server whose state moves by requests alone, for exact comparisons.
  public static PrefectServerOptions withoutServices() {
    return new PrefectServerOptions(false, Optional.empty(), Optional.empty(), Map.of(), DEADLINE);
  }

  public PrefectServerOptions auth(String userAndPassword) {
    return new PrefectServerOptions(
        services, Optional.of(userAndPassword), schedulerLoop, environment, deadline);
  }

  public PrefectServerOptions schedulerLoop(Duration loop) {
    return new PrefectServerOptions(services, auth, Optional.of(loop), environment, deadline);
  }

  public PrefectServerOptions environment(String name, String value) {
    var more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new PrefectServerOptions(services, auth, schedulerLoop, more, deadline);
  }

  public PrefectServerOptions deadline(Duration most) {
    return new PrefectServerOptions(services, auth, schedulerLoop, environment, most);
  }
}
