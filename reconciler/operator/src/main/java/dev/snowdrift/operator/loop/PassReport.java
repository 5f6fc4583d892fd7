package dev.snowdrift.operator.loop;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What became of one pass over one environment.
///
/// @param plan the last plan of the pass: what is still to do, or held; empty when it did not get
///   so far
/// @param problems of the manifests, or of references against the account
/// @param failures of steps, by resource, in words
/// @param changed how many steps succeeded
/// @param next when another pass is worth its while
/// @param duration by phase
public record PassReport(
    String environment,
    Trigger trigger,
    Optional<Revision> revision,
    Result result,
    Optional<Plan> plan,
    List<Problem> problems,
    SortedMap<ResourceId, String> failures,
    int changed,
    Next next,
    String message,
    Instant started,
    Map<Phase, Duration> duration) {

  public PassReport {
    problems = List.copyOf(problems);
    failures = new TreeMap<>(failures);
    duration = Map.copyOf(duration);
  }

  /// The outcome label of `snowdrift_reconcile_total`.
  public enum Result {
    /// Nothing to do.
    NOOP,
    /// Something was changed and everything is converged.
    CHANGED,
    /// Steps are held by a guard.
    PLANNED,
    /// The manifests, the branch or the history don't allow a pass.
    BLOCKED,
    /// Some steps failed or are still to do.
    PARTIAL,
    /// A target or the repository was out of reach.
    FAILED,
    CANCELLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// When another pass is worth its while, if no trigger asks for one before.
  public enum Next {
    /// Only a commit, a person or the world can change anything.
    ON_TRIGGER,
    /// Something gets ready by itself, and something waits for it.
    SOON,
    /// Something failed that may work the next time.
    AFTER_BACK_OFF
  }

  /// The phase label of `snowdrift_reconcile_duration_seconds`.
  public enum Phase {
    FETCH,
    RENDER,
    OBSERVE,
    PLAN,
    CONVERGE,
    VERIFY,
    TOTAL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
