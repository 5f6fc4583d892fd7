package dev.snowdrift.sandbox.prefect;

import com.sun.net.httpserver.Headers;
import dev.snowdrift.sandbox.prefect.Router.Call;
import dev.snowdrift.sandbox.prefect.Router.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What a request must bring before it reaches its route: the credential, the token against forged
/// requests where the server wants one, an API version that it knows (PrefectHQ/prefect,
/// src/prefect/server/api/middleware.py and dependencies.py).
final class Gate {
  private static final Set<String> PROBES = Set.of("/health", "/ready");
  private static final Set<String> OF_ANY_VERSION = Set.of("/health", "/version");
  private static final Set<String> FORGEABLE = Set.of("POST", "PUT", "PATCH", "DELETE");
  private static final List<Integer> LEAST = List.of(0, 8, 0);

  private record Token(String text, Instant end) {}

  private final World world;
  private final Optional<String> auth;
  private final Optional<Duration> tokenLife;
  private final Map<String, Token> tokens = new HashMap<>();

  /// @param auth `user:password`, where one is wanted
  /// @param tokenLife how long a token against forged requests holds, where one is wanted
  Gate(World world, Optional<String> auth, Optional<Duration> tokenLife) {
    this.world = world;
    this.auth = auth;
    this.tokenLife = tokenLife;
  }

  void addTo(Router router) {
    router.on("GET", "/csrf-token", this::issue);
  }

  /// Throws what the server answers to a request that may not pass.
  void check(String method, String path, Headers headers) {
    refuseStrangers(path, headers);
    refuseForgeries(method, headers);
    refuseOldClients(path, headers);
  }

  private void refuseStrangers(String path, Headers headers) {
    if (auth.isEmpty() || PROBES.contains(path)) {
      return;
    }
    var bytes = auth.get().getBytes(StandardCharsets.UTF_8);
    var wanted = "Basic " + Base64.getEncoder().encodeToString(bytes);
    if (!wanted.equals(headers.getFirst("Authorization"))) {
      throw ApiError.message(401, "Unauthorized");
    }
  }

  private void refuseForgeries(String method, Headers headers) {
    if (tokenLife.isEmpty() || !FORGEABLE.contains(method)) {
      return;
    }
    var token = headers.getFirst("Prefect-Csrf-Token");
    var client = headers.getFirst("Prefect-Csrf-Client");
    if (token == null) {
      throw ApiError.detail(403, "Missing CSRF token.");
    }
    if (client == null) {
      throw ApiError.detail(403, "Missing client identifier.");
    }
    var known = tokens.get(client);
    if (known == null || !known.text.equals(token) || !world.now().isBefore(known.end)) {
      throw ApiError.detail(403, "Invalid CSRF token or client identifier.");
    }
  }

  private static void refuseOldClients(String path, Headers headers) {
    var version = headers.getFirst("X-PREFECT-API-VERSION");
    if (version == null || OF_ANY_VERSION.contains(path)) {
      return;
    }
    if (!version.matches("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}")) {
      throw ApiError.detail(
          400,
          "Invalid X-PREFECT-API-VERSION header format.Expected header in format 'x.y.z' but"
              + " received "
              + version);
    }
    var parts = version.split("\\.", -1);
    for (var i = 0; i < LEAST.size(); i++) {
      var part = Integer.parseInt(parts[i]);
      if (part > LEAST.get(i)) {
        return;
      }
      if (part < LEAST.get(i)) {
        throw ApiError.detail(
            400,
            "The request specified API version %s but this server requires version 0.8.0 or higher."
                .formatted(version));
      }
    }
  }

  private Reply issue(Call call) {
    if (tokenLife.isEmpty()) {
      throw ApiError.detail(422, "CSRF protection is disabled.");
    }
    var client = call.query().getOrDefault("client", "");
    var token = UUID.randomUUID().toString().replace("-", "");
    var end = world.now().plus(tokenLife.get());
    tokens.put(client, new Token(token, end));
    return Reply.ok(
        world
            .fresh()
            .put("token", token)
            .put("client", client)
            .put("expiration", World.written(end)));
  }
}
