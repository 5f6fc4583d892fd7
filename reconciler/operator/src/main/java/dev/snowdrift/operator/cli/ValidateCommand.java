package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.source.DirectorySource;
import dev.snowdrift.operator.source.DirectoryTree;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "validate",
    description = "Check manifests in a folder, offline: no account is asked.")
final class ValidateCommand implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "PATH", description = "folder with base/, overlays/ and environments/")
  Path path = Path.of(".");

  @Override
  public Integer call() {
    var output = common.output();
    var tree = new DirectoryTree(path);
    var problems = new Problems();
    var environments = environments(tree, problems);
    var resources = 0;
    for (var environment : environments) {
      resources += read(tree, environment, problems).resources().size();
    }
    output.warnings(problems.warnings(), Optional.of(tree));
    if (!problems.isEmpty()) {
      output.problems(problems.list(), Optional.of(tree));
      return ExitCode.INVALID.number();
    }
    output.say("valid: %d resources in %s".formatted(resources, String.join(", ", environments)));
    return ExitCode.OK.number();
  }

  private List<String> environments(SourceTree tree, Problems problems) {
    if (common.environment().isPresent()) {
      return List.of(common.environment().get());
    }
    var found =
        tree.paths().stream()
            .filter(file -> file.matches("environments/[^/]+\\.yaml"))
            .map(file -> file.substring("environments/".length(), file.length() - ".yaml".length()))
            .toList();
    if (found.isEmpty()) {
      problems.add(
          Code.EMPTY,
          Location.of(path.toString()),
          "",
          "there is no environment",
          "environments are the files environments/<name>.yaml",
          "name the folder that holds base/, overlays/ and environments/");
    }
    return found;
  }

  private DesiredState read(SourceTree tree, String environment, Problems problems) {
    var scope =
        Files.exists(common.config)
            ? Optional.ofNullable(common.installation().environments().get(environment))
                .map(settings -> Assembly.scope(settings.scope()))
                .orElse(Scope.ALL)
            : Scope.ALL;
    return read(tree, environment, scope, problems);
  }

  static DesiredState read(SourceTree tree, String environment, Scope scope, Problems problems) {
    return new DesiredReader(Assembly.kinds(), Limits.DEFAULT)
        .read(
            tree,
            environment,
            new Revision(
                DirectorySource.UNCOMMITTED, environment, "", "uncommitted files", Instant.EPOCH),
            "https://example.invalid/repository.git",
            scope,
            problems);
  }
}
