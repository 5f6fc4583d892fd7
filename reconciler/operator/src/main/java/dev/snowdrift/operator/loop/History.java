package dev.snowdrift.operator.loop;

import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.plan.Plan;
import java.time.Clock;

/// What became of the passes of one environment, without those that tell nothing new.
final class History {
  private final StateStore state;
  private final Clock clock;
  private String lastTold = "";

  History(StateStore state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  void remember(PassReport report) {
    // A pass at rest is no news: a history of them would push out everything else.
    if (report.result() == PassReport.Result.NOOP) {
      return;
    }
    // Nor is one that found and left everything as the one before.
    var told = report.result() + " " + report.message() + report.plan().map(Plan::digest);
    if (report.changed() == 0 && told.equals(lastTold)) {
      return;
    }
    lastTold = told;
    state.record(
        new StateStore.Attempt(
            report.environment(),
            report.started(),
            clock.instant(),
            report.trigger().word(),
            report.revision().map(Revision::id).orElse(""),
            report.plan().map(Plan::digest).orElse(""),
            report.result().word(),
            report.changed(),
            report.message()));
  }
}
