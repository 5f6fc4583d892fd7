package dev.snowdrift.snowflake.kind;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// RSA public keys of users: they are declared whole, and shown as fingerprints only.
final class PublicKeys {
  private PublicKeys() {}

  /// The key as a statement takes it: base64 without the lines around it and without breaks.
  ///
  /// @throws IllegalArgumentException with a reason for people when it is no RSA public key
  static String bare(String written) {
    if (written.contains("PRIVATE KEY")) {
      throw new IllegalArgumentException("it is a private key, which belongs nowhere near Git");
    }
    var text = written.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      var der = Base64.getDecoder().decode(text);
      KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IllegalArgumentException("it is not an RSA public key in PEM form", e);
    }
    return text;
  }

  /// `SHA256:<base64>`, as DESCRIBE USER shows it.
  static String fingerprint(String bare) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(bare));
      return "SHA256:" + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
