package dev.snowdrift.plan;

import java.util.Locale;

/// Whether an object is what Git says. Label values of `snowdrift_objects`.
public enum Sync {
  SYNCED,
  DRIFTED,
  MISSING,
  /// Ours by its mark, but no revision we know of declares it, or a removal waits.
  EXTRA,
  /// It exists, Git declares it, and it is not ours.
  UNMANAGED,
  /// Every difference is covered by an ignore rule.
  IGNORED,
  UNKNOWN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
