package dev.snowdrift.prefect.translate;

import dev.snowdrift.sandbox.prefect.PrefectServerOptions;
import dev.snowdrift.sandbox.prefect.PrefectServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/// Compares every project file of a folder, with stubs for the code that its entrypoints name. Not
/// a test: run it by hand with the folder as the argument, and keep what it prints.
///
/// What cannot be deployed as it is, is completed and tried again ([ProjectFile#completed()]).
/// Paths of entrypoints that begin at the root of somebody's file system are made relative first,
/// for both sides.
public final class CorpusComparison {
  private CorpusComparison() {}

  public static void main(String... arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var only = arguments.length > 1 ? arguments[1] : "";
    var scratch = Files.createTempDirectory("snowdrift-deploy-");
    try (var server = PrefectServerProcess.start(PrefectServerOptions.withoutServices());
        var comparison = new DeployComparison(server.api());
        var files = Files.list(folder)) {
      for (var file : files.sorted().filter(path -> path.toString().contains(only)).toList()) {
        var name = String.valueOf(file.getFileName());
        if (name.endsWith(".yaml")) {
          System.out.println(row(comparison, file, Files.createDirectory(scratch.resolve(name))));
        }
      }
    }
  }

  private static String row(DeployComparison comparison, Path file, Path scratch)
      throws IOException {
    var text = Files.readString(file).replaceAll("(entrypoint:\\s*)/", "$1");
    var name = String.valueOf(file.getFileName());
    try {
      var project = new ProjectFile(name, text);
      var outcome = comparison.of(project, project.code(), scratch.resolve("as-it-is"));
      var remark = "";
      if (outcome.refused().isPresent()) {
        remark = outcome.refused().get();
        var completed = project.completed();
        outcome = comparison.of(completed, completed.code(), scratch.resolve("completed"));
        remark = "completed, as it is: " + remark + "; ";
      }
      if (outcome.refused().isPresent()) {
        return "| %s | - | - | %s |".formatted(name, outcome.refused().get());
      }
      var reasons = new TreeMap<String, Integer>();
      outcome
          .differences()
          .forEach(difference ->
              reasons.merge(
                  difference.reason().isEmpty()
                      ? "UNEXPLAINED " + difference
                      : difference.field() + ": " + difference.reason(),
                  1,
                  Integer::sum));
      return "| %s | %d/%d | %d | %s%s |"
          .formatted(
              name, outcome.converged(), outcome.deployed(), outcome.equal(), remark, reasons);
    } catch (RuntimeException | AssertionError e) {
      return "| %s | - | %s |".formatted(name, e);
    }
  }
}
