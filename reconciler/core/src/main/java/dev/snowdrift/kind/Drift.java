package dev.snowdrift.kind;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One field that differs between what Git says and what was observed.
///
/// @param field the kind's field (`specification`)
/// @param path the exact place (`specification.containers[worker].resources.limits.memory`)
/// @param desired empty when the value must go (back to the target's default)
/// @param observed empty when the object has no value there
/// @param confidential whether both values are masked wherever they are shown
public record Drift(
    String field,
    String path,
    Optional<JsonNode> desired,
    Optional<JsonNode> observed,
    Origin origin,
    boolean confidential) {

  /// Who made the difference.
  public enum Origin {
    /// A commit since the last converged one.
    GIT,
    /// Somebody changed the target behind Git's back.
    OUT_OF_BAND;

    /// In metrics and JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String words() {
      return this == GIT ? "git" : "out-of-band";
    }
  }
}
