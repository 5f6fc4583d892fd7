package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.Operator;
import dev.snowdrift.operator.view.ExitCode;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "run", description = "Run the operator until it is stopped.")
final class RunCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws InterruptedException {
    var installation = common.installation();
    var assembly = common.assembly(installation, common.environment(), Optional.empty());
    var operator = Operator.start(assembly, Clock.systemUTC());
    operator.port().ifPresent(port -> common.output().say("listening on port " + port));
    Stop.await(operator);
    return ExitCode.OK.number();
  }
}
