package dev.snowdrift.sandbox.account;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// RSA public keys as users have them: base64 of the DER form, without PEM header lines.
final class PublicKeys {
  private PublicKeys() {}

  /// The fingerprint in the form of RSA_PUBLIC_KEY_FP.
  ///
  /// @throws SqlError 1422 when the text is no such key
  static String fingerprint(String key) {
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(key);
      var _ = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (IllegalArgumentException | GeneralSecurityException _) {
      throw new SqlError(
          1422,
          "22023",
          "SQL compilation error:\nNew public key rejected by current policy. Reason: 'Invalid"
              + " public key'");
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(der);
      return "SHA256:" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
