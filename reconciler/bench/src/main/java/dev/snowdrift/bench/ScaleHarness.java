package dev.snowdrift.bench;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;

/// Converges an estate once, and measures what a pass costs that finds nothing to do; then the same
/// for one large account ({@link AccountHarness}).
///
/// Account, Prefect API and reconciler share one process: its heap is more than the reconciler's,
/// and on few cores its times are, too.
public final class ScaleHarness {
  private static final int RUNS = 5;

  private ScaleHarness() {}

  /// The number of resources is the first argument, 1,000 without one; the number of runs of each
  /// measurement is the second.
  public static void main(String[] arguments) {
    if (System.getProperty("snowdrift.level") == null) {
      System.setProperty("snowdrift.level", "WARN");
    }
    var manifests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    var runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : RUNS;
    System.out.print(measure(Estate.of(manifests), runs));
    System.out.println();
    System.out.print(AccountHarness.measure(runs));
  }

  private static String measure(Estate estate, int runs) {
    var heap = HeapWatch.start();
    try (var rig = Rig.start(estate)) {
      var objects = rig.read().resources().size();
      var begin = System.nanoTime();
      var beforeAll = rig.now();
      var converged = converge(rig);
      var first = rig.since(beforeAll);
      var took = Duration.ofNanos(System.nanoTime() - begin);

      // A reconciler that was just started reads the manifests again and knows no closer look.
      var cold = new ArrayList<PassReport>();
      var validateAndPlan =
          Timing.of(
              runs,
              () -> {
                var report = Rig.plan(rig.reconciler());
                cold.add(report);
                return report;
              });
      var validate = Timing.of(runs, rig::read);
      var reconciler = rig.reconciler();
      require(Rig.converge(reconciler), PassReport.Result.NOOP);
      var beforeRest = rig.now();
      require(Rig.converge(reconciler), PassReport.Result.NOOP);
      var rest = rig.since(beforeRest);
      var pass = Timing.of(runs, () -> Rig.converge(reconciler));

      var table = new Table();
      table.row("manifests", estate.manifests());
      table.row("objects (with grants, deployments, ...)", objects);
      table.line("");
      table.line("first convergence");
      table.row("passes", converged);
      table.row("statements", first.statements());
      table.row("  that write", first.writes());
      table.row("Prefect requests", first.requests() + first.requestWrites());
      table.row("  that write", first.requestWrites());
      table.row("writes per object", ratio(first.writes() + first.requestWrites(), objects));
      table.row("seconds", took.toSeconds());
      table.line("");
      table.line("a pass at rest");
      table.statements(rest);
      table.row("Prefect requests", rest.requests() + rest.requestWrites());
      table.row("  that write", rest.requestWrites());
      table.row("calls per object", ratio(rest.statements() + rest.requests(), objects));
      table.row(
          "of the first convergence's calls",
          ratio(
              rest.statements() + rest.requests(),
              first.statements() + first.requests() + first.requestWrites()));
      table.line("  " + rest.looks());
      table.line("");
      table.line("milliseconds, median (slowest) of " + runs);
      table.row("validate", shown(validate));
      table.row("validate, observe and plan", shown(validateAndPlan));
      for (var phase : new Phase[] {Phase.RENDER, Phase.OBSERVE, Phase.PLAN}) {
        table.row(
            "  " + phase.word(),
            shown(
                new Timing(
                    cold.stream()
                        .map(report ->
                            Objects.requireNonNullElse(report.duration().get(phase), Duration.ZERO)
                                .toMillis())
                        .toList())));
      }
      table.row("a pass at rest", shown(pass));
      table.line("");
      table.line("heap, MiB (reconciler, account and Prefect API together)");
      table.row("limit", Runtime.getRuntime().maxMemory() >> 20);
      table.row("reachable at the end", HeapWatch.live());
      table.row("most left by a collection", heap.peak());
      return table.toString();
    }
  }

  /// As many passes as it takes: one, unless something has to become ready.
  private static int converge(Rig rig) {
    var reconciler = rig.reconciler();
    for (var pass = 1; pass <= 5; pass++) {
      var report = Rig.converge(reconciler);
      if (report.result() == PassReport.Result.CHANGED
          || report.result() == PassReport.Result.NOOP) {
        return pass;
      }
      System.err.println(report.message() + " " + firstFew(report));
    }
    throw new IllegalStateException("the estate does not converge");
  }

  private static String firstFew(PassReport report) {
    return report.failures().entrySet().stream().limit(3).toList()
        + " "
        + report.problems().stream().limit(3).toList();
  }

  private static void require(PassReport report, PassReport.Result expected) {
    if (report.result() != expected) {
      throw new IllegalStateException(
          "expected %s: %s %s".formatted(expected, report.message(), firstFew(report)));
    }
  }

  private static String ratio(int part, int whole) {
    return String.format(Locale.ROOT, "%.3f", (double) part / whole);
  }

  private static String shown(Timing timing) {
    return "%d (%d)".formatted(timing.median(), timing.slowest());
  }
}
