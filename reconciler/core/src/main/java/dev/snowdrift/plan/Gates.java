package dev.snowdrift.plan;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Readiness;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who has to wait for whom to be ready: servers for their migration, a service for the one that it
/// names in `dependsOn`. Nobody waits in a thread: a step that has to wait is not run in this pass.
final class Gates {
  private final DesiredState desired;
  private final KindRegistry registry;
  private final Set<ResourceId> finishing;
  private final Map<ResourceId, Step> starting = new HashMap<>();

  /// What is not ready yet, and how it stands.
  private final SortedMap<ResourceId, Health> unready = new TreeMap<>();

  /// For everything that may not change, the first that it waits for.
  private final Map<ResourceId, ResourceId> barred = new HashMap<>();

  Gates(
      DesiredState desired,
      ReferenceGraph graph,
      KindRegistry registry,
      Collection<Step> steps,
      SortedMap<ResourceId, ObjectStatus> objects,
      Runs runs,
      Set<ResourceId> finishing) {
    this.finishing = Set.copyOf(finishing);
    this.desired = desired;
    this.registry = registry;
    steps.stream().filter(this::starts).forEach(step -> starting.put(step.id(), step));
    for (var resource : desired.resources().values()) {
      var id = resource.id();
      var status = objects.get(id);
      if (registry.of(id).readiness() == Readiness.NOBODY_WAITS
          || status == null
          || isReady(resource, status.health(), runs)) {
        continue;
      }
      unready.put(id, status.health());
    }
    for (var id : unready.keySet()) {
      if (registry.of(id).readiness() == Readiness.BEFORE_ANY_CHANGE) {
        graph.allNeeding(id).forEach(needing -> barred.putIfAbsent(needing, id));
      }
    }
  }

  /// Whether a step finishes what was consented to when it began.
  boolean finishes(Step step) {
    return step.change() instanceof Change.Update && finishing.contains(step.id());
  }

  private <S> boolean isReady(Desired<S> resource, Health health, Runs runs) {
    if (starting.containsKey(resource.id())) {
      return false;
    }
    var run = registry.of(resource).run(resource);
    return health.status() == Health.Status.HEALTHY
        || health.status() == Health.Status.SUSPENDED
        || run.filter(name -> runs.ended(resource.id(), name)).isPresent();
  }

  /// What a step waits for, when it does.
  ///
  /// @param verdicts those of the steps before it, by resource
  Optional<Verdict> of(Step step, Map<ResourceId, Verdict> verdicts) {
    if (step.change() instanceof Change.Prune || step.change() instanceof Change.Adopt) {
      return Optional.empty();
    }
    return gate(step).map(on -> waiting(on, verdicts));
  }

  private Optional<ResourceId> gate(Step step) {
    var id = step.id();
    if (barred.containsKey(id)) {
      return Optional.ofNullable(barred.get(id));
    }
    if (registry.of(id).wave() == Wave.FINALLY) {
      return unready.keySet().stream()
          .filter(on -> registry.of(on).readiness() == Readiness.BEFORE_ANY_CHANGE)
          .findFirst();
    }
    if (!starting.containsKey(id)) {
      return Optional.empty();
    }
    return Optional.ofNullable(desired.resources().get(id))
        .map(Desired::dependsOn)
        .orElse(List.of())
        .stream()
        .filter(on -> unready.get(on) != null)
        .findFirst();
  }

  private Verdict waiting(ResourceId on, Map<ResourceId, Verdict> verdicts) {
    var health = unready.getOrDefault(on, Health.missing());
    if (starting.containsKey(on)) {
      return switch (verdicts.getOrDefault(on, Verdict.go())) {
        case Verdict.Go _ -> new Verdict.Waiting(on, "it is started first", true);
        case Verdict.Waiting(var _, var _, var progresses) ->
            new Verdict.Waiting(on, "it waits itself", progresses);
        case Verdict.Held _, Verdict.Blocked _ -> new Verdict.Blocked(on);
      };
    }
    var progresses =
        switch (health.status()) {
          case PROGRESSING, UNKNOWN -> true;
          case HEALTHY, SUSPENDED, MISSING, DEGRADED -> false;
        };
    var words = health.message().isEmpty() ? health.status().word() : health.message();
    return new Verdict.Waiting(on, words, progresses);
  }

  /// Whether a step begins a life: afterwards its object is not ready for a while.
  private boolean starts(Step step) {
    return switch (step.change()) {
      case Change.Create _, Change.Recreate _ -> true;
      case Change.Update(var id, var drifts) -> kind(id).startsAnew(drifts);
      case Change.Adopt _, Change.Prune _, Change.Release _, Change.Suspend _, Change.Resume _ ->
          false;
    };
  }

  private Kind<?> kind(ResourceId id) {
    return registry.of(id);
  }
}
