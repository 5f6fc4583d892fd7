package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.manifest.Lifecycle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/// Plans what goes: what a commit removed, what a resource excludes, and what carries our mark
/// though nobody declares it.
final class Removals {
  private static final String ORPHANED =
      "a commit removed it, and it stays: it is orphaned, not deleted";

  private final KindRegistry registry;
  private final Ownership ownership;
  private final Observation observation;
  private final SortedMap<ResourceId, Desired<?>> desired;
  private final SortedMap<ResourceId, Desired<?>> previous;
  private final boolean previousKnown;
  private final List<Step> steps;
  private final SortedMap<ResourceId, ObjectStatus> objects;
  private final Set<ResourceId> prunable = new TreeSet<>();

  /// @param steps where the removals are added
  /// @param objects what is known of each object so far; what goes is added
  Removals(
      KindRegistry registry,
      Ownership ownership,
      Observation observation,
      SortedMap<ResourceId, Desired<?>> desired,
      SortedMap<ResourceId, Desired<?>> previous,
      boolean previousKnown,
      List<Step> steps,
      SortedMap<ResourceId, ObjectStatus> objects) {
    this.registry = registry;
    this.ownership = ownership;
    this.observation = observation;
    this.desired = desired;
    this.previous = previous;
    this.previousKnown = previousKnown;
    this.steps = steps;
    this.objects = objects;
  }

  /// Plans all of them, and says which objects are to go.
  Set<ResourceId> plan() {
    previous.values().forEach(this::removed);
    desired.values().forEach(this::unwanted);
    leftBehind();
    return prunable;
  }

  private <S> void removed(Desired<S> resource) {
    var id = resource.id();
    if (desired.containsKey(id)) {
      return;
    }
    var kind = registry.of(resource);
    var policyOfIt = resource.lifecycle().deletion().orElse(kind.deletion());
    var seen = observation.find(id);
    if (seen.isEmpty() || !ownership.isOurs(kind, seen.get())) {
      return;
    }
    if (policyOfIt == Lifecycle.Deletion.ORPHAN) {
      extra(seen.get(), ORPHANED);
      // Said in so many words: it is forgotten, and nobody takes it for something left behind.
      if (resource.lifecycle().deletion().isPresent()) {
        release(kind, resource, seen.get());
      }
      return;
    }
    var removal = kind.delete(seen.get());
    if (removal.isEmpty()) {
      // Of what was declared nothing is left: what is seen is somebody else's.
      return;
    }
    prunable.add(id);
    steps.add(
        new Step(
            new Change.Prune(id, kind.takesAlong(seen.get())),
            removal,
            Risk.DROP,
            "",
            Guards.evidence(observation, kind, seen.get())
                .orElseGet(() -> RepairSteps.unlessBusy(kind, seen.get(), List.of())),
            Set.of()));
    objects.put(
        id,
        new ObjectStatus(
            id,
            Sync.EXTRA,
            seen.get().health(),
            List.of(),
            "removed by a commit since the last converged one",
            Optional.empty(),
            seen.get().facts()));
  }

  /// What a resource excludes, and no resource declares.
  private <S> void unwanted(Desired<S> resource) {
    for (var id : registry.of(resource).unwanted(resource, observation)) {
      if (desired.containsKey(id) || prunable.contains(id)) {
        continue;
      }
      var why = resource.id() + " is exclusive, and no manifest declares it";
      var seen = observation.find(id).orElseThrow();
      prunable.add(id);
      steps.add(
          new Step(
              new Change.Prune(id, registry.of(id).takesAlong(seen)),
              registry.of(id).delete(seen),
              Risk.DROP,
              why,
              Guards.evidence(observation, registry.of(id), seen).orElse(Verdict.go()),
              Set.of()));
      extra(seen, why);
    }
  }

  private <S> void release(Kind<S> kind, Desired<S> before, Observed seen) {
    var effects = kind.release(before, seen);
    if (!effects.isEmpty()) {
      steps.add(
          new Step(
              new Change.Release(before.id()), effects, Risk.IN_PLACE, "", Verdict.go(), Set.of()));
    }
  }

  /// Objects that carry our mark and that no revision we know of declares.
  private void leftBehind() {
    for (var seen : observation.objects().values()) {
      var id = seen.id();
      if (objects.containsKey(id) || previous.containsKey(id) || seen.mark().isEmpty()) {
        continue;
      }
      var kind = registry.find(id.kind());
      if (kind.isEmpty() || !ownership.isOurs(kind.get(), seen)) {
        continue;
      }
      if (kind.get().deletion() == Lifecycle.Deletion.ORPHAN) {
        extra(seen, ORPHANED);
        continue;
      }
      var why =
          previousKnown
              ? "it carries our mark, but neither this nor the last converged commit declares it"
              : "it carries our mark, but no last converged commit is known";
      steps.add(
          new Step(
              new Change.Prune(id, kind.get().takesAlong(seen)),
              kind.get().delete(seen),
              Risk.DROP,
              "",
              new Verdict.Held(Guard.PRUNE_EVIDENCE, why, "approve the plan to remove it", true),
              Set.of()));
      extra(seen, why);
    }
  }

  private void extra(Observed seen, String why) {
    objects.put(
        seen.id(),
        new ObjectStatus(
            seen.id(), Sync.EXTRA, seen.health(), List.of(), why, Optional.empty(), seen.facts()));
  }
}
