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
    private final ReferenceGraph graph;
    private final List<Step> steps = new ArrayList<>();
    private final Set<ResourceId> finishing = new TreeSet<>();
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
      this.graph = new ReferenceGraph(desired.resources().values(), registry);
    }

    Plan plan() {
      desired.resources().values().forEach(this::planDesired);
      var prunable = new TreeSet<ResourceId>();
      previous.values().forEach(resource -> planRemoved(resource, prunable));
      desired.resources().values().forEach(resource -> planUnwanted(resource, prunable));
      planExtra();
      var ordered =
          StepOrder.order(steps, graph, new ReferenceGraph(previous.values(), registry), registry);
      var digest = Digest.of(desired.environment(), desired.revision(), ordered);
      var gates = new Gates(desired, graph, registry, ordered, objects, policy.runs(), finishing);
      var judged = Guards.judge(ordered, policy, digest, previous.size(), this::isLast, gates);
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
      var run = kind.run(resource);
      if (run.filter(name -> policy.runs().ended(id, name)).isPresent()) {
        status(
            resource,
            Sync.SYNCED,
            new Health(Health.Status.HEALTHY, "it has run; the account no longer shows it"),
            List.of(),
            "");
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
              run.isPresent() ? firstRun(id) : Verdict.go(),
              Set.of()));
      status(
          resource,
          Sync.MISSING,
          Health.missing(),
          List.of(),
          deleted ? "somebody deleted it" : "not created yet");
    }

    /// Where nothing is remembered, something that is made only after the run speaks for one that
    /// the account has forgotten since.
    private Verdict firstRun(ResourceId id) {
      if (policy.runs().known()) {
        return Verdict.go();
      }
      return graph.directlyNeeding(id).stream()
          .filter(needing ->
              observation
                  .find(needing)
                  .filter(seen -> isOurs(registry.of(needing), seen))
                  .isPresent())
          .findFirst()
          .<Verdict>map(needing ->
              new Verdict.Held(
                  Guard.RUN_EVIDENCE,
                  "it may have run before: %s needs it and exists, and no memory of runs is left"
                      .formatted(needing),
                  "approve the plan to run it",
                  true))
          .orElse(Verdict.go());
    }

    private <S> void planExisting(Kind<S> kind, Desired<S> resource, Observed seen) {
      var ours = isOurs(kind, seen);
      var drifts = Differ.differences(kind, resource, previousOf(kind, resource), seen);
      if (!ours && !(kind.adoptable() && resource.lifecycle().adopt().orElse(false))) {
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
                    kind.adoptable()
                        ? "set lifecycle.adopt: true on the resource, or give it another name"
                        : "it cannot be taken over: drop it by hand, or give the resource another"
                            + " name",
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
      var altered = new ArrayList<Drift>();
      var recreated = new ArrayList<Drift>();
      var risk = Risk.IN_PLACE;
      var notes = new TreeSet<String>();
      var why = "";
      var loses = "";
      for (var drift : drifts) {
        switch (repair(kind, seen, drift)) {
          case Repair.Alter alter -> {
            altered.add(drift);
            risk = alter.risk().compareTo(risk) > 0 ? alter.risk() : risk;
            if (!alter.note().isEmpty()) {
              notes.add(alter.note());
            }
          }
          case Repair.Recreate recreate -> {
            recreated.add(drift);
            why = recreate.why();
            loses = recreate.loses();
          }
          case Repair.Ignore _ -> {}
        }
      }
      if (!altered.isEmpty()) {
        if (kind.finishes(resource, seen, altered)) {
          finishing.add(resource.id());
        }
        steps.add(
            new Step(
                new Change.Update(resource.id(), altered),
                kind.update(resource, seen, altered, mark(resource)),
                risk,
                String.join(", ", notes),
                unlessBusy(kind, seen, altered),
                Set.of()));
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
              Guards.evidence(observation, kind)
                  .orElseGet(() -> unlessBusy(kind, seen.get(), List.of())),
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
    private <S> void planUnwanted(Desired<S> resource, Set<ResourceId> prunable) {
      for (var id : registry.of(resource).unwanted(resource, observation)) {
        if (desired.resources().containsKey(id) || prunable.contains(id)) {
          continue;
        }
        var why = resource.id() + " is exclusive, and no manifest declares it";
        prunable.add(id);
        steps.add(
            new Step(
                new Change.Prune(id),
                registry.of(id).delete(observation.find(id).orElseThrow()),
                Risk.DROP,
                why,
                Guards.evidence(observation, registry.of(id)).orElse(Verdict.go()),
                Set.of()));
        extra(observation.find(id).orElseThrow(), why);
      }
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

    private <S> Repair repair(Kind<S> kind, Observed seen, Drift drift) {
      return kind.fields().stream()
          .filter(field -> field.name().equals(drift.field()))
          .findFirst()
          .map(field -> kind.repair(field, seen, drift))
          .orElseThrow();
    }

    /// Whether an object can be changed now, or is on its way.
    private Verdict unlessBusy(Kind<?> kind, Observed seen, List<Drift> drifts) {
      return kind.busy(seen, drifts)
          .<Verdict>map(why -> new Verdict.Waiting(seen.id(), why, true))
          .orElse(Verdict.go());
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
