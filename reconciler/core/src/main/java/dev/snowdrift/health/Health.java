package dev.snowdrift.health;

/// How well an object works, as judged from one observation.
///
/// @param message why, in words a person can act on; empty when healthy
public record Health(Status status, String message) {

  /// In order of severity: the worst wins upward.
  public enum Status {
    HEALTHY,
    SUSPENDED,
    PROGRESSING,
    MISSING,
    DEGRADED,
    UNKNOWN;

    /// The word that people and metrics see: `Healthy`, `Progressing`, ...
    public String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static final Health HEALTHY = new Health(Status.HEALTHY, "");

  public static Health progressing(String message) {
    return new Health(Status.PROGRESSING, message);
  }

  public static Health degraded(String message) {
    return new Health(Status.DEGRADED, message);
  }

  public static Health suspended(String message) {
    return new Health(Status.SUSPENDED, message);
  }

  public static Health missing() {
    return new Health(Status.MISSING, "not there");
  }

  public static Health unknown(String message) {
    return new Health(Status.UNKNOWN, message);
  }

  /// The more severe of the two; the first where they are equal.
  public Health worst(Health other) {
    return other.status.compareTo(status) > 0 ? other : this;
  }
}
