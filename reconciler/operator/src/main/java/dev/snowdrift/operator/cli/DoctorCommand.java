package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.prefect.PrefectProvider;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    description =
        "Check the configuration, the repository, the secrets and both targets. Writes nothing.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws InterruptedException {
    var output = common.output();
    output.result("Java           %s".formatted(System.getProperty("java.version", "?")));
    var installation = common.installation();
    output.result("configuration  %s is valid".formatted(common.config));
    var worst = ExitCode.OK;
    try (var assembly = common.assembly(installation, common.environment(), Optional.empty())) {
      output.result("state          %s can be used".formatted(installation.stateDirectory()));
      for (var environment : assembly.reconcilers().keySet()) {
        var report =
            Assembly.required(assembly.reconcilers(), environment)
                .plan(Trigger.MANUAL, Optional.empty());
        output.result("%-14s %s".formatted(environment, verdict(report)));
        Optional.ofNullable(assembly.prefects().get(environment))
            .ifPresent(prefect -> say(output, prefect));
        report.problems().forEach(problem -> output.say(problem.toString()));
        var code = code(report);
        worst = code.compareTo(worst) > 0 ? code : worst;
      }
    }
    return worst.number();
  }

  /// Whose API answers. One that does not answer at all is in the report of the pass.
  private static void say(Output output, PrefectProvider prefect) {
    try {
      var described = prefect.described();
      output.result("               %s".formatted(described.text()));
      described.concern().ifPresent(output::say);
    } catch (TargetFailure failure) {
      output.say(String.valueOf(failure.getMessage()));
    }
  }

  private static ExitCode code(PassReport report) {
    var code = ExitCode.ofPlanning(report);
    return code == ExitCode.DIFFERENT ? ExitCode.OK : code;
  }

  private static String verdict(PassReport report) {
    return switch (report.result()) {
      case NOOP, CHANGED, PLANNED, PARTIAL -> "repository and targets answer; " + report.message();
      case BLOCKED, FAILED, CANCELLED -> report.message();
    };
  }
}
