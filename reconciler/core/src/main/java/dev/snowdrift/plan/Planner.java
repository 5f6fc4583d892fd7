package dev.snowdrift.plan;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Objection;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.kind.Surroundings;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Desired x previous x observed -> plan. Pure: the same input gives the same plan, byte for byte.
public final class Planner {
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
    return plan(desired, previous, observation, policy, Map.of());
  }

  /// As {@link #plan}, where some resources go back to an earlier revision: what their commit wants
  /// is shown as held until a commit changes it.
  public Plan plan(
      DesiredState desired,
      Optional<DesiredState> previous,
      Observation observation,
      Policy policy,
      Map<ResourceId, Rollback> rollbacks) {
    var pass = new Pass(desired, previous, observation, policy, rollbacks);
    return pass.plan();
  }

  /// The state of one planning: inputs, and what has been decided so far.
  private final class Pass implements Surroundings {
    private final DesiredState desired;
    private final SortedMap<ResourceId, Desired<?>> previous;
    private final boolean previousKnown;
    private final Observation observation;
    private final Ownership ownership;
    private final Policy policy;
    private final ReferenceGraph graph;
    private final Map<ResourceId, Rollback> rollbacks;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Set<ResourceId> finishing = new TreeSet<>();
    private final SortedMap<ResourceId, ObjectStatus> objects = new TreeMap<>();
    private final Set<ResourceId> touched;

    Pass(
        DesiredState desired,
        Optional<DesiredState> previous,
        Observation observation,
        Policy policy,
        Map<ResourceId, Rollback> rollbacks) {
      this.desired = desired;
      this.previous = previous.map(DesiredState::resources).orElseGet(TreeMap::new);
      this.previousKnown = previous.isPresent();
      this.observation = observation;
      this.ownership = new Ownership(key, desired.environment());
      this.policy = policy;
      this.rollbacks = rollbacks;
      this.touched = Units.touched(registry, desired.resources(), this.previous);
      this.graph = new ReferenceGraph(desired.resources().values(), registry);
    }

    @Override
    public Optional<Desired<?>> declared(ResourceId id) {
      return Optional.ofNullable(desired.resources().get(id));
    }

    @Override
    public List<Desired<?>> declared(String kind) {
      return desired.resources().values().stream()
          .<Desired<?>>map(resource -> resource)
          .filter(resource -> resource.id().kind().equals(kind))
          .toList();
    }

    @Override
    public Observation observation() {
      return observation;
    }

    Plan plan() {
      desired.resources().values().forEach(this::planDesired);
      var prunable =
          new Removals(
                  registry,
                  ownership,
                  observation,
                  desired.resources(),
                  previous,
                  previousKnown,
                  steps,
                  objects)
              .plan();
      var ordered =
          StepOrder.order(steps, graph, new ReferenceGraph(previous.values(), registry), registry);
      var units =
          new Units(
              registry,
              desired.resources(),
              observation,
              seen -> ownership.isOurs(registry.of(seen.id()), seen));
      var bracketed = units.bracket(ordered);
      var digest = Digest.of(desired.environment(), desired.revision(), bracketed);
      var gates = new Gates(desired, graph, registry, bracketed, objects, policy.runs(), finishing);
      var judged =
          units.settle(
              Guards.judge(bracketed, policy, digest, previous.size(), this::isLast, gates));
      problems.addAll(new ReferenceCheck(registry, observation).check(desired, prunable));
      return new Plan(desired.environment(), desired.revision(), judged, objects, problems, digest);
    }

    private <S> void planDesired(Desired<S> declared) {
      var id = declared.id();
      var kind = registry.of(declared);
      var resource = kind.resolve(declared, this);
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
      var wanted = wanted(kind, resource);
      steps.add(
          new Step(
              new Change.Create(id, origin, kind.note(wanted)),
              kind.create(wanted, ownership.mark(wanted)),
              Risk.IN_PLACE,
              "",
              strictest(
                  objections(kind, wanted, fieldNames(kind)),
                  run.isPresent() ? firstRun(id) : Verdict.go()),
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
                  .filter(seen -> ownership.isOurs(registry.of(needing), seen))
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
      var ours = ownership.isOurs(kind, seen);
      var wanted = wanted(kind, resource);
      var drifts =
          attributed(
              kind,
              resource,
              Differ.differences(
                  kind,
                  wanted,
                  wanted.equals(resource) ? previousOf(kind, resource) : Optional.of(resource),
                  seen));
      if (!ours && !(kind.adoptable(seen) && mayBeTaken(kind, resource, seen))) {
        var why = ownership.notOwned(seen);
        steps.add(
            new Step(
                new Change.Adopt(resource.id()),
                kind.adopt(resource, seen, ownership.mark(resource)),
                Risk.IN_PLACE,
                "",
                new Verdict.Held(
                    Guard.NOT_OWNED,
                    why,
                    kind.adoptable(seen)
                        ? "set lifecycle.adopt: true on the resource, or give it another name"
                        : "it cannot be taken over: drop it by hand, or give the resource another"
                            + " name",
                    false),
                Set.of()));
        status(resource, Sync.UNMANAGED, seen.health(), drifts, why, seen);
        return;
      }
      var kept = notIgnored(resource, drifts);
      if (!ours) {
        steps.add(
            new Step(
                new Change.Adopt(resource.id()),
                kind.adopt(resource, seen, ownership.mark(resource)),
                Risk.IN_PLACE,
                "",
                Verdict.go(),
                Set.of()));
      }
      planRepairs(kind, wanted, seen, kept);
      if (!wanted.equals(resource) && kept.isEmpty() && holdFailed(kind, resource, wanted, seen)) {
        return;
      }
      var sync =
          !kept.isEmpty() || !ours ? Sync.DRIFTED : drifts.isEmpty() ? Sync.SYNCED : Sync.IGNORED;
      status(resource, sync, seen.health(), drifts, reason(sync, kept), seen);
    }

    /// Because the manifest says so, or because what came into being with an object of ours is
    /// ours.
    private boolean mayBeTaken(Kind<?> kind, Desired<?> resource, Observed seen) {
      return resource
          .lifecycle()
          .adopt()
          .orElseGet(() ->
              seen.mark().isEmpty()
                  && kind.comesWith(seen.id())
                      .flatMap(observation::find)
                      .filter(owner -> ownership.isOurs(registry.of(owner.id()), owner))
                      .isPresent());
    }

    /// A commit that changes what hangs together also decides what of it runs, until it is
    /// converged: what an interrupted pass left suspended is its own doing and not somebody's.
    private <S> List<Drift> attributed(Kind<S> kind, Desired<S> resource, List<Drift> drifts) {
      var rooted = kind.rooted();
      if (rooted.isEmpty() || !touched.contains(resource.id())) {
        return drifts;
      }
      return drifts.stream()
          .map(drift ->
              drift.field().equals(rooted.get().field())
                  ? new Drift(
                      drift.field(),
                      drift.path(),
                      drift.desired(),
                      drift.observed(),
                      Drift.Origin.GIT,
                      drift.confidential())
                  : drift)
          .toList();
    }

    /// What stands in the way, of two.
    private static Verdict strictest(Verdict one, Verdict other) {
      return one.goes() ? other : one;
    }

    private List<Drift> notIgnored(Desired<?> resource, List<Drift> drifts) {
      return drifts.stream().filter(drift -> !ignored(resource, drift)).toList();
    }

    /// What is wanted of it now: an earlier revision's, where the commit's own has failed.
    @SuppressWarnings("unchecked")
    private <S> Desired<S> wanted(Kind<S> kind, Desired<S> resource) {
      return Optional.ofNullable(rollbacks.get(resource.id()))
          .filter(back -> kind.specification().isInstance(back.to().spec()))
          .map(back -> kind.rolledBack(resource, (Desired<S>) back.to()))
          .map(back -> kind.resolve(back, this))
          .orElse(resource);
    }

    /// Shows what was rolled back as held. False when nothing of it is left to do.
    private <S> boolean holdFailed(
        Kind<S> kind, Desired<S> resource, Desired<S> wanted, Observed seen) {
      var failed =
          notIgnored(resource, Differ.differences(kind, resource, Optional.of(wanted), seen));
      var back = rollbacks.get(resource.id());
      if (failed.isEmpty() || back == null) {
        return false;
      }
      steps.add(
          new Step(
              new Change.Update(resource.id(), failed),
              kind.update(resource, seen, failed, ownership.mark(resource)),
              Risk.RESTART,
              "",
              new Verdict.Held(Guard.ROLLBACK, back.why(), back.next(), false),
              Set.of()));
      status(resource, Sync.DRIFTED, seen.health(), failed, back.why(), seen);
      return true;
    }

    /// Asks the kind what stands against writing a resource.
    private <S> Verdict objections(Kind<S> kind, Desired<S> resource, Set<String> writing) {
      var verdict = Verdict.go();
      for (var objection : kind.objections(resource, writing, this)) {
        switch (objection) {
          case Objection.Wrong(var problem) -> problems.add(problem);
          case Objection.Wait(var why, var next) ->
              verdict = new Verdict.Held(Guard.AWAITED, why, next, false);
        }
      }
      return verdict;
    }

    private static Set<String> fieldNames(Kind<?> kind) {
      return kind.fields().stream().map(Field::name).collect(Collectors.toSet());
    }

    private static Set<String> fieldNames(List<Drift> drifts) {
      return drifts.stream().map(Drift::field).collect(Collectors.toSet());
    }

    private <S> void planRepairs(
        Kind<S> kind, Desired<S> resource, Observed seen, List<Drift> drifts) {
      var objections = objections(kind, resource, fieldNames(drifts));
      for (var step :
          RepairSteps.of(kind, resource, seen, drifts, ownership.mark(resource), objections)) {
        if (step.change() instanceof Change.Update(var id, var altered)
            && kind.finishes(resource, seen, altered)) {
          finishing.add(id);
        }
        steps.add(step);
      }
    }

    private boolean isLast(Step step) {
      return registry.of(step.id()).wave() == Wave.FINALLY
          && !(step.change() instanceof Change.Prune);
    }

    @SuppressWarnings("unchecked")
    private <S> Optional<Desired<S>> previousOf(Kind<S> kind, Desired<S> resource) {
      return Optional.ofNullable(previous.get(resource.id()))
          .filter(before -> kind.specification().isInstance(before.spec()))
          .map(before -> kind.resolve((Desired<S>) before, this));
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
