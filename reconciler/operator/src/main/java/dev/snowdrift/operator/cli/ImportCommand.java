package dev.snowdrift.operator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Write manifests of what exists. Nothing but files is written.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ImportAccountCommand.class,
      ImportSqlCommand.class,
      ImportSpecCommand.class,
      ImportPrefectCommand.class,
      ImportPrefectYamlCommand.class
    })
final class ImportCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to import is needed: a subcommand");
  }
}
