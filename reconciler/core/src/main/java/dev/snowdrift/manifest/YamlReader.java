package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// YAML, narrowed to what cannot surprise: mappings, lists and scalars with positions.
///
/// Works on the parser's events, because every layer above them loses something: Jackson reads an
/// alias as the anchor's name and drops tags, the engine's composer overflows the stack on deep
/// nesting. Refused: anchors, aliases, tags, merge keys, directives, duplicate keys, keys that are
/// not text, nesting and sizes over the [Limits], and control or format characters, raw or escaped.
/// Time is linear in the size of the content.
public final class YamlReader {
  private static final String NO_MAGIC =
      "what a manifest says must be readable at the place where it is written";

  private final String file;
  private final String[] lines;
  private final Limits limits;
  private final Problems problems;
  private final Iterator<Event> events;

  private YamlReader(String file, String text, Limits limits, Problems problems) {
    this.file = file;
    this.lines = text.split("\n", -1);
    this.limits = limits;
    this.problems = problems;
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(limits.fileBytes())
            .setBufferSize(text.length() + 1) // in pieces, one long line takes quadratic time
            .setVersionFunction(version -> version)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /// The documents of a file in order; empty ones (only a comment, or a trailing `---`) as a null
  /// scalar. Adds every problem found; the result is only meaningful when none was added.
  public static List<Node> read(String file, byte[] content, Limits limits, Problems problems) {
    return Utf8.decode(file, content, limits, problems)
        .map(text -> new YamlReader(file, text, limits, problems).documents())
        .orElse(List.of());
  }

  /// Ends the reading of a file whose rest cannot be understood; the problem is already added.
  private static final class Stopped extends RuntimeException {
    Stopped() {
      super(null, null, false, false);
    }
  }

  private List<Node> documents() {
    var documents = new ArrayList<Node>();
    try {
      while (events.hasNext()) {
        var event = events.next();
        if (event instanceof DocumentStartEvent start) {
          checkDocument(start, documents.size());
          documents.add(node(events.next(), 1));
        }
      }
    } catch (Stopped stopped) {
      return documents;
    } catch (MarkedYamlEngineException e) {
      problems.add(syntax(at(e.getProblemMark().or(e::getContextMark)), e.getProblem()));
    } catch (RuntimeException e) {
      // The parser's other exceptions, among them IllegalArgumentException for `"\UFFFFFFFF"`,
      // carry no position; the content is hostile, so none of them may end more than this file.
      problems.add(syntax(Location.of(file), String.valueOf(e.getMessage())));
    }
    return documents;
  }

  private void checkDocument(DocumentStartEvent start, int before) {
    var at = at(start.getStartMark());
    if (before >= limits.documents()) {
      problems.add(
          Code.FILE_COUNT,
          at,
          "",
          "more than %,d documents in one file".formatted(limits.documents()),
          "the number of documents of a file is limited",
          "split the file");
      throw new Stopped();
    }
    var line = at.line() <= lines.length ? lines[at.line() - 1] : "";
    if (line.startsWith("%", at.column() - 1)
        || start.getSpecVersion().isPresent()
        || !start.getTags().isEmpty()) {
      problems.add(
          Code.YAML_DIRECTIVE,
          at,
          "",
          "directives such as %YAML and %TAG are not read",
          NO_MAGIC,
          "remove the line");
    }
  }

  private Node node(Event event, int depth) {
    if (event instanceof NodeEvent named) {
      checkAnchor(named);
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case MappingStartEvent start -> mapping(start, depth);
      case SequenceStartEvent start -> sequence(start, depth);
      case AliasEvent alias -> new Scalar("", false, at(alias.getStartMark()));
      default -> throw new IllegalStateException("unexpected " + event.getEventId());
    };
  }

  private void checkAnchor(NodeEvent event) {
    boolean alias = event instanceof AliasEvent;
    event
        .getAnchor()
        .ifPresent(anchor ->
            problems.add(
                Code.YAML_ALIAS,
                at(event.getStartMark()),
                "",
                alias
                    ? "the alias `*%s` is not read".formatted(anchor)
                    : "the anchor `&%s` is not read".formatted(anchor),
                NO_MAGIC,
                alias
                    ? "write the value here, or use a value of the environment: `${...}`"
                    : "remove `&%s`; to use something twice, set a value: `${...}`"
                        .formatted(anchor)));
  }

  private void checkTag(Optional<String> tag, Location at) {
    tag.ifPresent(name ->
        problems.add(
            Code.YAML_TAG,
            at,
            "",
            "the tag `%s` is not read".formatted(Shorten.text(name)),
            "types come from the kind's schema, never from the file",
            "remove the tag; quote the value if it is text"));
  }

  private Scalar scalar(ScalarEvent event) {
    var at = at(event.getStartMark());
    checkTag(event.getTag(), at);
    event
        .getValue()
        .codePoints()
        .filter(point -> !TextRules.isText(point))
        .findFirst()
        .ifPresent(point -> problems.add(Utf8.control(at, "the escaped character ", point)));
    return new Scalar(event.getValue(), !event.isPlain(), at);
  }

  private Mapping mapping(MappingStartEvent start, int depth) {
    var at = enter(start, depth);
    var entries = new ArrayList<Mapping.Entry>();
    Map<String, Location> seen = new HashMap<>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var key = node(event, depth + 1);
      var value = node(events.next(), depth + 1);
      @Nullable Location first =
          key instanceof Scalar name ? seen.putIfAbsent(name.text(), name.at()) : null;
      if (!(key instanceof Scalar name) || name.isNull()) {
        problems.add(
            Code.YAML_KEY,
            key.at(),
            "",
            "a key must be text, this one is " + key.describe(),
            "fields are found by their name",
            key instanceof Mapping
                ? "quote the text if it begins with a brace: `\"{{ name }}\"`"
                : "write the key as text");
      } else if (name.text().equals("<<") && !name.quoted()) {
        problems.add(
            Code.YAML_MERGE,
            name.at(),
            "",
            "the merge key `<<` is not read",
            NO_MAGIC,
            "write the fields here; what differs by environment belongs into overlays");
      } else if (first != null) {
        problems.add(
            Code.YAML_DUPLICATE_KEY,
            name.at(),
            "",
            "the key `%s` is already on line %d".formatted(Shorten.text(name.text()), first.line()),
            "of two values for one key, readers of YAML take different ones",
            "remove line %d or line %d".formatted(first.line(), name.at().line()));
      } else {
        entries.add(new Mapping.Entry(name.text(), name.at(), value));
        checkEntries(entries.size(), name.at());
      }
    }
    return new Mapping(entries, at);
  }

