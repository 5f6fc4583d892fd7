package dev.snowdrift.operator.secret;

import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.operator.config.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Reads secret values from the sources that the operator's configuration allows, anew at each
/// call.
public final class ConfiguredSecrets implements SecretReader {
  /// The largest secret, in bytes.
  private static final int LARGEST = 64 * 1024;

  private final Optional<Installation.Secrets> allowed;
  private final Map<String, String> environment;

  /// Reads under the rules of a configuration.
  ///
  /// @param environment the process environment, or what stands for it in tests
  public ConfiguredSecrets(
      Optional<Installation.Secrets> allowed, Map<String, String> environment) {
    this.allowed = allowed;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public SecretValue read(SecretSource source) {
    return switch (source) {
      case SecretSource.Env(var variable) -> fromEnvironment(variable);
      case SecretSource.File(var path) -> fromFile(path);
    };
  }

  private SecretValue fromEnvironment(String variable) {
    if (allowed.isEmpty() || !allowed.get().env().contains(variable)) {
      throw new SecretUnavailable(
          "the operator's configuration does not allow manifests to read the environment variable %s;"
                  .formatted(variable)
              + " list it under secrets.env in snowdrift.yaml");
    }
    var value = environment.get(variable);
    if (value == null || value.isEmpty()) {
      throw new SecretUnavailable(
          "the environment variable %s is not set in the operator's process".formatted(variable));
    }
    return new SecretValue(value);
  }

  private SecretValue fromFile(String path) {
    var directory =
        allowed
            .flatMap(Installation.Secrets::directory)
            .map(Path::of)
            .orElseThrow(() ->
                new SecretUnavailable(
                    "no secrets.directory is configured in snowdrift.yaml, so no file can be read"));
    return read(directory, path);
  }

  private static SecretValue read(Path directory, String name) {
    var file = directory.resolve(name).normalize();
    if (!file.startsWith(directory.normalize()) || file.equals(directory.normalize())) {
      throw new SecretUnavailable(
          "the secret file %s is outside secrets.directory".formatted(name));
    }
    try {
      // A mounted secret may be a link inside its own mount, as Kubernetes makes them; none may
      // lead out.
      if (!file.toRealPath().startsWith(directory.toRealPath())
          || !Files.isRegularFile(file.toRealPath(), LinkOption.NOFOLLOW_LINKS)) {
        throw new SecretUnavailable(
            "the secret file %s is not a file of secrets.directory".formatted(name));
      }
      if (Files.size(file) > LARGEST) {
        throw new SecretUnavailable(
            "the secret file %s is larger than %d bytes".formatted(name, LARGEST));
      }
      var text = Files.readString(file);
      var value = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
      if (value.isEmpty()) {
        throw new SecretUnavailable("the secret file %s is empty".formatted(name));
      }
      return new SecretValue(value);
    } catch (IOException e) {
      throw new SecretUnavailable("the secret file %s cannot be read".formatted(name));
    }
  }

  /// A value of the operator's own configuration; its sources need no permission.
  public static SecretValue own(Installation.ValueFrom from, Map<String, String> environment) {
    if (from.env().isPresent()) {
      var value = environment.get(from.env().get());
      if (value == null || value.isEmpty()) {
        throw new SecretUnavailable(
            "the environment variable %s is not set".formatted(from.env().get()));
      }
      return new SecretValue(value);
    }
    var path = Path.of(from.file().orElseThrow()).toAbsolutePath();
    return read(
        Optional.ofNullable(path.getParent()).orElse(path), String.valueOf(path.getFileName()));
  }
}
