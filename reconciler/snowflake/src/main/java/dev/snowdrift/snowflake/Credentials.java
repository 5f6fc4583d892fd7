package dev.snowdrift.snowflake;

import dev.snowdrift.kind.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// One way to log in. What changes while we run (the container's token) is read at each connect.
public sealed interface Credentials {

  /// The OAuth token that Snowflake mounts into a container and rewrites every few minutes; it
  /// opens sessions only from inside the service (Snowflake documentation, "Service: SQL
  /// execution").
  record ContainerToken(Path file) implements Credentials {}

  /// A private key in a PKCS#8 file.
  record KeyPair(String user, Path file, Optional<SecretValue> passphrase) implements Credentials {}

  /// A programmatic access token.
  record AccessToken(String user, SecretValue token) implements Credentials {}

  record Password(String user, SecretValue password) implements Credentials {}

  /// In messages and metrics: `container token`, `key pair`, ...
  default String word() {
    return switch (this) {
      case ContainerToken _ -> "container token";
      case KeyPair _ -> "key pair";
      case AccessToken _ -> "access token";
      case Password _ -> "password";
    };
  }

  /// Adds the driver's properties for this way.
  ///
  /// @throws IOException when a file that it needs cannot be read or is empty
  default void addTo(Properties properties) throws IOException {
    switch (this) {
      case ContainerToken(var file) -> {
        var token = Files.readString(file).strip();
        if (token.isEmpty()) {
          throw new IOException(file + " is empty");
        }
        // In upper case: with lower-case letters the driver logs in twice when a token expired.
        properties.setProperty("authenticator", "OAUTH");
        properties.setProperty("token", token);
      }
      case KeyPair(var user, var file, var passphrase) -> {
        if (!Files.isReadable(file)) {
          throw new IOException(file + " cannot be read");
        }
        properties.setProperty("user", user);
        properties.setProperty("private_key_file", file.toString());
        passphrase.ifPresent(text -> properties.setProperty("private_key_pwd", text.reveal()));
      }
      case AccessToken(var user, var token) -> {
        properties.setProperty("user", user);
        properties.setProperty("authenticator", "PROGRAMMATIC_ACCESS_TOKEN");
        properties.setProperty("token", token.reveal());
      }
      case Password(var user, var password) -> {
        properties.setProperty("user", user);
        properties.setProperty("password", password.reveal());
      }
    }
  }
}
