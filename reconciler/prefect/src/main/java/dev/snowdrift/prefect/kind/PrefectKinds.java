package dev.snowdrift.prefect.kind;

import dev.snowdrift.prefect.PrefectKind;
import java.util.List;

/// The kinds that live in a Prefect workspace.
public final class PrefectKinds {
  private PrefectKinds() {}

  /// A new kind is one more line here.
  public static List<PrefectKind<?>> all() {
    return List.of(
        new AutomationKind(),
        new BlockKind(),
        new CommitVariableKind(),
        new ConcurrencyLimitKind(),
        new DeploymentKind(),
        new FlowKind(),
        new VariableKind(),
        new WorkPoolKind(),
        new WorkQueueKind());
  }
}
