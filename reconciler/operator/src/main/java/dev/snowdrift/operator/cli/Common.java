package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.config.Installation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that every command has.
final class Common {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "ENV",
      description = "the environment; needed when there are several")
  @Nullable String environment;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the operator's configuration (default: ${DEFAULT-VALUE})",
      defaultValue = "snowdrift.yaml")
  Path config = Path.of("snowdrift.yaml");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      defaultValue = "text")
  Output.Format format = Output.Format.text;

  @Option(names = "--debug", description = "show stack traces and every statement")
  boolean debug;

  Output output() {
    var commandLine = spec().commandLine();
    return new Output(commandLine.getOut(), commandLine.getErr(), format);
  }

  CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    return spec;
  }

  Optional<String> environment() {
    return Optional.ofNullable(environment);
  }

  /// The configuration, or an exit with everything that is wrong with it.
  Installation installation() {
    var problems = new Problems();
    var installation = ConfigurationReader.read(config, problems);
    if (installation.isEmpty()) {
      throw new InvalidConfiguration(problems.list());
    }
    return installation.get();
  }

  /// The one environment that a command works on.
  String one(Installation installation) {
    var names = installation.environments().keySet().stream().sorted().toList();
    if (environment == null) {
      if (names.size() == 1) {
        return names.getFirst();
      }
      throw new ParameterException(
          spec().commandLine(),
          "--env is needed: the configuration has " + String.join(", ", names));
    }
    if (!names.contains(environment)) {
      throw new ParameterException(
          spec().commandLine(),
          "there is no environment %s; the configuration has %s"
              .formatted(environment, String.join(", ", names)));
    }
    return environment;
  }

  /// Everything that a command needs of an installation.
  ///
  /// @param folder read instead of the branch's newest commit
  Assembly assembly(Installation installation, Optional<String> only, Optional<Path> folder) {
    return Assembly.of(installation, System.getenv(), Clock.systemUTC(), only, folder);
  }

  /// `snowdrift.yaml` is wrong.
  static final class InvalidConfiguration extends RuntimeException {
    private final transient List<Problem> problems;

    InvalidConfiguration(List<Problem> problems) {
      super("the configuration is invalid");
      this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
      return problems;
    }
  }
}
