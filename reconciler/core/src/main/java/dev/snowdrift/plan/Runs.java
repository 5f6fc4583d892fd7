package dev.snowdrift.plan;

import dev.snowdrift.kind.ResourceId;
import java.util.Map;

/// Which runs of resources that run once are known to have ended well. The account forgets a
/// finished run after a while, and this does not.
///
/// @param known whether there is anything to remember: not after the state was lost, nor before the
///   first commit has converged
/// @param ended the last run that ended well, by resource
public record Runs(boolean known, Map<ResourceId, String> ended) {
  /// Nothing is remembered.
  public static final Runs FORGOTTEN = new Runs(false, Map.of());

  public Runs {
    ended = Map.copyOf(ended);
  }

  boolean ended(ResourceId id, String run) {
    return run.equals(ended.get(id));
  }
}
