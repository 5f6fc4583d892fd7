package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.operator.source.DirectoryTree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/// A look at one environment that writes nothing.
record Planning(PassReport report, Optional<SourceTree> tree) {

  /// Plans the newest commit of the environment's branch, or a folder as if it were the next one.
  static Planning of(Common common, Optional<Path> path) throws InterruptedException {
    var installation = common.installation();
    var environment = common.one(installation);
    try (var assembly = common.assembly(installation, Optional.of(environment), path)) {
      var reconciler = Assembly.required(assembly.reconcilers(), environment);
      var report = reconciler.plan(Trigger.MANUAL, Optional.empty());
      Optional<SourceTree> tree =
          path.<SourceTree>map(DirectoryTree::new)
              .or(() ->
                  report.revision().map(revision -> assembly.source().files(revision).tree()));
      return new Planning(report, tree.map(Planning::copy));
    }
  }

  /// The repository closes with the assembly; the files that problems point into are needed after
  /// it.
  private static SourceTree copy(SourceTree tree) {
    var files = new TreeMap<String, byte[]>();
    for (var path : tree.paths()) {
      if (!path.startsWith("flows/")) {
        tree.read(path).ifPresent(content -> files.put(path, content));
      }
    }
    return InMemoryTree.ofBytes(files);
  }
}
