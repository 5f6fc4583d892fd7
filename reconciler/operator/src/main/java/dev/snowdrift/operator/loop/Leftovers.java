package dev.snowdrift.operator.loop;

import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import java.util.Optional;

/// What may be left to do when a commit counts as converged.
final class Leftovers {
  private Leftovers() {}

  /// A difference that the environment chooses not to heal does not keep a commit from being
  /// converged. And an object of ours that no known commit declares waits for a person, whatever
  /// commit is converged: remembering one forgets no evidence.
  static boolean mayStay(Step step, Optional<DesiredState> previous) {
    return onlyHealIsOff(step) || wasNeverDeclared(step, previous);
  }

  private static boolean onlyHealIsOff(Step step) {
    return step.verdict() instanceof Verdict.Held held && held.guard() == Guard.HEAL;
  }

  private static boolean wasNeverDeclared(Step step, Optional<DesiredState> previous) {
    return step.change() instanceof Change.Prune
        && !step.verdict().goes()
        && previous.filter(state -> state.resources().containsKey(step.id())).isEmpty();
  }
}
