package dev.snowdrift.plan;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Fingerprints;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Desired x previous x observed -> plan. Pure: the same input gives the same plan, byte for byte.
public final class Planner {
  private static final String ORPHANED =
      "a commit removed it, and it stays: it is orphaned, not deleted";

  private final KindRegistry registry;
  private final Mark.Key key;

  public Planner(KindRegistry registry, Mark.Key key) {
    this.registry = registry;
    this.key = key;
  }

  /// Plans one environment.
  ///
  /// @param previous what the last converged commit wanted; empty when none is known
  public Plan plan(
      DesiredState desired,
      Optional<DesiredState> previous,
      Observation observation,
      Policy policy) {
    var pass = new Pass(desired, previous, observation, policy);
    return pass.plan();
  }

  /// The state of one planning: inputs, and what has been decided so far.
  private final class Pass {
    private final DesiredState desired;
    private final SortedMap<ResourceId, Desired<?>> previous;
    private final boolean previousKnown;
    private final Observation observation;
    private final Policy policy;
    private final List<Step> steps = new ArrayList<>();
    private final SortedMap<ResourceId, ObjectStatus> objects = new TreeMap<>();

    Pass(
        DesiredState desired,
        Optional<DesiredState> previous,
        Observation observation,
        Policy policy) {
      this.desired = desired;
      this.previous = previous.map(DesiredState::resources).orElseGet(TreeMap::new);
      this.previousKnown = previous.isPresent();
      this.observation = observation;
      this.policy = policy;
    }

    Plan plan() {
      desired.resources().values().forEach(this::planDesired);
      var prunable = new TreeSet<ResourceId>();
      previous.values().forEach(resource -> planRemoved(resource, prunable));
      planExtra();
      var ordered =
          StepOrder.order(
              steps,
              new ReferenceGraph(desired.resources().values(), registry),
              new ReferenceGraph(previous.values(), registry),
              registry);
      var digest = Digest.of(desired.environment(), desired.revision(), ordered);
      var judged = Guards.judge(ordered, policy, digest, previous.size(), this::isLast);
      var problems = new ReferenceCheck(registry, observation).check(desired, prunable);
      return new Plan(desired.environment(), desired.revision(), judged, objects, problems, digest);
    }

    private <S> void planDesired(Desired<S> resource) {
      var id = resource.id();
      var kind = registry.of(resource);
      var seen = observation.find(id);
      if (seen.isPresent()) {
        planExisting(kind, resource, seen.get());
        return;
      }
      var gap = observation.gap(id);
      if (gap.isPresent()) {
        status(resource, Sync.UNKNOWN, Health.unknown(gap.get().why()), List.of(), gap.get().why());
        return;
      }
      var deleted = previous.containsKey(id);
      var origin = deleted ? Drift.Origin.OUT_OF_BAND : Drift.Origin.GIT;
      steps.add(
          new Step(
              new Change.Create(id, origin, kind.note(resource)),
              kind.create(resource, mark(resource)),
              Risk.IN_PLACE,
              "",
              Verdict.go(),
              Set.of()));
      status(
          resource,
          Sync.MISSING,
          Health.missing(),
          List.of(),
          deleted ? "somebody deleted it" : "not created yet");
    }

    private <S> void planExisting(Kind<S> kind, Desired<S> resource, Observed seen) {
      var ours = isOurs(kind, seen);
      var drifts = Differ.differences(kind, resource, previousOf(kind, resource), seen);
      if (!ours && !resource.lifecycle().adopt().orElse(false)) {
        var why = notOwned(seen);
        steps.add(
            new Step(
                new Change.Adopt(resource.id()),
                kind.adopt(resource, seen, mark(resource)),
                Risk.IN_PLACE,
                "",
                new Verdict.Held(
                    Guard.NOT_OWNED,
                    why,
                    "set lifecycle.adopt: true on the resource, or give it another name",
                    false),
                Set.of()));
        status(resource, Sync.UNMANAGED, seen.health(), drifts, why, seen);
        return;
      }
      var kept = new ArrayList<Drift>();
      for (var drift : drifts) {
        if (!ignored(resource, drift)) {
          kept.add(drift);
        }
      }
      if (!ours) {
        steps.add(
            new Step(
                new Change.Adopt(resource.id()),
                kind.adopt(resource, seen, mark(resource)),
                Risk.IN_PLACE,
                "",
                Verdict.go(),
                Set.of()));
      }
      planRepairs(kind, resource, seen, kept);
      var sync =
          !kept.isEmpty() || !ours ? Sync.DRIFTED : drifts.isEmpty() ? Sync.SYNCED : Sync.IGNORED;
      status(resource, sync, seen.health(), drifts, reason(sync, kept), seen);
    }

    private <S> void planRepairs(
        Kind<S> kind, Desired<S> resource, Observed seen, List<Drift> drifts) {
      var altered = new Alteration();
      var losing = new Alteration();
      var recreated = new ArrayList<Drift>();
      var why = "";
      var loses = "";
      for (var drift : drifts) {
        switch (kind.repair(resource, drift, drifts)) {
          case Repair.Alter alter ->
              (alter.risk() == Risk.LOSS ? losing : altered).add(drift, alter);
          case Repair.Recreate recreate -> {
            recreated.add(drift);
            why = recreate.why();
            loses = recreate.loses();
          }
          case Repair.Ignore _ -> {}
        }
      }
      // What loses data is a step of its own: it waits, and the rest does not wait with it.
      for (var each : List.of(altered, losing)) {
        if (!each.drifts.isEmpty()) {
          steps.add(
              new Step(
                  new Change.Update(resource.id(), each.drifts),
                  kind.update(resource, seen, each.drifts, mark(resource)),
                  each.risk,
                  String.join(", ", each.notes),
                  Verdict.go(),
                  Set.of()));
        }
      }
      if (!recreated.isEmpty()) {
        var effects = new ArrayList<>(kind.delete(seen));
        effects.addAll(kind.create(resource, mark(resource)));
        steps.add(
            new Step(
                new Change.Recreate(resource.id(), recreated, why, loses),
                effects,
                Risk.RECREATE,
                "",
                replacement(resource, why),
                Set.of()));
      }
    }

