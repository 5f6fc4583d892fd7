package dev.snowdrift.plan;

import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Wave;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Puts steps in an order that can be run and says what each waits for: what is needed first,
/// removals last and in reverse, the FINALLY wave after everything.
final class StepOrder {
  private StepOrder() {}

  static List<Step> order(
      List<Step> steps, ReferenceGraph desired, ReferenceGraph previous, KindRegistry registry) {
    var converging = new TreeSet<ResourceId>();
    var pruning = new TreeSet<ResourceId>();
    for (var step : steps) {
      (step.change() instanceof Change.Prune ? pruning : converging).add(step.id());
    }
    var ranks = new HashMap<ResourceId, Integer>();
    rank(desired.order(), ranks, 1);
    rank(previous.order(), ranks, -1);
    var ordered = new ArrayList<>(steps);
    ordered.sort((left, right) -> {
      var group = Integer.compare(group(left, registry), group(right, registry));
      if (group != 0) {
        return group;
      }
      var rank = Integer.compare(rankOf(left, ranks), rankOf(right, ranks));
      return rank != 0 ? rank : left.id().compareTo(right.id());
    });
    var all = new TreeSet<>(converging);
    all.addAll(pruning);
    return ordered.stream()
        .map(step -> {
          if (step.change() instanceof Change.Prune) {
            return step.with(previous.nearestNeeding(step.id(), pruning));
          }
          if (registry.of(step.id()).wave() == Wave.FINALLY) {
            return step.with(without(all, step.id()));
          }
          return step.with(desired.nearestNeeded(step.id(), converging));
        })
        .toList();
  }

  private static int group(Step step, KindRegistry registry) {
    if (registry.of(step.id()).wave() == Wave.FINALLY && !(step.change() instanceof Change.Prune)) {
      return 2;
    }
    return step.change() instanceof Change.Prune ? 1 : 0;
  }

  private static int rankOf(Step step, Map<ResourceId, Integer> ranks) {
    var rank = ranks.getOrDefault(step.id(), 0);
    return step.change() instanceof Change.Prune ? -Math.abs(rank) : Math.abs(rank);
  }

  /// Later ranks do not replace earlier ones: a resource that is still desired has its desired
  /// rank.
  private static void rank(List<ResourceId> order, Map<ResourceId, Integer> ranks, int sign) {
    var position = 1;
    for (var id : order) {
      ranks.putIfAbsent(id, sign * position++);
    }
  }

  private static Set<ResourceId> without(Set<ResourceId> all, ResourceId id) {
    var others = new TreeSet<>(all);
    others.remove(id);
    return others;
  }
}
