package dev.snowdrift.kind;

import dev.snowdrift.manifest.Doc;
import dev.snowdrift.manifest.Example;
import java.util.Optional;

/// Where a secret's value is read from when it is written.
@Doc("Exactly one of env and file")
public record ValueFrom(
    @Doc("A variable of the operator's environment, from those that its configuration allows")
        @Example("GITHUB_TOKEN")
        Optional<String> env,
    @Doc("A file in the directory that the operator's configuration names") @Example("github-token")
        Optional<String> file) {

  /// @throws IllegalArgumentException unless exactly one source is named
  public ValueFrom {
    if (env.isPresent() == file.isPresent()) {
      throw new IllegalArgumentException("a secret's value comes from exactly one of env and file");
    }
  }

  public SecretSource source() {
    return env.<SecretSource>map(SecretSource.Env::new)
        .orElseGet(() -> new SecretSource.File(file.orElseThrow()));
  }
}
