package dev.snowdrift.prefect;

import dev.snowdrift.kind.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How the client proves who it is.
public sealed interface PrefectAuth {

  /// A server without authentication.
  record None() implements PrefectAuth {}

  /// A self-hosted server's one credential, `user:password` (PrefectHQ/prefect, docs/v3/advanced/
  /// security-settings: `PREFECT_SERVER_API_AUTH_STRING`).
  record Basic(SecretValue credential) implements PrefectAuth {}

  /// An API key of Prefect Cloud.
  record Bearer(SecretValue key) implements PrefectAuth {
    /// @throws IllegalArgumentException without the key when it cannot stand in a header
    public Bearer {
      if (!key.reveal().matches("[\\x21-\\x7e]+")) {
        throw new IllegalArgumentException(
            "the API key is empty, or has a character that no key has, such as a line break");
      }
    }
  }

  /// The value of the `Authorization` header.
  default Optional<SecretValue> header() {
    return switch (this) {
      case None _ -> Optional.empty();
      case Basic(var credential) -> {
        var bytes = credential.reveal().getBytes(StandardCharsets.UTF_8);
        yield Optional.of(new SecretValue("Basic " + Base64.getEncoder().encodeToString(bytes)));
      }
      case Bearer(var key) -> Optional.of(new SecretValue("Bearer " + key.reveal()));
    };
  }
}
