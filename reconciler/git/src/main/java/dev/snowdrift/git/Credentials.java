package dev.snowdrift.git;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What Snowdrift shows to a Git host. No text form of any of these holds a secret.
public sealed interface Credentials {
  String MASK = "***";

  /// Texts that must appear in no message.
  List<String> secrets();

  record None() implements Credentials {
    @Override
    public List<String> secrets() {
      return List.of();
    }
  }

  /// An access token over https, sent as the password of user `x-access-token` (GitHub's name for
  /// installation tokens: GitHub Docs, "Authenticating as a GitHub App installation"). Hosts that
  /// ask for another user name (Bitbucket: `x-token-auth`) take [UserPassword].
  record Token(String secret) implements Credentials {
    @Override
    public List<String> secrets() {
      return List.of(secret);
    }

    @Override
    public String toString() {
      return "Token[" + MASK + "]";
    }
  }

  record UserPassword(String user, String password) implements Credentials {
    @Override
    public List<String> secrets() {
      return List.of(password);
    }

    @Override
    public String toString() {
      return "UserPassword[" + user + ", " + MASK + "]";
    }
  }

  /// A private key file, and the file of host keys to trust: nothing else is, neither on first use
  /// nor from anybody's home directory. `passphrase` is empty for a key that has none.
  record SshKey(Path key, String passphrase, Path knownHosts) implements Credentials {
    @Override
    public List<String> secrets() {
      return Optional.of(passphrase).filter(text -> !text.isEmpty()).stream().toList();
    }

    @Override
    public String toString() {
      return "SshKey[" + key + ", " + MASK + ", " + knownHosts + "]";
    }
  }
}
