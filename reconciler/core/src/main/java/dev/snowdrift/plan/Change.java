package dev.snowdrift.plan;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import java.util.List;
import java.util.Locale;

/// One step from the observed towards the desired state.
public sealed interface Change {

  ResourceId id();

  /// Desired and certainly not there.
  ///
  /// @param origin out-of-band when the last converged revision had it too: somebody deleted it
  record Create(ResourceId id, Drift.Origin origin, String note) implements Change {}

  /// There, ours, and different in fields that can be altered where it stands.
  record Update(ResourceId id, List<Drift> drifts) implements Change {
    public Update {
      drifts = List.copyOf(drifts);
    }
  }

  /// There, not ours, and the manifest says `adopt: true`: our mark is put on it.
  record Adopt(ResourceId id) implements Change {}

  /// Different in a field that only a new object can have.
  record Recreate(ResourceId id, List<Drift> drifts, String why, String loses) implements Change {
    public Recreate {
      drifts = List.copyOf(drifts);
    }
  }

  /// Ours by its mark, and removed by a commit.
  ///
  /// @param takesAlong what else goes with it; empty when nothing does
  record Prune(ResourceId id, String takesAlong) implements Change {}

  /// Ours by its mark, removed by a commit, and staying: our mark is taken off it.
  record Release(ResourceId id) implements Change {}

  /// A running root, suspended so that what hangs on it can be changed. Belongs to no difference.
  record Suspend(ResourceId id) implements Change {}

  /// A root, started after everything else of its unit.
  ///
  /// @param evenAfterFailures whether it is also started when another step of the unit failed: what
  ///   ran before goes on, with what could be changed and without what could not
  record Resume(ResourceId id, boolean evenAfterFailures) implements Change {}

  /// Whether it only opens or closes the unit that others are in.
  default boolean isBracket() {
    return this instanceof Suspend || this instanceof Resume;
  }

  /// In plans: `+ ~ = ! - >`, and `[ ]` around a unit.
  default char sign() {
    return switch (this) {
      case Create _ -> '+';
      case Update _ -> '~';
      case Adopt _ -> '=';
      case Recreate _ -> '!';
      case Prune _ -> '-';
      case Release _ -> '>';
      case Suspend _ -> '[';
      case Resume _ -> ']';
    };
  }

  /// In metrics and JSON: `create`, `update`, `adopt`, `recreate`, `delete`, `release`, `suspend`,
  /// `resume`.
  default String word() {
    return switch (this) {
      case Prune _ -> "delete";
      case Create _, Update _, Adopt _, Recreate _, Release _, Suspend _, Resume _ ->
          getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }

  default List<Drift> drifts() {
    return switch (this) {
      case Update(var _, var drifts) -> drifts;
      case Recreate(var _, var drifts, var _, var _) -> drifts;
      case Create _, Adopt _, Prune _, Release _, Suspend _, Resume _ -> List.of();
    };
  }

  /// Whether any part of the change answers a commit; otherwise it heals an out-of-band change.
  default boolean fromGit() {
    return switch (this) {
      case Create(var _, var origin, var _) -> origin == Drift.Origin.GIT;
      case Update(var _, var drifts) -> drifts.stream().anyMatch(Change::isFromGit);
      case Recreate(var _, var drifts, var _, var _) -> drifts.stream().anyMatch(Change::isFromGit);
      case Adopt _, Prune _, Release _, Suspend _, Resume _ -> true;
    };
  }

  private static boolean isFromGit(Drift drift) {
    return drift.origin() == Drift.Origin.GIT;
  }
}