    /// Differences that one step repairs, and the most that this disturbs.
    private static final class Alteration {
      private final List<Drift> drifts = new ArrayList<>();
      private final Set<String> notes = new TreeSet<>();
      private Risk risk = Risk.IN_PLACE;

      void add(Drift drift, Repair.Alter alter) {
        drifts.add(drift);
        risk = alter.risk().compareTo(risk) > 0 ? alter.risk() : risk;
        if (!alter.note().isEmpty()) {
          notes.add(alter.note());
        }
      }
    }

    private Verdict replacement(Desired<?> resource, String why) {
      var forbidden = Optional.of(Lifecycle.Replacement.FORBID);
      return resource.lifecycle().replacement().equals(forbidden)
          ? new Verdict.Held(
              Guard.REPLACEMENT,
              why + ", and lifecycle.replacement is Forbid",
              "undo the change in Git, or allow the replacement there first",
              false)
          : Verdict.go();
    }

    private <S> void planRemoved(Desired<S> resource, Set<ResourceId> prunable) {
      var id = resource.id();
      if (desired.resources().containsKey(id)) {
        return;
      }
      var kind = registry.of(resource);
      var policyOfIt = resource.lifecycle().deletion().orElse(kind.deletion());
      var seen = observation.find(id);
      if (seen.isEmpty() || !isOurs(kind, seen.get())) {
        return;
      }
      if (policyOfIt == Lifecycle.Deletion.ORPHAN) {
        extra(seen.get(), ORPHANED);
        return;
      }
      prunable.add(id);
      steps.add(
          new Step(
              new Change.Prune(id),
              kind.delete(seen.get()),
              Risk.DROP,
              "",
              Guards.evidence(observation, kind).orElse(Verdict.go()),
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

    /// Objects that carry our mark and that no revision we know of declares.
    private void planExtra() {
      for (var seen : observation.objects().values()) {
        var id = seen.id();
        if (objects.containsKey(id) || previous.containsKey(id) || seen.mark().isEmpty()) {
          continue;
        }
        var kind = registry.find(id.kind());
        if (kind.isEmpty() || !isOurs(kind.get(), seen)) {
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
                new Change.Prune(id),
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
              seen.id(),
              Sync.EXTRA,
              seen.health(),
              List.of(),
              why,
              Optional.empty(),
              seen.facts()));
    }

    private boolean isLast(Step step) {
      return registry.of(step.id()).wave() == Wave.FINALLY
          && !(step.change() instanceof Change.Prune);
    }

    private boolean isOurs(Kind<?> kind, Observed seen) {
      return !kind.marked()
          || seen.mark()
              .filter(mark -> key.verifies(mark, desired.environment(), seen.id()))
              .isPresent();
    }

    private String notOwned(Observed seen) {
      return seen.mark()
          .map(mark ->
              mark.environment().equals(desired.environment())
                  ? "it exists, and its mark was not made by this installation for this object"
                  : "it belongs to the environment " + mark.environment())
          .orElse("it exists and carries no mark of ours");
    }

    private Mark mark(Desired<?> resource) {
      return key.mark(desired.environment(), resource.id())
          .withFingerprint(
              resource.fingerprints().isEmpty()
                  ? Optional.empty()
                  : Optional.of(combined(resource.fingerprints())));
    }

    private String combined(SortedMap<SecretSource, String> fingerprints) {
      return Fingerprints.combine(fingerprints.values());
    }

    @SuppressWarnings("unchecked")
    private <S> Optional<Desired<S>> previousOf(Kind<S> kind, Desired<S> resource) {
      return Optional.ofNullable(previous.get(resource.id()))
          .filter(before -> kind.specification().isInstance(before.spec()))
          .map(before -> (Desired<S>) before);
    }

    private boolean ignored(Desired<?> resource, Drift drift) {
      return resource.lifecycle().ignore().stream()
          .filter(rule -> rule.until().isEmpty() || !policy.today().isAfter(rule.until().get()))
          .anyMatch(rule -> covers(rule.field(), drift.path()));
    }

    private String reason(Sync sync, List<Drift> kept) {
      return switch (sync) {
        case SYNCED -> "";
        case IGNORED -> "every difference is covered by an ignore rule";
        case DRIFTED ->
            kept.isEmpty()
                ? "our mark is not on it yet"
                : kept.size() + (kept.size() == 1 ? " field differs" : " fields differ");
        case MISSING, EXTRA, UNMANAGED, UNKNOWN -> sync.word();
      };
    }

    private void status(
        Desired<?> resource, Sync sync, Health health, List<Drift> drifts, String reason) {
      objects.put(
          resource.id(),
          new ObjectStatus(
              resource.id(),
              sync,
              health,
              drifts,
              reason,
              Optional.of(resource.at()),
              new TreeMap<>()));
    }

    private void status(
        Desired<?> resource,
        Sync sync,
        Health health,
        List<Drift> drifts,
        String reason,
        Observed seen) {
      objects.put(
          resource.id(),
          new ObjectStatus(
              resource.id(),
              sync,
              health,
              drifts,
              reason,
              Optional.of(resource.at()),
              seen.facts()));
    }
  }

  static boolean covers(String rule, String path) {
    return path.equals(rule) || path.startsWith(rule + ".") || path.startsWith(rule + "[");
  }
}
