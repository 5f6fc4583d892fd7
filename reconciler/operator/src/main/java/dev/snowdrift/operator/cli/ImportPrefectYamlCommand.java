package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.prefect.translate.ProjectImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "prefect.yaml",
    aliases = "prefect-yaml",
    description = {
      "Write manifests of the flows that a project file of Prefect deploys.",
      "What is said otherwise is listed on standard error and stands as comments in the manifests.",
      "The result is checked as `validate` does; no server is asked."
    },
    mixinStandardHelpOptions = true)
final class ImportPrefectYamlCommand implements Callable<Integer> {
  @Mixin ImportOutput target = new ImportOutput();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "the project file")
  List<Path> files = List.of();

  @Option(
      names = "--code",
      paramLabel = "DIR",
      description = "the folder that entrypoints begin in (default: that of the project file)")
  @Nullable Path code;

  @Option(
      names = "--env-value",
      paramLabel = "NAME=TEXT",
      description =
          "what a variable stands for that `prefect deploy` takes from its environment; a value of"
              + " the environment's file")
  Map<String, String> values = Map.of();

  @Option(
      names = "--work-pools",
      paramLabel = "TYPE",
      description = "write stubs of the work pools that are named, of this type")
  @Nullable String poolType;

  @Option(names = "--survey", hidden = true, description = "count what would come of many files")
  boolean survey;

  @Override
  public Integer call() throws IOException {
    if (survey) {
      return new ProjectSurvey(this).of(files);
    }
    if (files.size() > 1) {
      throw new ParameterException(target.spec().commandLine(), "one file at a time");
    }
    var file = files.getFirst();
    return switch (translated(file)) {
      case ProjectImport.Refused(var problems) -> {
        target.output().problems(problems, Optional.of(new FileLines(files)));
        yield ExitCode.INVALID.number();
      }
      case ProjectImport.Imported imported -> write(imported, folder(file));
    };
  }

  ProjectImport.Result translated(Path file) throws IOException {
    var beside = new CodeFolder(new TreeMap<>(), folder(file));
    return new ProjectImport(values, beside, Optional.ofNullable(poolType))
        .of(file.toString(), Files.readAllBytes(file));
  }

  Path folder(Path file) {
    if (code != null) {
      return code;
    }
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  SortedMap<String, String> files(ProjectImport.Imported imported) {
    var all = new TreeMap<>(imported.files());
    all.put(
        target.environmentPath(),
        ProjectImport.environment(target.environment(), imported.values()));
    return all;
  }

  /// What `validate` says of the files, beside the code.
  List<Problem> problems(SortedMap<String, String> all, Path code) {
    var problems = new Problems();
    var _ =
        ValidateCommand.read(new CodeFolder(all, code), target.environment(), Scope.ALL, problems);
    return problems.list();
  }

  private int write(ProjectImport.Imported imported, Path code) throws IOException {
    var output = target.output();
    say(imported.notes(), output);
    var all = files(imported);
    var problems =
        problems(all, code).stream()
            .collect(Collectors.partitioningBy(ImportPrefectYamlCommand::isCode));
    var inTheWay = target.write(all);
    if (!inTheWay.isEmpty()) {
      output.say(
          "snowdrift: %s exist: nothing was written; --force writes over them"
              .formatted(String.join(", ", inTheWay)));
      return ExitCode.ERROR.number();
    }
    var wrong = problems.getOrDefault(false, List.of());
    if (!wrong.isEmpty()) {
      output.problems(wrong, Optional.of(ImportOutput.tree(all)));
      return ExitCode.INVALID.number();
    }
    var missing = problems.getOrDefault(true, List.of());
    missing.forEach(problem ->
        output.say(
            "to do: %s: %s; %s".formatted(problem.subject(), problem.what(), problem.next())));
    leftToDo(imported, output);
    output.say(
        "imported: %d deployments of %d flows%s"
            .formatted(
                imported.deployments(),
                imported.flows(),
                missing.isEmpty() ? ", valid" : "; valid where their code is"));
    return missing.isEmpty() ? ExitCode.OK.number() : ExitCode.PARTIAL.number();
  }

  /// Each remark once, with the first place that it is made of.
  private static void say(List<Note> notes, Output output) {
    var places = new LinkedHashMap<String, List<Note>>();
    notes.forEach(note -> places.computeIfAbsent(note.line(), _ -> new ArrayList<>()).add(note));
    places
        .values()
        .forEach(same ->
            output.say(
                same.size() == 1
                    ? same.getFirst().toString()
                    : "%s (and in %d more places)".formatted(same.getFirst(), same.size() - 1)));
  }

  private void leftToDo(ProjectImport.Imported imported, Output output) {
    if (!imported.unset().isEmpty()) {
      output.say(
          "to do: set %s in %s"
              .formatted(String.join(", ", imported.unset()), target.environmentPath()));
    }
    if (!imported.variables().isEmpty()) {
      output.say(
          "to do: allow %s in `secrets.env` of the operator's configuration"
              .formatted(String.join(", ", imported.variables())));
    }
    if (poolType == null) {
      output.say(
          "to do: the work pools %s have to exist, or be declared (--work-pools TYPE writes stubs)"
              .formatted(String.join(", ", imported.pools())));
    }
  }

  /// Code that is not at hand: it may well be in the repository.
  static boolean isCode(Problem problem) {
    return problem.code() == Code.ENTRYPOINT;
  }
}
