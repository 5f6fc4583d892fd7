package dev.snowdrift.kind;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The proof that an object is ours: environment and an HMAC over environment, kind and full name.
/// It can neither be forged without the key nor copied to another object.
///
/// @param environment who manages the object
/// @param proof 16 hexadecimal digits
/// @param fingerprint keyed fingerprint of a secret value kept with the object, empty for other
///   kinds
public record Mark(String environment, String proof, Optional<String> fingerprint) {
  private static final Pattern FORM =
      Pattern.compile("\\[snowdrift:([a-z0-9-]{1,63}):([0-9a-f]{16})(?::([0-9a-f]{16}))?]");

  /// No mark: its text is empty, so that writing it leaves only what a person wrote.
  public static final Mark NONE = new Mark("", "", Optional.empty());

  public Mark withFingerprint(Optional<String> value) {
    return new Mark(environment, proof, value);
  }

  /// The form that stands in a comment or a tag: `[snowdrift:dev:0123456789abcdef]`; empty for no
  /// mark.
  public String text() {
    return proof.isEmpty()
        ? ""
        : "[snowdrift:"
            + environment
            + ":"
            + proof
            + fingerprint.map(f -> ":" + f).orElse("")
            + "]";
  }

  /// The mark in a text, if there is one; says nothing about whether it verifies.
  public static Optional<Mark> find(String text) {
    var matcher = FORM.matcher(text);
    return matcher.find()
        ? Optional.of(
            new Mark(matcher.group(1), matcher.group(2), Optional.ofNullable(matcher.group(3))))
        : Optional.empty();
  }

  /// The text without its mark.
  public static String strip(String text) {
    return FORM.matcher(text).replaceAll("").strip();
  }

  /// A user's comment followed by the mark.
  public String appendTo(Optional<String> comment) {
    return comment.filter(c -> !c.isEmpty()).map(c -> (c + " " + text()).strip()).orElse(text());
  }

  /// Makes and verifies marks with the installation's key.
  public static final class Key {
    private final SecretKeySpec key;

    /// @param secret at least 16 bytes
    public Key(byte[] secret) {
      if (secret.length < 16) {
        throw new IllegalArgumentException("a mark key has at least 16 bytes");
      }
      this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    public Mark mark(String environment, ResourceId id) {
      return new Mark(
          environment,
          hmac("mark\0" + environment + "\0" + id.kind() + "\0" + id.name()),
          Optional.empty());
    }

    /// Whether the mark was made by this key for this environment and object.
    public boolean verifies(Mark mark, String environment, ResourceId id) {
      return mark.environment().equals(environment)
          && mark.proof().equals(mark(environment, id).proof());
    }

    /// The keyed fingerprint of a secret's value for one object: changes with the value, tells
    /// nothing about it.
    public String fingerprint(ResourceId id, SecretValue value) {
      return hmac("value\0" + id.kind() + "\0" + id.name() + "\0" + value.reveal());
    }

    private String hmac(String text) {
      try {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        var digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 8);
      } catch (java.security.GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has HmacSHA256", e);
      }
    }
  }
}
