package dev.snowdrift.prefect;

import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The token that a server may want with everything but GET, so that no web page can make a browser
/// send it (`PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED`; PrefectHQ/prefect,
/// src/prefect/server/api/middleware.py). Nobody needs to say so: a request that is refused for the
/// lack of one gets one, and so does one whose token has ended. Safe for use by many threads.
final class ForgeryToken {
  private final String client = UUID.randomUUID().toString();
  private volatile @Nullable String token;

  /// Where a token is handed out.
  String path() {
    return "/csrf-token?client=" + client;
  }

  Optional<String> current() {
    return Optional.ofNullable(token);
  }

  void addTo(HttpRequest.Builder request, Optional<String> used) {
    used.ifPresent(
        text -> request.header("Prefect-Csrf-Token", text).header("Prefect-Csrf-Client", client));
  }

  /// Takes a new one, unless somebody else did since. Each new one ends the one before.
  synchronized void renew(Optional<String> refused, Supplier<Optional<String>> handedOut) {
    if (current().equals(refused)) {
      token = handedOut.get().orElse(null);
    }
  }

  /// Whether an answer is the refusal of a request without a valid token.
  static boolean refused(int status, String body) {
    return status == 403 && body.length() < 1_000 && body.contains("CSRF token");
  }
}
