package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Reference;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Every required reference leads to something declared, or present and staying.
final class ReferenceCheck {
  private final KindRegistry registry;
  private final Observation observation;

  ReferenceCheck(KindRegistry registry, Observation observation) {
    this.registry = registry;
    this.observation = observation;
  }

  List<Problem> check(DesiredState desired, Set<ResourceId> removed) {
    var graph = new ReferenceGraph(desired.resources().values(), registry);
    var problems = new ArrayList<Problem>();
    for (var resource : desired.resources().values()) {
      for (var reference : graph.references(resource)) {
        var to = reference.to();
        if (!reference.required() || desired.resources().containsKey(to)) {
          continue;
        }
        if (removed.contains(to)) {
          problems.add(problem(resource, reference, to + " is removed by the same commit"));
        } else if (observation.find(to).isEmpty() && observation.gap(to).isEmpty()) {
          problems.add(problem(resource, reference, to + " is neither declared nor present"));
        }
      }
    }
    return problems;
  }

  private static Problem problem(Desired<?> resource, Reference reference, String what) {
    return new Problem(
        Code.REFERENCE_UNKNOWN,
        resource.at(),
        resource.id().toString(),
        reference.path() + ": " + what,
        "what a resource refers to must exist before it is written",
        "declare " + reference.to() + " in the repository, or correct the name");
  }
}
