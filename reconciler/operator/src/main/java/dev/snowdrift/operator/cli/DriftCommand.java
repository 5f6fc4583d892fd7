package dev.snowdrift.operator.cli;

import dev.snowdrift.report.DriftText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "drift", description = "Show what was changed behind Git's back. Writes nothing.")
final class DriftCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws InterruptedException {
    var planning = Planning.of(common, Optional.empty());
    var report = planning.report();
    var output = common.output();
    if (report.plan().isEmpty() || output.isJson()) {
      output.pass(report, false, planning.tree());
    } else {
      output.result(DriftText.render(report.plan().get()));
    }
    if (report.plan().isEmpty() || !report.problems().isEmpty()) {
      return ExitCode.ofPlanning(report).number();
    }
    return (DriftText.any(report.plan().get()) ? ExitCode.DIFFERENT : ExitCode.OK).number();
  }
}
