package dev.snowdrift.bench;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Phase;
import dev.snowdrift.operator.loop.Reconciler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;

/// What an account of 1,000 compute pools, secrets and tasks, 50 roles and 1,000 grants costs, and
/// then with 1,000 services more: statements as the account logs them, and how long a pass at rest
/// takes when each statement takes 50 milliseconds.
final class AccountHarness {
  private static final Duration DISTANCE = Duration.ofMillis(50);
  private static final int SERVICES = 1_000;

  private AccountHarness() {}

  /// @param runs of each measurement of time
  static String measure(int runs) {
    var table = new Table();
    try (var rig = Rig.start(AccountEstate.large(0))) {
      var reconciler = rig.reconciler();
      table.row("objects of the account, grants included", rig.read().resources().size());
      converge(table, rig, reconciler);
      atRest(table, rig, reconciler, runs);
      rig.push(AccountEstate.large(SERVICES));
      table.line("");
      table.row("with services, objects", rig.read().resources().size());
      converge(table, rig, reconciler);
      atRest(table, rig, reconciler, runs);
      table.line("");
      table.line("the first look of a new process at it");
      table.statements(rig.firstLook());
    }
    return table.toString();
  }

  private static void converge(Table table, Rig rig, Reconciler reconciler) {
    var before = rig.now();
    var report = Rig.converge(reconciler);
    require(report, PassReport.Result.CHANGED);
    table.line("converging what is new");
    table.statements(rig.since(before));
    table.row("seconds", report.duration().getOrDefault(Phase.TOTAL, Duration.ZERO).toSeconds());
  }

  private static void atRest(Table table, Rig rig, Reconciler reconciler, int runs) {
    var before = rig.now();
    require(Rig.converge(reconciler), PassReport.Result.NOOP);
    var cost = rig.since(before);
    table.line("a pass at rest");
    table.statements(cost);
    table.line("  " + cost.looks());
    table.row("milliseconds, median (slowest)", passes(reconciler, runs));
    var far = rig.world().sandbox().faults().on(".").always().realDelay(DISTANCE);
    table.row("the same at 50 ms a statement", passes(reconciler, runs));
    rig.world().sandbox().faults().remove(far);
  }

  /// Of whole passes, and of the part that looks at the account.
  private static String passes(Reconciler reconciler, int runs) {
    var looking = new ArrayList<Long>();
    var whole =
        Timing.of(
            runs,
            () -> {
              var report = Rig.converge(reconciler);
              looking.add(
                  Objects.requireNonNullElse(report.duration().get(Phase.OBSERVE), Duration.ZERO)
                      .toMillis());
              return report;
            });
    var observe = new Timing(looking);
    return "%d (%d), looking %d (%d)"
        .formatted(whole.median(), whole.slowest(), observe.median(), observe.slowest());
  }

  private static void require(PassReport report, PassReport.Result expected) {
    if (report.result() != expected) {
      throw new IllegalStateException(
          "expected %s: %s %s".formatted(expected, report.message(), report.failures()));
    }
  }
}
