package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.view.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {
  @Mixin Common common = new Common();

  @Override
  public Integer call() {
    common.output().result(getVersion()[0]);
    return ExitCode.OK.number();
  }

  @Override
  public String[] getVersion() {
    var version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("development");
    return new String[] {
      "snowdrift %s (Java %s)".formatted(version, System.getProperty("java.version", "?"))
    };
  }
}
