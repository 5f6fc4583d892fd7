package dev.snowdrift.plan;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.manifest.Revision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What an approval binds to.
final class Digest {
  private Digest() {}

  static String of(String environment, Revision revision, List<Step> steps) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      add(sha, environment);
      add(sha, revision.id());
      for (var step : steps) {
        add(sha, step.change().word());
        add(sha, step.id().toString());
        for (var drift : step.change().drifts()) {
          add(sha, drift.path());
        }
        for (Effect effect : step.effects()) {
          add(sha, effect.redacted());
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }
}
