package dev.snowdrift.sandbox.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// A YAML document as maps, lists and scalars that remember how they were written.
sealed interface SpecTree {
  record Fields(Map<String, SpecTree> fields) implements SpecTree {}

  record Items(List<SpecTree> items) implements SpecTree {}

  /// A leaf; its text is as written, without quotes.
  record Scalar(String text, Kind kind) implements SpecTree {}

  /// What YAML's core schema makes of a scalar. Quoted scalars are always TEXT.
  enum Kind {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    NULL
  }

  int MAX_DEPTH = 64;

  /// Aliases count as often as they are used, so that few bytes cannot become much.
  int MAX_NODES = 50_000;

  /// Reads exactly one document.
  ///
  /// @throws dev.snowdrift.sandbox.account.SqlError when the text is not YAML, repeats a key or
  ///   nests deeper than 64
  static SpecTree parse(String yaml) {
    var settings = LoadSettings.builder().setSchema(new CoreSchema()).setLabel("spec").build();
    try {
      var root = new Compose(settings).composeString(yaml);
      if (root.isEmpty()) {
        throw Texts.spec("the specification is empty.");
      }
      return convert(root.get(), 0, new AtomicInteger(MAX_NODES));
    } catch (YamlEngineException e) {
      throw Texts.spec("unable to parse YAML: " + firstLine(e.getMessage()));
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "unknown problem" : message.lines().findFirst().orElse("");
  }

  private static SpecTree convert(Node node, int depth, AtomicInteger budget) {
    if (depth > MAX_DEPTH || budget.getAndDecrement() == 0) {
      throw Texts.spec("nested too deeply or too large.");
    }
    return switch (node) {
      case MappingNode map -> fields(map, depth, budget);
      case SequenceNode list -> {
        var items = new ArrayList<SpecTree>();
        for (var item : list.getValue()) {
          items.add(convert(item, depth + 1, budget));
        }
        yield new Items(List.copyOf(items));
      }
      case ScalarNode scalar -> new Scalar(scalar.getValue(), kind(scalar));
      default -> throw Texts.spec("unable to parse YAML: unexpected " + node.getNodeType());
    };
  }

  private static Fields fields(MappingNode map, int depth, AtomicInteger budget) {
    var fields = new LinkedHashMap<String, SpecTree>();
    for (var entry : map.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw Texts.spec("unable to parse YAML: a key must be a scalar.");
      }
      if (fields.put(key.getValue(), convert(entry.getValueNode(), depth + 1, budget)) != null) {
        throw Texts.spec("unable to parse YAML: duplicate key " + key.getValue());
      }
    }
    return new Fields(fields);
  }

  private static Kind kind(ScalarNode scalar) {
    var tag = scalar.getTag();
    if (tag.equals(Tag.INT)) {
      return Kind.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Kind.DECIMAL;
    }
    if (tag.equals(Tag.BOOL)) {
      return Kind.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? Kind.NULL : Kind.TEXT;
  }
}
