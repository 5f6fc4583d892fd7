package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.demo.Demo;
import dev.snowdrift.operator.view.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "Show the whole system on this machine: a repository, an account, a Prefect API, three environments.")
final class DemoCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Option(names = "--once", description = "converge, look once more, and end")
  boolean once;

  @Option(
      names = "--directory",
      paramLabel = "FOLDER",
      description = "where to put the repository and the state (default: a new temporary folder)")
  @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var output = common.output();
    var folder = directory == null ? Files.createTempDirectory("snowdrift-demo") : directory;
    try (var demo = Demo.create(folder.toAbsolutePath(), output::result)) {
      if (!demo.converge()) {
        output.say("snowdrift: the demo did not converge");
        return ExitCode.PARTIAL.number();
      }
      if (!once) {
        Stop.await(demo.stay());
      }
      return ExitCode.OK.number();
    }
  }
}
