package dev.snowdrift.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// A key-pair login's token: RS256, issued by `ACCOUNT.USER.SHA256:<base64 of the key's SHA-256>`
/// for `ACCOUNT.USER` (snowflakedb/snowflake-jdbc, observed).
///
/// @param fingerprint in the form of RSA_PUBLIC_KEY_FP
/// @param expiry by the client's own clock, so in real time
record JsonWebToken(
    String user, String fingerprint, Instant expiry, String signed, String signature) {

  /// Empty when the text is no such token.
  static Optional<JsonWebToken> parse(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      var header = Answers.MAPPER.readTree(decode(parts[0]));
      var claims = Answers.MAPPER.readTree(decode(parts[1]));
      var issuer = claims.path("iss").asString("");
      var mark = issuer.indexOf(".SHA256:");
      var subject = claims.path("sub").asString("");
      if (!header.path("alg").asString("").equals("RS256")
          || mark < 0
          || !issuer.substring(0, mark).equals(subject)) {
        return Optional.empty();
      }
      return Optional.of(
          new JsonWebToken(
              subject.substring(subject.indexOf('.') + 1),
              issuer.substring(mark + 1),
              Instant.ofEpochSecond(claims.path("exp").asLong(0)),
              parts[0] + "." + parts[1],
              parts[2]));
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part.getBytes(StandardCharsets.US_ASCII));
  }

  /// Whether the signature is of this public key.
  ///
  /// @param publicKey base64 of its DER form, line ends allowed
  boolean signedBy(String publicKey) {
    try {
      var der = Base64.getMimeDecoder().decode(publicKey);
      var verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
      verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }
}
