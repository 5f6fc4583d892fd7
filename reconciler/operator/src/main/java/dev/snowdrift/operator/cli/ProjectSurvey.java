package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.prefect.translate.ProjectImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What would come of many project files: one line for each, and how often what is said.
final class ProjectSurvey {
  private final ImportPrefectYamlCommand command;
  private final Map<String, Integer> notes = new TreeMap<>();
  private int imported;
  private int withoutCode;
  private int refused;
  private int invalid;
  private int flows;
  private int deployments;

  ProjectSurvey(ImportPrefectYamlCommand command) {
    this.command = command;
  }

  int of(List<Path> files) throws IOException {
    var output = command.target.output();
    for (var file : files) {
      output.result(file.getFileName() + ": " + one(file));
    }
    output.result(
        "%d files: %d import and validate (%d of them but for code that is not at hand), %d are refused, %d do not validate; %d deployments of %d flows"
            .formatted(
                files.size(),
                imported + withoutCode,
                withoutCode,
                refused,
                invalid,
                deployments,
                flows));
    notes.forEach((text, times) -> output.result("  %4d %s".formatted(times, text)));
    return invalid == 0 ? ExitCode.OK.number() : ExitCode.INVALID.number();
  }

  private String one(Path file) throws IOException {
    return switch (command.translated(file)) {
      case ProjectImport.Refused(var problems) -> {
        refused++;
        var first = problems.getFirst();
        yield "refused: line %d, column %d: %s; %s; next: %s"
            .formatted(
                first.at().line(), first.at().column(), first.what(), first.why(), first.next());
      }
      case ProjectImport.Imported result -> {
        result.notes().stream()
            .map(note -> note.line().replaceAll("`[^`]*`", "..."))
            .forEach(text -> notes.merge(text, 1, Integer::sum));
        var problems = command.problems(command.files(result), command.folder(file));
        var wrong = problems.stream().filter(problem -> !ImportPrefectYamlCommand.isCode(problem));
        var first = wrong.findFirst();
        if (first.isPresent()) {
          invalid++;
          yield "invalid: %s: %s".formatted(first.get().subject(), first.get().what());
        }
        flows += result.flows();
        deployments += result.deployments();
        if (problems.isEmpty()) {
          imported++;
        } else {
          withoutCode++;
        }
        yield "%d deployments of %d flows%s%s"
            .formatted(
                result.deployments(),
                result.flows(),
                result.unset().isEmpty() ? "" : ", to be set: " + result.unset(),
                problems.isEmpty() ? "" : ", code is not at hand");
      }
    };
  }
}
