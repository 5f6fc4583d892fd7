package dev.snowdrift.operator.cli;

import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.snowflake.QualifiedName;
import dev.snowdrift.snowflake.translate.Choices;
import dev.snowdrift.snowflake.translate.ServiceFiles;
import dev.snowdrift.snowflake.translate.SpecificationImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "spec",
    description = {
      "Write the manifest of a service from a specification file, in whichever form it is.",
      "What is said otherwise is listed on standard error and stands as comments in the manifest.",
      "The result is checked as `validate` does."
    },
    mixinStandardHelpOptions = true)
final class ImportSpecCommand implements Callable<Integer> {

  /// What becomes of `<NAME>`, `${NAME}` and their like.
  enum PlaceholderRule {
    refuse,
    values
  }

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ImportOutput target = new ImportOutput();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "specification file")
  List<Path> files = List.of();

  @Option(
      names = "--name",
      paramLabel = "DB.SCHEMA.SERVICE",
      description = "the service (default: after the specification)")
  @Nullable String name;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description = "the compute pool (default: what the specification says, else <SERVICE>_POOL)")
  @Nullable String pool;

  @Option(
      names = "--placeholders",
      paramLabel = "RULE",
      description =
          "<NAME>, $${NAME} and {{ name }}: ${COMPLETION-CANDIDATES}; `values` makes each one a"
              + " value of the environment (default: ${DEFAULT-VALUE})",
      defaultValue = "refuse")
  PlaceholderRule placeholders = PlaceholderRule.refuse;

  @Option(
      names = "--value",
      paramLabel = "NAME=TEXT",
      description = "what to put in the place of a placeholder")
  Map<String, String> values = Map.of();

  @Option(
      names = "--inline",
      description = "put the specification into the manifest, not into specs/")
  boolean inline;

  @Option(names = "--survey", hidden = true, description = "count what would come of many files")
  boolean survey;

  @Override
  public Integer call() throws IOException {
    var choices = new Choices(service(), Optional.ofNullable(pool));
    var translation =
        new SpecificationImport(
            choices, placeholders == PlaceholderRule.values, values, inline || !target.isFolder());
    if (survey) {
      return new SpecificationSurvey(translation, target).of(files);
    }
    if (files.size() > 1) {
      throw new ParameterException(spec.commandLine(), "one file at a time");
    }
    var file = files.getFirst();
    return switch (translation.of(file.toString(), Files.readAllBytes(file), 1)) {
      case SpecificationImport.Refused(var problems) -> {
        target.output().problems(problems, Optional.of(new FileLines(files)));
        yield ExitCode.INVALID.number();
      }
      case SpecificationImport.Imported imported -> write(imported);
    };
  }

  private Optional<String> service() {
    try {
      return Optional.ofNullable(name).map(text -> QualifiedName.parse(text, 3).canonical());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--name: " + e.getMessage(), e);
    }
  }

  private int write(SpecificationImport.Imported imported) throws IOException {
    var output = target.output();
    var all = new TreeMap<>(imported.files());
    all.put(
        target.environmentPath(),
        ServiceFiles.environment(target.environment(), imported.values()));
    imported.notes().forEach(note -> output.say(note.toString()));
    if (!target.isFolder() && !imported.values().isEmpty()) {
      output.say("set in %s: %s".formatted(target.environmentPath(), imported.values()));
    }
    var problems = target.validate(all);
    var inTheWay = target.write(all);
    if (!inTheWay.isEmpty()) {
      output.say(
          "snowdrift: %s exist: nothing was written; --force writes over them"
              .formatted(String.join(", ", inTheWay)));
      return ExitCode.ERROR.number();
    }
    if (!problems.isEmpty()) {
      output.problems(problems, Optional.of(ImportOutput.tree(all)));
      return ExitCode.INVALID.number();
    }
    output.say(
        imported.isUntranslated()
            ? "%s: valid, and was in the current form already".formatted(imported.service())
            : "%s: valid".formatted(imported.service()));
    return ExitCode.OK.number();
  }
}