  private Sequence sequence(SequenceStartEvent start, int depth) {
    var at = enter(start, depth);
    var items = new ArrayList<Node>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
      checkEntries(items.size(), at);
    }
    return new Sequence(items, at);
  }

  private Location enter(CollectionStartEvent start, int depth) {
    var at = at(start.getStartMark());
    checkTag(start.getTag(), at);
    if (depth > limits.depth()) {
      problems.add(
          Code.YAML_DEPTH,
          at,
          "",
          "nested more than %d levels deep".formatted(limits.depth()),
          "no manifest needs that",
          "flatten the structure");
      throw new Stopped();
    }
    return at;
  }

  private void checkEntries(int size, Location at) {
    if (size > limits.entries()) {
      problems.add(
          Code.FILE_COUNT,
          at,
          "",
          "more than %,d entries in one list or mapping".formatted(limits.entries()),
          "the number of entries is limited",
          "split the resource");
      throw new Stopped();
    }
  }

  private Problem syntax(Location at, String problem) {
    return new Problem(
        Code.YAML_SYNTAX,
        at,
        "",
        "not well-formed YAML: " + Shorten.text(problem.replace('\n', ' ')),
        "the text cannot be divided into keys and values",
        "check the indentation, colons, brackets and quotes on this line and the one above");
  }

  private Location at(Optional<Mark> mark) {
    return mark.map(found -> new Location(file, found.getLine() + 1, found.getColumn() + 1))
        .orElseGet(() -> Location.of(file));
  }
}
