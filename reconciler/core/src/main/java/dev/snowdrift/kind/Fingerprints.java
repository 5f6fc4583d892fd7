package dev.snowdrift.kind;

import java.util.Collection;
import java.util.List;

/// Several keyed fingerprints as one.
public final class Fingerprints {
  private Fingerprints() {}

  /// One fingerprint alone stands for itself; several are folded together, in the given order. 16
  /// hexadecimal digits.
  public static String combine(Collection<String> fingerprints) {
    var folded = 0L;
    for (var fingerprint : List.copyOf(fingerprints)) {
      folded = folded * 1_000_003L ^ Long.parseUnsignedLong(fingerprint, 16);
    }
    return "%016x".formatted(folded);
  }
}
