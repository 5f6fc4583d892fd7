package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.prefect.RequestListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prefect",
    description = {
      "Write manifests of a live Prefect workspace: everything in it that nobody manages yet.",
      "Every one says `lifecycle.adopt: true`; the plan of what is written changes no field.",
      "Reads only. What is not in the files is listed on standard error."
    },
    mixinStandardHelpOptions = true)
final class ImportPrefectCommand implements Callable<Integer> {
  @Mixin ImportOutput target = new ImportOutput();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the operator's configuration, for the workspace (default: ${DEFAULT-VALUE})",
      defaultValue = "snowdrift.yaml")
  Path config = Path.of("snowdrift.yaml");

  @Override
  public Integer call() throws IOException {
    var problems = new Problems();
    var installation = ConfigurationReader.read(config, problems);
    if (installation.isEmpty()) {
      throw new Common.InvalidConfiguration(problems.list());
    }
    var workspace =
        target
            .environment(installation.get())
            .prefect()
            .orElseThrow(() -> target.misuse("the environment has no Prefect workspace"));
    try (var provider =
        Assembly.workspace(workspace, System.getenv(), RequestListener.NONE, Clock.systemUTC())) {
      return SeenImport.ofWorkspace(Assembly.kinds(), target, provider.survey())
          .write(Set.of(), new TreeMap<>());
    }
  }
}
