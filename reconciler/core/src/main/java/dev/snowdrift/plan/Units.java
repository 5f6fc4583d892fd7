package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Puts the steps of what hangs together between the suspending and the resuming of its roots.
///
/// Declared and observed links count alike, so that an object that moves from one graph to another
/// makes one unit of both. Used for one plan: first {@link #bracket}, and once the guards have
/// judged {@link #settle}.
final class Units {
  private final KindRegistry registry;
  private final SortedMap<ResourceId, Desired<?>> desired;
  private final Observation observation;
  private final Predicate<Observed> ours;

  /// By the step's resource, those of kinds that have units.
  private final Map<ResourceId, Unit<?>> units = new HashMap<>();

  /// @param ours whether an observed object is ours by its mark
  Units(
      KindRegistry registry,
      SortedMap<ResourceId, Desired<?>> desired,
      Observation observation,
      Predicate<Observed> ours) {
    this.registry = registry;
    this.desired = desired;
    this.observation = observation;
    this.ours = ours;
  }

  /// The steps with those that open and close each unit: suspensions before the first step of a
  /// unit, resumptions behind its last.
  List<Step> bracket(List<Step> ordered) {
    for (var kind : registry.all()) {
      form(kind, ordered);
    }
    var rewritten = new ArrayList<Step>();
    for (var step : ordered) {
      var unit = units.get(step.id());
      rewritten.add(unit == null ? step : unit.take(step));
    }
    return around(rewritten, Unit::opening, Unit::closing);
  }

  /// Decides the steps that open and close units by what the guards let through of the others, and
  /// holds a removal while something that still hangs on the object is held.
  List<Step> settle(List<Step> judged) {
    var settled = new ArrayList<Step>();
    for (var step : judged) {
      var unit = units.get(step.id());
      settled.add(unit == null || step.change().isBracket() ? step : unit.settle(step));
    }
    var decided =
        settled.stream()
            .map(step -> step.change().isBracket() ? unitOf(step).decide(step) : step)
            .toList();
    return around(decided, _ -> List.of(), Unit::reopening);
  }

  private Unit<?> unitOf(Step step) {
    var unit = units.get(step.id());
    if (unit == null) {
      throw new IllegalStateException(step.id() + " is in no unit");
    }
    return unit;
  }

  private interface Around {
    List<Step> of(Unit<?> unit);
  }

  private List<Step> around(List<Step> steps, Around before, Around behind) {
    var first = new HashMap<ResourceId, Integer>();
    var last = new HashMap<ResourceId, Integer>();
    for (var i = 0; i < steps.size(); i++) {
      var position = i;
      steps
          .get(i)
          .unit()
          .ifPresent(unit -> {
            first.putIfAbsent(unit, position);
            last.put(unit, position);
          });
    }
    var all = new ArrayList<Step>();
    for (var i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      var id = step.unit();
      if (id.isPresent() && i == first.getOrDefault(id.get(), -1)) {
        all.addAll(before.of(unitOf(step)));
      }
      all.add(step);
      if (id.isPresent() && i == last.getOrDefault(id.get(), -1)) {
        all.addAll(behind.of(unitOf(step)));
      }
    }
    return all;
  }

  private <S> void form(Kind<S> kind, List<Step> steps) {
    var rooted = kind.rooted();
    if (rooted.isEmpty() || steps.stream().noneMatch(step -> isOf(kind, step.id()))) {
      return;
    }
    var wanted = new TreeMap<ResourceId, Desired<S>>();
    desired.values().stream()
        .filter(resource -> isOf(kind, resource.id()))
        .forEach(resource -> wanted.put(resource.id(), typed(resource)));
    var seen = new TreeMap<ResourceId, Observed>();
    observation.objects().values().stream()
        .filter(object -> isOf(kind, object.id()))
        .forEach(object -> seen.put(object.id(), object));
    var links = new Components();
    wanted.forEach((id, resource) -> links.link(id, rooted.get().above(resource)));
    seen.forEach((id, object) -> links.link(id, rooted.get().above(object)));
    var byComponent = new HashMap<ResourceId, Unit<S>>();
    seen.keySet().forEach(id -> links.link(id, Set.of()));
    for (var step : steps) {
      if (isOf(kind, step.id())) {
        var unit =
            byComponent.computeIfAbsent(
                links.of(step.id()), id -> new Unit<>(id, rooted.get(), wanted));
        units.put(step.id(), unit);
      }
    }
    for (var object : seen.values()) {
      var unit = byComponent.get(links.of(object.id()));
      if (unit != null) {
        unit.see(object, ours.test(object));
        units.put(object.id(), unit);
      }
    }
  }

  private static boolean isOf(Kind<?> kind, ResourceId id) {
    return id.kind().equals(kind.name());
  }

  @SuppressWarnings("unchecked") // the registry made the resource, so the types agree
  private static <S> Desired<S> typed(Desired<?> resource) {
    return (Desired<S>) resource;
  }

  /// Every resource that hangs together with one whose declaration differs between two states, or
  /// that only one of them has. Only kinds with units.
  static Set<ResourceId> touched(
      KindRegistry registry,
      SortedMap<ResourceId, Desired<?>> desired,
      SortedMap<ResourceId, Desired<?>> previous) {
    var links = new Components();
    var changed = new ArrayList<ResourceId>();
    for (var state : List.of(desired.values(), previous.values())) {
      for (var resource : state) {
        if (link(registry, resource, links) && differs(resource, desired, previous)) {
          changed.add(resource.id());
        }
      }
    }
    return links.allWith(changed);
  }

  private static <S> boolean link(KindRegistry registry, Desired<S> resource, Components links) {
    var rooted = registry.of(resource).rooted();
    rooted.ifPresent(of -> links.link(resource.id(), of.above(resource)));
    return rooted.isPresent();
  }

  private static boolean differs(
      Desired<?> resource,
      SortedMap<ResourceId, Desired<?>> desired,
      SortedMap<ResourceId, Desired<?>> previous) {
    var now = Optional.ofNullable(desired.get(resource.id())).map(Desired::spec);
    var before = Optional.ofNullable(previous.get(resource.id())).map(Desired::spec);
    return !now.equals(before);
  }

  /// Which resources hang together, however far apart.
  private static final class Components {
    private final Map<ResourceId, ResourceId> up = new HashMap<>();

    void link(ResourceId id, Collection<ResourceId> others) {
      var mine = of(id);
      for (var other : others) {
        var theirs = of(other);
        if (!mine.equals(theirs)) {
          // The smaller name stands for both: the same input gives the same units.
          var smaller = mine.compareTo(theirs) < 0 ? mine : theirs;
          up.put(smaller.equals(mine) ? theirs : mine, smaller);
          mine = smaller;
        }
      }
    }

    ResourceId of(ResourceId id) {
      var at = id;
      var above = up.computeIfAbsent(at, key -> key);
      while (!above.equals(at)) {
        at = above;
        above = up.getOrDefault(at, at);
      }
      up.put(id, at);
      return at;
    }

    Set<ResourceId> allWith(Collection<ResourceId> some) {
      var members = new LinkedHashMap<ResourceId, List<ResourceId>>();
      for (var id : List.copyOf(up.keySet())) {
        members.computeIfAbsent(of(id), _ -> new ArrayList<>()).add(id);
      }
      var all = new TreeSet<ResourceId>();
      for (var id : some) {
        all.addAll(members.getOrDefault(of(id), List.of()));
      }
      return all;
    }
  }
}
