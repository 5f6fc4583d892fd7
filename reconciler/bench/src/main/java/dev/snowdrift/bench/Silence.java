package dev.snowdrift.bench;

import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.loop.Outcome;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import java.time.Duration;
import java.time.Instant;

/// Hears everything and says nothing, so that only the pass is measured.
enum Silence implements Reconciler.Listener {
  INSTANCE;

  @Override
  public void stepEnded(String environment, Step step, Outcome outcome, Duration duration) {}

  @Override
  public void planned(String environment, Plan plan) {}

  @Override
  public void converged(String environment, Revision revision, Instant at) {}

  @Override
  public void passEnded(PassReport report) {}
}
