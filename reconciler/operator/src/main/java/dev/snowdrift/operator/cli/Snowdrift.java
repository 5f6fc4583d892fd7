package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.operator.loop.Source;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.operator.view.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/// The command line as a whole.
@Command(
    name = "snowdrift",
    description = "Keeps container services and Prefect as a Git branch says.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      ValidateCommand.class,
      RenderCommand.class,
      PlanCommand.class,
      DriftCommand.class,
      ReconcileCommand.class,
      RunCommand.class,
      StatusCommand.class,
      WhyCommand.class,
      ImportCommand.class,
      SchemaCommand.class,
      DemoCommand.class,
      SandboxCommand.class,
      DoctorCommand.class,
      VersionCommand.class
    })
public final class Snowdrift {
  private Snowdrift() {}

  /// Runs one command and answers its exit code.
  public static int run(String... arguments) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  /// The same with other streams.
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    // The driver logs through java.util.logging; what matters of it reaches people as our own
    // messages.
    LogManager.getLogManager().reset();
    if (Arrays.asList(arguments).contains("--debug")) {
      System.setProperty("snowdrift.level", "DEBUG");
    }
    return new CommandLine(new Snowdrift())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Snowdrift::failed)
        .setParameterExceptionHandler(Snowdrift::misused)
        .execute(arguments);
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    if (failure instanceof Common.InvalidConfiguration invalid) {
      new Output(command.getOut(), err, Output.Format.text)
          .problems(invalid.problems(), Optional.empty());
      return ExitCode.ERROR.number();
    }
    err.println("snowdrift: " + failure.getMessage());
    if (System.getProperty("snowdrift.level", "").equals("DEBUG") || isBug(failure)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return switch (failure) {
      case TargetFailure _, Source.SourceUnavailable _ -> ExitCode.UNREACHABLE.number();
      case InterruptedException _ -> ExitCode.INTERRUPTED.number();
      default -> ExitCode.ERROR.number();
    };
  }

  private static boolean isBug(Exception failure) {
    return !(failure instanceof TargetFailure
        || failure instanceof Source.SourceUnavailable
        || failure instanceof StateStore.StateUnavailable
        || failure instanceof SecretReader.SecretUnavailable
        || failure instanceof IllegalArgumentException
        || failure instanceof InterruptedException);
  }

  private static int misused(CommandLine.ParameterException misuse, String[] arguments) {
    var command = misuse.getCommandLine();
    command.getErr().println("snowdrift: " + misuse.getMessage());
    command.getErr().println("See `snowdrift %s --help`.".formatted(command.getCommandName()));
    return ExitCode.ERROR.number();
  }
}
