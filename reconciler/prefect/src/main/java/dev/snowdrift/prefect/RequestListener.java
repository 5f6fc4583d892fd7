package dev.snowdrift.prefect;

import java.time.Duration;

/// Hears of every request that was sent, each retry on its own; for metrics. Called on the thread
/// that made the request; must not throw.
@FunctionalInterface
public interface RequestListener {
  /// Listens to nothing.
  RequestListener NONE = (operation, status, took, write) -> {};

  /// One request was answered, or failed.
  ///
  /// @param operation method and path with its variable parts as `{}`: `PATCH /deployments/{}`
  /// @param status `2xx` to `5xx`, or `none` when no answer came
  /// @param write everything but GET and the POSTs that only read (`.../filter`, `count`,
  ///   `paginate`)
  void requested(String operation, String status, Duration took, boolean write);
}
