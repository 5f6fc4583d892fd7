package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.SessionListener;
import dev.snowdrift.snowflake.export.SystemObjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "account",
    description = {
      "Write manifests of a live account: everything that a person made in it.",
      "Every one says `lifecycle.adopt: true`; the plan of what is written changes no field.",
      "Reads only. What is not in the files is listed on standard error."
    },
    mixinStandardHelpOptions = true)
final class ImportAccountCommand implements Callable<Integer> {
  @Mixin ImportOutput target = new ImportOutput();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the operator's configuration, for the account (default: ${DEFAULT-VALUE})",
      defaultValue = "snowdrift.yaml")
  Path config = Path.of("snowdrift.yaml");

  @Option(
      names = "--database",
      paramLabel = "NAME",
      description = "only this database, and what is used in it; may be repeated")
  List<String> databases = List.of();

  @Override
  public Integer call() throws IOException {
    var problems = new Problems();
    var installation = ConfigurationReader.read(config, problems);
    if (installation.isEmpty()) {
      throw new Common.InvalidConfiguration(problems.list());
    }
    var account = account(installation.get());
    var wanted = databases();
    try (var provider =
        Assembly.account(account, System.getenv(), target.environment(), SessionListener.NONE)) {
      provider.begin(target.environment(), "import");
      var seen =
          provider.survey(
              name -> wanted.isEmpty() ? !SystemObjects.isDatabase(name) : wanted.contains(name));
      var missing = new TreeSet<>(wanted);
      seen.objects().keySet().stream()
          .filter(id -> id.kind().equals("Database"))
          .forEach(id -> missing.remove(id.name()));
      if (!missing.isEmpty()) {
        throw misuse("there is no database " + String.join(", ", missing));
      }
      return SeenImport.ofAccount(Assembly.kinds(), target, seen, true)
          .write(wanted, new TreeMap<>());
    }
  }

  private Set<String> databases() {
    var names = new TreeSet<String>();
    for (var name : databases) {
      try {
        names.add(Identifier.parse(name).canonical());
      } catch (IllegalArgumentException e) {
        throw misuse("--database: " + e.getMessage());
      }
    }
    return names;
  }

  /// The account of the environment that is named, or of the only one.
  private Installation.Snowflake account(Installation installation) {
    return target
        .environment(installation)
        .snowflake()
        .orElseThrow(() -> misuse("the environment has no Snowflake account"));
  }

  private ParameterException misuse(String message) {
    return new ParameterException(target.spec().commandLine(), message);
  }
}
