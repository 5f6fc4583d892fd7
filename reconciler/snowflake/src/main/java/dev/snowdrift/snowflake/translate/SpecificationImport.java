package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Location;
import dev.snowdrift.manifest.Node;
import dev.snowdrift.manifest.Note;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Scalar;
import dev.snowdrift.manifest.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// From the text of a specification file to the files of a Service.
///
/// @param choices what was said about the service beforehand
/// @param placeholdersAsValues whether what scripts fill in becomes a value of the environment
/// @param values of placeholders, by name
/// @param inline whether the specification stands in the manifest
public record SpecificationImport(
    Choices choices, boolean placeholdersAsValues, Map<String, String> values, boolean inline) {
  private static final Pattern TEMPLATE = Pattern.compile("\\{%.*|\\{\\{.*?(?:}}|$)");

  public SpecificationImport {
    values = Map.copyOf(values);
  }

  /// What came of a file: it was refused, or these are the files.
  public sealed interface Result {}

  /// Not a specification that can be understood.
  public record Refused(List<Problem> problems) implements Result {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// The files by path, and everything that is said otherwise in them.
  ///
  /// @param values what the environment has to set
  public record Imported(
      String service,
      SortedMap<String, String> files,
      SortedMap<String, String> values,
      List<Note> notes)
      implements Result {
    public Imported {
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      notes = List.copyOf(notes);
    }

    /// Whether the original was in the current form already.
    public boolean isUntranslated() {
      return notes.stream().noneMatch(note -> note.sort().isTranslation());
    }
  }

  /// Reads, fills in and translates one specification.
  ///
  /// @param file the name for messages and headers
  /// @param firstLine the line of the file on which the text begins
  public Result of(String file, byte[] content, int firstLine) {
    var problems = new Problems();
    var documents =
        YamlReader.read(file, content, Limits.DEFAULT, problems).stream()
            .filter(node -> !(node instanceof Scalar scalar && scalar.isNull()))
            .toList();
    if (!problems.isEmpty()) {
      return new Refused(shifted(template(file, content).orElse(problems.list()), firstLine));
    }
    if (documents.size() != 1) {
      return new Refused(
          List.of(
              new Problem(
                  Code.MANIFEST_SHAPE,
                  documents.size() < 2 ? Location.of(file) : documents.get(1).at(),
                  "",
                  "the file holds %d documents".formatted(documents.size()),
                  "a specification is one document",
                  "import each from a file of its own")));
    }
    return of(file, documents.getFirst(), firstLine);
  }

  private Result of(String file, Node document, int firstLine) {
    var problems = new Problems();
    var filled = Placeholders.fill(document, placeholdersAsValues, values, problems);
    if (!problems.isEmpty()) {
      return new Refused(shifted(problems.list(), firstLine));
    }
    var translated = SpecificationTranslation.of(filled.tree(), choices, problems);
    if (translated.isEmpty()) {
      return new Refused(shifted(problems.list(), firstLine));
    }
    var notes = new ArrayList<>(filled.notes());
    notes.addAll(translated.get().notes());
    var service = translated.get().with(notes);
    var at =
        notes.stream()
            .map(note ->
                new Note(shifted(note.at(), firstLine), note.sort(), note.pointer(), note.text()))
            .toList();
    var name = file.substring(file.lastIndexOf('/') + 1);
    return new Imported(
        service.name(), ServiceFiles.of(service, name, inline), filled.values(), at);
  }

  /// Why a text that somebody renders first is no YAML yet.
  private static Optional<List<Problem>> template(String file, byte[] content) {
    var lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    for (var i = 0; i < lines.size(); i++) {
      var matcher = TEMPLATE.matcher(lines.get(i));
      if (matcher.find()) {
        return Optional.of(
            List.of(
                new Problem(
                    Code.YAML_SYNTAX,
                    new Location(file, i + 1, matcher.start() + 1),
                    "",
                    "this is a template: `%s`".formatted(matcher.group().strip()),
                    "somebody renders it before Snowflake sees it; as it stands it is no YAML",
                    "import the rendered text, or the running service: `import account`")));
      }
    }
    return Optional.empty();
  }

  private static List<Problem> shifted(List<Problem> problems, int firstLine) {
    return problems.stream()
        .map(problem ->
            new Problem(
                problem.code(),
                shifted(problem.at(), firstLine),
                problem.subject(),
                problem.what(),
                problem.why(),
                problem.next()))
        .toList();
  }

  private static Location shifted(Location at, int firstLine) {
    return new Location(at.file(), at.line() + firstLine - 1, at.column());
  }
}
