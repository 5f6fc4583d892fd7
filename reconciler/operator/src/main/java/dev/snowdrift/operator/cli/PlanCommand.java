package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.view.View;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description =
        "Show every change that would be made, why, and the exact statements. Writes nothing.")
final class PlanCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "plan a folder instead of the branch's newest commit")
  @Nullable Path path;

  @Option(names = "--statements", description = "show the statements and calls of each change")
  boolean statements;

  @Override
  public Integer call() throws InterruptedException {
    return Look.show(common, new View.Changes(statements), Optional.ofNullable(path));
  }
}
