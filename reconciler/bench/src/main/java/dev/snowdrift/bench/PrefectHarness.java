package dev.snowdrift.bench;

import dev.snowdrift.bench.PrefectWorkspace.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;

/// Converges new deployments on a real Prefect server, and has `prefect deploy --all` make the same
/// ones on another; then both again with nothing to do. Prints times, requests and their ratios.
public final class PrefectHarness {
  private PrefectHarness() {}

  /// The number of flows is the first argument, 50 without one; the number of deployments of each
  /// is the second, 10 without one.
  public static void main(String[] arguments) throws IOException {
    if (System.getProperty("snowdrift.level") == null) {
      System.setProperty("snowdrift.level", "WARN");
    }
    var flows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
    var deployments = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    var folder = Files.createTempDirectory("snowdrift-deploy-");
    try {
      System.out.print(measure(new PrefectProject(flows, deployments), folder));
    } finally {
      delete(folder);
    }
  }

  private static String measure(PrefectProject project, Path folder) {
    var both =
        PrefectComparison.of(
            project,
            folder,
            pass ->
                System.err.printf(
                    "%s s, of the server %s s, %d requests, %d that write, %d scheduled runs"
                        + " deleted%n",
                    seconds(pass.took()),
                    seconds(pass.work()),
                    pass.requests(),
                    pass.writes(),
                    pass.runsDeleted()));
    var table = new Table();
    table.row("deployments", project.deployments());
    table.row("flows", project.flows());
    table.line("");
    rows(table, "new", both.snowdrift().first(), both.deploy().first());
    table.line("");
    rows(table, "at rest", both.snowdrift().second(), both.deploy().second());
    return table.toString();
  }

  private static void rows(Table table, String when, Pass snowdrift, Pass deploy) {
    table.line(when + ", Snowdrift");
    pass(table, snowdrift);
    table.line(when + ", prefect deploy --all");
    pass(table, deploy);
    table.line(when + ", prefect deploy --all against Snowdrift");
    table.row("  time", ratio(deploy.took().toMillis(), snowdrift.took().toMillis()));
    table.row("  server", ratio(deploy.work().toMillis(), snowdrift.work().toMillis()));
    table.row("  requests", ratio(deploy.requests(), snowdrift.requests()));
  }

  private static void pass(Table table, Pass pass) {
    table.row("  seconds", seconds(pass.took()));
    table.row("  seconds of a processor, server", seconds(pass.work()));
    table.row("  requests", pass.requests());
    table.row("  that write", pass.writes());
    table.row("  scheduled runs deleted", pass.runsDeleted());
    pass.operations().forEach((operation, times) -> table.row("    " + operation, times));
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f", took.toMillis() / 1_000.0);
  }

  private static String ratio(long theirs, long ours) {
    return String.format(Locale.ROOT, "%.2f", (double) theirs / Math.max(1, ours));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
