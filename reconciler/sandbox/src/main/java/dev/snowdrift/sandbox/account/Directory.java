package dev.snowdrift.sandbox.account;

import java.util.Optional;
import java.util.Set;

/// Who may log in. Names come and go in their stored form (folded to upper case unless quoted).
///
/// Every method answers empty for credentials that do not fit; a directory that knows more (an
/// expired token: 390318) throws a [SqlError] with that code instead.
public interface Directory {

  /// Fits when the user exists and this is the password.
  Optional<Login> password(String user, String password);

  /// Fits when the token was issued for OAuth, as a service's session token is.
  Optional<Login> oauth(String token);

  /// Fits when the user's registered RSA key has this fingerprint.
  ///
  /// @param fingerprint in the form of RSA_PUBLIC_KEY_FP: `SHA256:` and base64
  Optional<Login> jwt(String user, String fingerprint);

  /// Fits when the token is a programmatic access token in force.
  Optional<Login> pat(String token);

  /// The registered RSA public key of that fingerprint as base64 of its DER form (RSA_PUBLIC_KEY),
  /// when the directory keeps more than the fingerprint; then signatures are verified.
  default Optional<String> publicKey(String user, String fingerprint) {
    return Optional.empty();
  }

  /// A successful login's user.
  ///
  /// @param role the default role; PUBLIC when none was set
  /// @param roles the roles that the user may use, directly granted or inherited, the default one
  ///   included
  record Login(
      String user,
      String role,
      Optional<String> warehouse,
      Optional<String> database,
      Optional<String> schema,
      Set<String> roles) {
    public Login {
      roles = Set.copyOf(roles);
    }
  }
}
