package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.view.View;
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
    return Look.show(common, new View.Standing(), Optional.empty());
  }
}
