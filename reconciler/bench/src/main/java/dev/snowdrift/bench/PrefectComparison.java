package dev.snowdrift.bench;

import dev.snowdrift.bench.PrefectWorkspace.Pass;
import dev.snowdrift.bench.PrefectWorkspace.Snowdrift;
import dev.snowdrift.operator.loop.PassReport.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// The same deployments, made by Snowdrift and by `prefect deploy --all`, and then both again with
/// nothing to do: each in an empty workspace on a server of its own.
record PrefectComparison(Way snowdrift, Way deploy) {

  /// One way: from nothing, and at rest. In between, the next three runs of each deployment are
  /// planned.
  ///
  /// @param made the deployments on the server afterwards
  record Way(Pass first, Pass second, List<JsonNode> made) {
    Way {
      made = List.copyOf(made);
    }
  }

  /// @param folder for the project file, the code of the flows and what the command writes
  /// @param ended hears of each of the four passes as soon as it is over
  static PrefectComparison of(PrefectProject project, Path folder, Consumer<Pass> ended) {
    return new PrefectComparison(snowdrift(project, ended), deploy(project, folder, ended));
  }

  private static Way snowdrift(PrefectProject project, Consumer<Pass> ended) {
    try (var workspace = PrefectWorkspace.start();
        var snowdrift = new Snowdrift(project, workspace.api())) {
      return way(
          workspace,
          () -> snowdrift.pass(Result.CHANGED),
          () -> snowdrift.pass(Result.NOOP),
          ended);
    }
  }

  private static Way deploy(PrefectProject project, Path folder, Consumer<Pass> ended) {
    project.write(folder);
    try (var workspace = PrefectWorkspace.start()) {
      workspace.makePool();
      Runnable deploy = () -> PrefectCommand.deployAll(folder, workspace.api());
      return way(workspace, deploy, deploy, ended);
    }
  }

  private static Way way(
      PrefectWorkspace workspace, Runnable first, Runnable second, Consumer<Pass> ended) {
    var converging = workspace.measure(first);
    ended.accept(converging);
    workspace.schedule();
    var atRest = workspace.measure(second);
    ended.accept(atRest);
    return new Way(converging, atRest, workspace.deployments());
  }
}
