package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.view.View;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "drift", description = "Show what was changed behind Git's back. Writes nothing.")
final class DriftCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws InterruptedException {
    return Look.show(common, new View.DriftOnly(), Optional.empty());
  }
}
