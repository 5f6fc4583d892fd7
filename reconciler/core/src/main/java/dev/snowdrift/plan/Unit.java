package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.kind.Rooted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The steps of one plan that hang together, and which roots they need suspended and resumed.
///
/// Every root that runs is suspended. Afterwards a root runs if its manifest says so, or, where the
/// plan does not change that, if it ran before.
final class Unit<S> {
  private final ResourceId id;
  private final Rooted<S> rooted;
  private final SortedMap<ResourceId, Desired<S>> desired;
  private final SortedMap<ResourceId, Observed> observed = new TreeMap<>();

  /// Roots that run.
  private final SortedMap<ResourceId, Observed> suspended = new TreeMap<>();

  private final Set<ResourceId> strangers = new TreeSet<>();

  /// Roots whose own step starts them, were it not for the unit.
  private final Set<ResourceId> started = new TreeSet<>();

  private final List<Step> steps = new ArrayList<>();
  private final List<Step> settled = new ArrayList<>();

  Unit(ResourceId id, Rooted<S> rooted, SortedMap<ResourceId, Desired<S>> desired) {
    this.id = id;
    this.rooted = rooted;
    this.desired = desired;
  }

  /// Notes an observed member.
  void see(Observed object, boolean ours) {
    observed.put(object.id(), object);
    if (rooted.above(object).isEmpty() && rooted.isRunning(object)) {
      suspended.put(object.id(), object);
      if (!ours) {
        strangers.add(object.id());
      }
    }
  }

  /// A step as a part of the unit: without what opening and closing the unit does for it.
  Step take(Step step) {
    var kept = new ArrayList<Effect>();
    for (var effect : step.effects()) {
      if (suspended.containsKey(step.id()) && is(effect, rooted.suspend(step.id()))) {
        continue;
      }
      if (isDesiredRoot(step.id()) && is(effect, rooted.resume(step.id()))) {
        started.add(step.id());
        continue;
      }
      kept.add(effect);
    }
    if (step.change() instanceof Change.Adopt && step.verdict().goes()) {
      strangers.remove(step.id());
    }
    var after = new TreeSet<>(step.after());
    if (step.change() instanceof Change.Prune) {
      after.addAll(hangingOn(step.id()));
    }
    var taken = step.with(kept).with(after).in(id);
    steps.add(taken);
    return taken;
  }

  private static boolean is(Effect one, Effect other) {
    return one.redacted().equals(other.redacted());
  }

  private boolean isDesiredRoot(ResourceId member) {
    return Optional.ofNullable(desired.get(member))
        .map(resource -> rooted.above(resource).isEmpty())
        .orElse(false);
  }

  private boolean shouldRun(ResourceId member) {
    return Optional.ofNullable(desired.get(member)).map(rooted::running).orElse(false);
  }

  /// Resources of the unit's other steps that were seen hanging on this one.
  private Set<ResourceId> hangingOn(ResourceId member) {
    var hanging = new TreeSet<ResourceId>();
    for (var step : steps) {
      var seen = observed.get(step.id());
      if (seen != null && rooted.above(seen).contains(member)) {
        hanging.add(step.id());
      }
    }
    return hanging;
  }

  List<Step> opening() {
    return suspended.keySet().stream()
        .map(root -> bracket(new Change.Suspend(root), rooted.suspend(root)))
        .toList();
  }

  /// What became children first, roots last.
  List<Step> closing() {
    var resumed = new TreeSet<>(started);
    for (var root : suspended.keySet()) {
      if (stopping(root).isEmpty()) {
        resumed.add(root);
      }
    }
    if (steps.stream().anyMatch(step -> step.change().fromGit())) {
      observed.values().stream()
          .filter(object -> isDesiredRoot(object.id()) && shouldRun(object.id()))
          .filter(rooted::stoppedByErrors)
          .forEach(object -> resumed.add(object.id()));
    }
    var ordered = new ArrayList<>(resumed.stream().filter(root -> !isDesiredRoot(root)).toList());
    ordered.addAll(resumed.stream().filter(this::isDesiredRoot).toList());
    return ordered.stream().map(this::resumption).toList();
  }

  private Step resumption(ResourceId root) {
    var before = Optional.ofNullable(observed.get(root)).map(rooted::ranBefore).orElse(false);
    return bracket(new Change.Resume(root, before), rooted.resume(root));
  }

  private Step bracket(Change change, Effect effect) {
    return new Step(
        change, List.of(effect), Risk.IN_PLACE, "", Verdict.go(), Set.of(), Optional.of(id));
  }

  /// The step after which a root that runs no longer should; empty when it goes on.
  private Optional<Step> stopping(ResourceId root) {
    return steps.stream()
        .filter(step -> step.id().equals(root))
        .filter(step ->
            step.change() instanceof Change.Prune
                || (!shouldRun(root)
                    && step.change().drifts().stream()
                        .anyMatch(drift -> drift.field().equals(rooted.field()))))
        .findFirst();
  }

  /// The verdict of a step with regard to the unit.
  Step settle(Step judged) {
    var step = judged;
    if (step.verdict().goes() && !strangers.isEmpty()) {
      var root = strangers.iterator().next();
      step =
          step.with(
              new Verdict.Held(
                  Guard.NOT_OWNED,
                  "it hangs on %s, which runs, is not ours, and would have to be suspended"
                      .formatted(root),
                  "declare that one with lifecycle.adopt: true, or suspend it by hand",
                  false));
    } else if (step.verdict().goes() && step.change() instanceof Change.Prune) {
      var hanging = hangingOn(step.id());
      var held =
          settled.stream()
              .filter(other -> !other.verdict().goes() && hanging.contains(other.id()))
              .findFirst();
      if (held.isPresent()) {
        step = step.with(new Verdict.Blocked(held.get().id()));
      }
    }
    settled.add(step);
    return step;
  }

  /// The verdict of a step that opens or closes the unit, once all others have theirs.
  Step decide(Step bracket) {
    var root = bracket.id();
    var goes =
        (bracket.change() instanceof Change.Suspend || suspended.containsKey(root))
            ? settled.stream().anyMatch(step -> step.verdict().goes())
            : settled.stream()
                .filter(step -> step.verdict().goes())
                .anyMatch(step ->
                    started.contains(root) ? step.id().equals(root) : step.change().fromGit());
    return goes
        ? bracket
        : bracket.with(
            settled.stream()
                .filter(step -> !step.verdict().goes())
                .filter(step -> !started.contains(root) || step.id().equals(root))
                .map(Step::verdict)
                .findFirst()
                .orElseGet(() -> settled.getFirst().verdict()));
  }

  /// Roots that are suspended for others although their own stopping is held: they go on. Not part
  /// of the digest, since approving the plan makes them unnecessary.
  List<Step> reopening() {
    if (settled.stream().noneMatch(step -> step.verdict().goes())) {
      return List.of();
    }
    return suspended.keySet().stream()
        .filter(root -> stopping(root).map(stopping -> !goes(stopping)).orElse(false))
        .map(this::resumption)
        .toList();
  }

  private boolean goes(Step step) {
    return settled.stream()
        .anyMatch(other ->
            other.id().equals(step.id())
                && other.change().word().equals(step.change().word())
                && other.verdict().goes());
  }
}
