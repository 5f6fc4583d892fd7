package dev.snowdrift.operator.cli;

import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Show where every object stands: is it what Git says, and does it work.")
final class StatusCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws InterruptedException {
    var planning = Planning.of(common, Optional.empty());
    var report = planning.report();
    var output = common.output();
    if (report.plan().isEmpty() || output.isJson()) {
      output.pass(report, false, planning.tree());
    } else {
      output.result(text(report.plan().get()));
      output.say("%s: %s".formatted(report.environment(), report.message()));
    }
    return ExitCode.ofPlanning(report).number();
  }

  private static String text(Plan plan) {
    var kind = width(plan, true);
    var name = width(plan, false);
    var out = new StringBuilder();
    for (ObjectStatus status : plan.objects().values()) {
      out.append(
          "%s  %s  %s  %s  %s"
              .formatted(
                  pad(status.id().kind(), kind),
                  pad(status.id().name(), name),
                  pad(status.sync().word(), 9),
                  pad(status.health().status().word(), 11),
                  status.reason().isEmpty() ? status.health().message() : status.reason())
              .stripTrailing());
      out.append('\n');
    }
    return out.toString();
  }

  private static int width(Plan plan, boolean kind) {
    return plan.objects().keySet().stream()
        .mapToInt(id -> (kind ? id.kind() : id.name()).length())
        .max()
        .orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
