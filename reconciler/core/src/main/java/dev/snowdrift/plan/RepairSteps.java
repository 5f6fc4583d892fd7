package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.manifest.Lifecycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The steps that bring the drifted fields of one object back.
final class RepairSteps {
  private RepairSteps() {}

  /// An alteration, a re-creation, both or none.
  ///
  /// @param objections what a step does that nothing else holds
  static <S> List<Step> of(
      Kind<S> kind,
      Desired<S> resource,
      Observed seen,
      List<Drift> drifts,
      Mark mark,
      Verdict objections) {
    var recreations =
        drifts.stream()
            .map(drift -> kind.repair(drift, seen, drifts))
            .filter(Repair.Recreate.class::isInstance)
            .map(Repair.Recreate.class::cast)
            .toList();
    var altered = new Alteration();
    var losing = new Alteration();
    var recreated = new ArrayList<Drift>();
    for (var drift : drifts) {
      switch (kind.repair(drift, seen, drifts)) {
        case Repair.Alter alter -> {
          // What has to be made again is not restarted before: the new one has it all.
          if (!recreations.isEmpty() && alter.risk() != Risk.IN_PLACE) {
            recreated.add(drift);
          } else {
            (alter.risk() == Risk.LOSS ? losing : altered).add(drift, alter);
          }
        }
        case Repair.Recreate _ -> recreated.add(drift);
        case Repair.Ignore _ -> {}
      }
    }
    var steps = new ArrayList<Step>();
    // What loses data is a step of its own: it waits, and the rest does not wait with it.
    for (var each : List.of(altered, losing)) {
      if (!each.drifts.isEmpty()) {
        steps.add(
            new Step(
                new Change.Update(resource.id(), each.drifts),
                kind.update(resource, seen, each.drifts, mark),
                each.risk,
                String.join(", ", each.notes),
                objections.goes() ? unlessBusy(kind, seen, each.drifts) : objections,
                Set.of()));
      }
    }
    if (!recreations.isEmpty()) {
      var last = recreations.getLast();
      var effects = new ArrayList<>(kind.delete(seen));
      effects.addAll(kind.create(resource, mark));
      steps.add(
          new Step(
              new Change.Recreate(resource.id(), recreated, last.why(), last.loses()),
              effects,
              Risk.RECREATE,
              "",
              objections.goes() ? replacement(resource, last.why()) : objections,
              Set.of()));
    }
    return steps;
  }

  /// Whether an object can be changed now, or is on its way.
  static Verdict unlessBusy(Kind<?> kind, Observed seen, List<Drift> drifts) {
    return kind.busy(seen, drifts)
        .<Verdict>map(why -> new Verdict.Waiting(seen.id(), why, true))
        .orElse(Verdict.go());
  }

  private static Verdict replacement(Desired<?> resource, String why) {
    var forbidden = Optional.of(Lifecycle.Replacement.FORBID);
    return resource.lifecycle().replacement().equals(forbidden)
        ? new Verdict.Held(
            Guard.REPLACEMENT,
            why + ", and lifecycle.replacement is Forbid",
            "undo the change in Git, or allow the replacement there first",
            false)
        : Verdict.go();
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
}
