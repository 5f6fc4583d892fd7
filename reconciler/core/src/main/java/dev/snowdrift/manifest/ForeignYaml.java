package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// YAML that was written for another tool: with anchors, aliases and merge keys, which are put in
/// their places, and with keys that are there twice, of which the last one counts, as in most
/// readers.
///
/// Within limits: those of [Limits] for size and depth, and [#NODES] values after every alias is
/// put in its place. Tags other than `!!str` are refused. The result is plain [Node]s; what an
/// unquoted scalar means is said by [YamlTyping11].
public final class ForeignYaml {
  /// Most values of a file, aliases put in their places.
  public static final int NODES = 100_000;

  private static final String TEXT_TAG = "tag:yaml.org,2002:str";

  private final String file;
  private final Limits limits;
  private final List<Mapping.Entry> repeated = new ArrayList<>();
  private final Map<String, Anchor> anchors = new HashMap<>();
  private final Iterator<Event> events;
  private int nodes;
  private int deepest;

  private record Anchor(Node node, int nodes, int height) {}

  /// What a file holds.
  ///
  /// @param documents in their order
  /// @param repeated keys that were there before in the same mapping, and replaced what was there
  public record Content(List<Node> documents, List<Mapping.Entry> repeated) {
    public Content {
      documents = List.copyOf(documents);
      repeated = List.copyOf(repeated);
    }
  }

  private ForeignYaml(String file, String text, Limits limits) {
    this.file = file;
    this.limits = limits;
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(limits.fileBytes())
            .setBufferSize(text.length() + 1)
            .setVersionFunction(version -> version)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /// The content, or nothing after adding a problem.
  public static Optional<Content> read(
      String file, byte[] bytes, Limits limits, Problems problems) {
    return Utf8.decode(file, bytes, limits, problems)
        .flatMap(text -> {
          var reader = new ForeignYaml(file, text, limits);
          try {
            return Optional.of(reader.content());
          } catch (Refused refused) {
            problems.add(refused.problem);
          } catch (MarkedYamlEngineException e) {
            problems.add(
                syntax(reader.at(e.getProblemMark().or(e::getContextMark)), e.getProblem()));
          } catch (RuntimeException e) {
            // As in YamlReader: the parser has exceptions without a position.
            problems.add(syntax(Location.of(file), String.valueOf(e.getMessage())));
          }
          return Optional.empty();
        });
  }

  private static final class Refused extends RuntimeException {
    private final transient Problem problem;

    Refused(Code code, Location at, String what, String why, String next) {
      super(what, null, false, false);
      this.problem = new Problem(code, at, "", what, why, next);
    }
  }

  private Content content() {
    var documents = new ArrayList<Node>();
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        anchors.clear();
        documents.add(node(events.next(), 1));
      }
    }
    return new Content(documents, repeated);
  }

  private Node node(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias, depth);
    }
    var before = nodes;
    var outer = deepest;
    deepest = depth;
    count(1, depth, event);
    var node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent start -> mapping(start, depth);
          case SequenceStartEvent start -> sequence(start, depth);
          default -> throw new IllegalStateException("unexpected " + event.getEventId());
        };
    var height = deepest - depth;
    deepest = Math.max(outer, deepest);
    ((NodeEvent) event)
        .getAnchor()
        .ifPresent(
            anchor -> anchors.put(anchor.getValue(), new Anchor(node, nodes - before, height)));
    return node;
  }

  private Node aliased(AliasEvent alias, int depth) {
    var name = alias.getAlias().getValue();
    @Nullable Anchor anchor = anchors.get(name);
    if (anchor == null) {
      throw new Refused(
          Code.YAML_ALIAS,
          at(alias.getStartMark()),
          "there is no anchor `&%s` before this alias".formatted(Shorten.text(name)),
          "an alias stands for a value that was written, and complete, before it",
          "write the anchor above, or the value here");
    }
    count(anchor.nodes, depth + anchor.height, alias);
    deepest = Math.max(deepest, depth + anchor.height);
    return anchor.node;
  }

  private void count(int more, int depth, Event event) {
    nodes += more;
    if (nodes > NODES || depth > limits.depth()) {
      throw new Refused(
          depth > limits.depth() ? Code.YAML_DEPTH : Code.FILE_COUNT,
          at(event.getStartMark()),
          depth > limits.depth()
              ? "nested more than %d levels deep".formatted(limits.depth())
              : "more than %,d values, every alias put in its place".formatted(NODES),
          "no file that people keep needs that",
          "divide the file, or flatten it");
    }
  }

  private Scalar scalar(ScalarEvent event) {
    var at = at(event.getStartMark());
    var text = event.getTag().filter(TEXT_TAG::equals).isPresent();
    if (!text) {
      refuse(event.getTag(), at);
    }
    event
        .getValue()
        .codePoints()
        .filter(point -> !TextRules.isText(point))
        .findFirst()
        .ifPresent(point -> {
          var problem = Utf8.control(at, "the escaped character ", point);
          throw new Refused(problem.code(), at, problem.what(), problem.why(), problem.next());
        });
    return new Scalar(event.getValue(), text || !event.isPlain(), at);
  }

  private Mapping mapping(MappingStartEvent start, int depth) {
    var at = at(start.getStartMark());
    refuse(start.getTag(), at);
    var entries = new LinkedHashMap<String, Mapping.Entry>();
    var merged = new ArrayList<Mapping>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      if (!(node(event, depth + 1) instanceof Scalar key)) {
        throw new Refused(
            Code.YAML_KEY,
            at(event.getStartMark()),
            "a key must be text",
            "what is written here is a list or a mapping",
            "quote the text if it begins with a brace: `\"{{ name }}\"`");
      }
      var value = node(events.next(), depth + 1);
      if (key.text().equals("<<") && !key.quoted()) {
        merged.addAll(merges(value));
      } else {
        var entry = new Mapping.Entry(key.text(), key.at(), value);
        if (entries.put(key.text(), entry) != null) {
          repeated.add(entry);
        }
      }
    }
    for (var other : merged) {
      other.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    }
    return new Mapping(List.copyOf(entries.values()), at);
  }

  private static List<Mapping> merges(Node value) {
    var all = value instanceof Sequence sequence ? sequence.items() : List.of(value);
    return all.stream()
        .map(one -> {
          if (one instanceof Mapping mapping) {
            return mapping;
          }
          throw new Refused(
              Code.YAML_MERGE,
              one.at(),
              "the merge key `<<` stands before %s".formatted(one.describe()),
              "it takes a mapping, or a list of mappings",
              "name the anchor of a mapping: `<<: *name`");
        })
        .toList();
  }

  private Sequence sequence(SequenceStartEvent start, int depth) {
    var at = at(start.getStartMark());
    refuse(start.getTag(), at);
    var items = new ArrayList<Node>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(items, at);
  }

  private static void refuse(Optional<String> tag, Location at) {
    tag.ifPresent(name -> {
      throw new Refused(
          Code.YAML_TAG,
          at,
          "the tag `%s` is not read".formatted(Shorten.text(name)),
          "tags can stand for anything, also for code",
          "write the value without the tag");
    });
  }

  private static Problem syntax(Location at, String problem) {
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
