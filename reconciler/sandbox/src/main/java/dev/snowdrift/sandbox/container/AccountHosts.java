package dev.snowdrift.sandbox.container;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/// The host names that Snowflake gives to an account, its registry and its services. What is random
/// there follows here from a seed, so that the same statements give the same names.
public record AccountHosts(String organization, String account) {

  /// `<org>-<account>.registry.snowflakecomputing.com`, lower case, underscores as dashes (document
  /// *SHOW IMAGE REPOSITORIES*).
  public String registry() {
    return prefix() + ".registry.snowflakecomputing.com";
  }

  /// A public endpoint's host, `<random>-<org>-<account>.snowflakecomputing.app`.
  String ingress(String seed) {
    return letters(seed, 8) + "-" + prefix() + ".snowflakecomputing.app";
  }

  /// A service's name inside the account, `<service>.<hash>.svc.spcs.internal`; the hash belongs to
  /// the schema as an object (document *DESCRIBE SERVICE*).
  static String dns(String service, String schemaSeed) {
    return service.toLowerCase(Locale.ROOT).replace('_', '-') + "." + dnsDomain(schemaSeed);
  }

  /// The suffix that all services of a schema share.
  static String dnsDomain(String schemaSeed) {
    return letters(schemaSeed, 4) + ".svc.spcs.internal";
  }

  private String prefix() {
    return (organization + "-" + account).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String letters(String seed, int count) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, hash).toString(36).substring(0, count);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
