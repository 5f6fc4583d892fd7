package dev.snowdrift.operator.loop;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the resources that run once stand: a commit is converged only when they have ended well.
///
/// @param ended the name of each run that has ended well
/// @param atWork how each stands that is still running
/// @param failed why each failed that has ended otherwise; nothing but a commit or a person makes
///   it run again
record RunStanding(
    SortedMap<ResourceId, String> ended,
    SortedMap<ResourceId, String> atWork,
    SortedMap<ResourceId, String> failed) {
  static final RunStanding NONE =
      new RunStanding(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /// As a plan saw them; those that the plan is going to run are in none of the three.
  static RunStanding of(Plan plan, DesiredState desired, KindRegistry registry) {
    var standing = new RunStanding(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    desired.resources().values().forEach(resource -> standing.add(plan, resource, registry));
    return standing;
  }

  private <S> void add(Plan plan, Desired<S> resource, KindRegistry registry) {
    var id = resource.id();
    var run = registry.of(resource).run(resource);
    var status = plan.objects().get(id);
    if (run.isEmpty() || status == null || status.sync() != Sync.SYNCED) {
      return;
    }
    var message = status.health().message();
    if (status.health().status() == Health.Status.HEALTHY) {
      ended.put(id, run.get());
    } else if (status.health().status() == Health.Status.PROGRESSING) {
      atWork.put(id, message);
    } else {
      failed.put(id, message);
    }
  }
}
