package dev.snowdrift.operator.loop;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.operator.loop.StepRunner.StepKey;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What each step of a plan waits for. Only steps that stand before it in the plan count, so that
/// no two can wait for each other.
final class StepNeeds {
  private final List<List<StepKey>> succeeded = new ArrayList<>();
  private final List<Set<StepKey>> ended = new ArrayList<>();

  /// What is known of the steps that stand before the one that is looked at.
  private final Map<ResourceId, List<Step>> byId = new HashMap<>();

  private final Map<ResourceId, List<Step>> byUnit = new HashMap<>();

  /// For each unit, what its steps need of others: its roots are not suspended before that has
  /// ended.
  private final Map<ResourceId, Set<ResourceId>> outside = new HashMap<>();

  StepNeeds(List<Step> steps) {
    for (var step : steps) {
      step.unit()
          .ifPresent(
              unit -> outside.computeIfAbsent(unit, _ -> new HashSet<>()).addAll(step.after()));
    }
    for (var step : steps) {
      var success = success(step);
      succeeded.add(success.stream().map(StepKey::of).toList());
      var end = new HashSet<StepKey>();
      success.forEach(other -> end.add(StepKey.of(other)));
      onlyEnd(step).forEach(other -> end.add(StepKey.of(other)));
      ended.add(end);
      byId.computeIfAbsent(step.id(), _ -> new ArrayList<>()).add(step);
      step.unit().ifPresent(unit -> byUnit.computeIfAbsent(unit, _ -> new ArrayList<>()).add(step));
    }
  }

  /// What must have succeeded before the step at this position.
  List<StepKey> succeeded(int position) {
    return succeeded.get(position);
  }

  /// What must have ended before it, whatever came of it.
  Set<StepKey> ended(int position) {
    return ended.get(position);
  }

  private List<Step> success(Step step) {
    var unit = unitBefore(step);
    var needed = new ArrayList<Step>();
    switch (step.change()) {
      case Change.Suspend _ -> {}
      case Change.Resume(var id, var evenAfterFailures) -> {
        for (var other : unit) {
          var opens = other.change() instanceof Change.Suspend(var root) && root.equals(id);
          if (opens || (!evenAfterFailures && !other.change().isBracket())) {
            needed.add(other);
          }
        }
      }
      case Change.Create _,
          Change.Update _,
          Change.Adopt _,
          Change.Recreate _,
          Change.Prune _,
          Change.Release _ -> {
        // An object can have two steps: adopting it, and then updating it.
        needed.addAll(byId.getOrDefault(step.id(), List.of()));
        step.after().forEach(id -> needed.addAll(byId.getOrDefault(id, List.of())));
        unit.stream()
            .filter(other -> other.change() instanceof Change.Suspend)
            .forEach(needed::add);
      }
    }
    return needed;
  }

  private List<Step> onlyEnd(Step step) {
    var others = new ArrayList<>(unitBefore(step));
    if (step.change() instanceof Change.Suspend) {
      step.unit()
          .ifPresent(unit ->
              outside
                  .getOrDefault(unit, Set.of())
                  .forEach(id -> others.addAll(byId.getOrDefault(id, List.of()))));
    }
    return others;
  }

  private List<Step> unitBefore(Step step) {
    return step.unit().map(unit -> byUnit.getOrDefault(unit, List.of())).orElse(List.of());
  }
}
