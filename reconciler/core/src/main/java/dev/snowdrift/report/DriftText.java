package dev.snowdrift.report;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;

/// What was changed behind Git's back, as text for people.
public final class DriftText {
  private DriftText() {}

  public static String render(Plan plan) {
    var out = new StringBuilder();
    var count = 0;
    for (var status : plan.objects().values()) {
      var drifts =
          status.drifts().stream().filter(d -> d.origin() == Drift.Origin.OUT_OF_BAND).toList();
      if (status.sync() == Sync.MISSING && deletedOutOfBand(plan, status.id().toString())) {
        out.append("  - %s: deleted\n".formatted(status.id()));
        count++;
      }
      for (var drift : drifts) {
        out.append(
            "  ~ %s: %s is %s, Git says %s\n"
                .formatted(
                    status.id(), drift.path(), Values.observed(drift), Values.desired(drift)));
        count++;
      }
    }
    return "%s @ %s: %s\n%s"
        .formatted(
            plan.environment(),
            plan.revision().shortId(),
            count == 0
                ? "no out-of-band drift"
                : count + (count == 1 ? " difference" : " differences") + " made out-of-band",
            out);
  }

  /// Whether the plan has any difference that no commit made.
  public static boolean any(Plan plan) {
    return plan.objects().values().stream()
            .flatMap(status -> status.drifts().stream())
            .anyMatch(drift -> drift.origin() == Drift.Origin.OUT_OF_BAND)
        || plan.steps().stream()
            .anyMatch(step ->
                step.change() instanceof Change.Create create
                    && create.origin() == Drift.Origin.OUT_OF_BAND);
  }

  private static boolean deletedOutOfBand(Plan plan, String id) {
    return plan.steps().stream()
        .anyMatch(step ->
            step.id().toString().equals(id)
                && step.change() instanceof Change.Create create
                && create.origin() == Drift.Origin.OUT_OF_BAND);
  }
}
