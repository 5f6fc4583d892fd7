package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;

/// Takes services out of the account whose last instance has ended. Until then a dropped service
/// stays listed as DELETING and keeps its name.
final class Departures {
  private Departures() {}

  static void apply(Execution execution, ContainerWorld world) {
    for (var workload : world.takeGone()) {
      var id = workload.identity();
      execution
          .find(ServiceKind.KIND, new ObjectPath(id.database(), id.schema(), id.name()))
          .filter(object -> object.kept(Workload.class) == workload)
          .ifPresent(execution::remove);
    }
  }
}
