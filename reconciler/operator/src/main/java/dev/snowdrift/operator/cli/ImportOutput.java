package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.config.Installation;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where imported manifests go: a folder, or standard output.
final class ImportOutput {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "the folder to write to; `-` for standard output (default: ${DEFAULT-VALUE})",
      defaultValue = "-")
  String folder = "-";

  @Option(
      names = {"-e", "--env", "--environment"},
      paramLabel = "ENV",
      description = "the environment whose file is written (default: dev)")
  @Nullable String environment;

  @Option(names = "--force", description = "write over files that exist")
  boolean force;

  @Option(names = "--debug", description = "show stack traces and every statement")
  boolean debug;

  boolean isFolder() {
    return !folder.equals("-");
  }

  Output output() {
    var commandLine = spec().commandLine();
    return new Output(commandLine.getOut(), commandLine.getErr(), Output.Format.text);
  }

  String environment() {
    return environment == null ? "dev" : environment;
  }

  /// The environment of an installation that is named, or the only one, which is named from now on.
  Installation.Environment environment(Installation installation) {
    var environments = installation.environments();
    if (environment == null) {
      if (environments.size() != 1) {
        throw misuse("--env is needed: the configuration has " + environments.keySet());
      }
      environment = environments.keySet().iterator().next();
    }
    return Optional.ofNullable(environments.get(environment()))
        .orElseThrow(() -> misuse("there is no environment " + environment()));
  }

  ParameterException misuse(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  String environmentPath() {
    return "environments/" + environment() + ".yaml";
  }

  /// What `validate` says about the files.
  List<Problem> validate(SortedMap<String, String> files) {
    var problems = new Problems();
    var _ = read(files, problems);
    return problems.list();
  }

  /// The resources that the files declare.
  DesiredState read(SortedMap<String, String> files, Problems problems) {
    return ValidateCommand.read(tree(files), environment(), Scope.ALL, problems);
  }

  CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli injects the specification");
    }
    return spec;
  }

  static SourceTree tree(SortedMap<String, String> files) {
    return InMemoryTree.of(files);
  }

  /// Writes all files, or none when one of them exists and may not be replaced.
  ///
  /// @return the paths in the way
  List<String> write(SortedMap<String, String> files) throws IOException {
    if (!isFolder()) {
      print(files);
      return List.of();
    }
    var root = Path.of(folder);
    var inTheWay = new ArrayList<String>();
    var wanted = new TreeMap<>(files);
    for (var path : files.keySet()) {
      var file = root.resolve(path);
      if (Files.exists(file) && !force) {
        if (path.equals(environmentPath())) {
          wanted.remove(path);
          output().say("%s: exists, and is left as it is".formatted(file));
        } else {
          inTheWay.add(path);
        }
      }
    }
    if (inTheWay.isEmpty()) {
      for (var each : wanted.entrySet()) {
        var file = root.resolve(each.getKey());
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(root));
        Files.writeString(file, each.getValue(), StandardCharsets.UTF_8);
        output().say("wrote " + file);
      }
    }
    return inTheWay;
  }

  /// One document after the other; each file's path stands above it.
  private void print(SortedMap<String, String> files) {
    var first = true;
    for (var each : files.entrySet()) {
      if (!each.getKey().equals(environmentPath())) {
        output().result((first ? "" : "---\n") + "# " + each.getKey() + "\n" + each.getValue());
        first = false;
      }
    }
  }
}
