package dev.snowdrift.manifest;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// YAML as a person would write it, with comments: the way back from [YamlReader].
///
/// What is written reads back as the same JSON: a text that could be taken for anything else is
/// quoted. The exception are texts with characters that no file may hold, which the reader refuses.
/// Keys stay in their order, lists of short values stand on one line, and texts of several lines
/// are literal blocks. Same input, same bytes.
public final class YamlWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Texts that no reader of YAML takes for anything else.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/.$(][A-Za-z0-9_/.@:$+%=*;()~^<>-]*");

  private static final int LINE = 80;

  private final StringBuilder out = new StringBuilder();
  private final Map<String, List<String>> comments;

  private YamlWriter(Map<String, List<String>> comments) {
    this.comments = comments;
  }

  /// One document, without `---`.
  ///
  /// @param comments lines that stand above a value, without `#`, by the value's JSON pointer
  ///   (`/spec/instances`); those of the empty pointer stand at the top. Pointers that lead nowhere
  ///   are ignored
  public static String write(JsonNode document, Map<String, List<String>> comments) {
    var writer = new YamlWriter(comments);
    writer.comment("", 0);
    if (document.isObject() && !document.isEmpty()) {
      writer.mapping(document, "", 0, false);
    } else if (document.isArray() && !document.isEmpty()) {
      writer.list(document, "", 0);
    } else {
      writer.out.append(flow(document)).append('\n');
    }
    return writer.out.toString();
  }

  /// The same values where `${` stands for itself: every text of the tree with each `${` doubled to
  /// `$${`, as [Environment#substitute] undoes it.
  public static JsonNode literal(JsonNode value) {
    var json = JsonNodeFactory.instance;
    if (value.isString()) {
      return json.stringNode(value.asString().replace("${", "$${"));
    }
    if (value.isArray()) {
      var array = json.arrayNode();
      value.forEach(item -> array.add(literal(item)));
      return array;
    }
    if (value.isObject()) {
      var object = json.objectNode();
      value.properties().forEach(each -> object.set(each.getKey(), literal(each.getValue())));
      return object;
    }
    return value;
  }

  /// @param begun whether the first key stands behind the `- ` of a list
  private void mapping(JsonNode object, String at, int indent, boolean begun) {
    var first = begun;
    for (var property : object.properties()) {
      var here = at + "/" + pointer(property.getKey());
      if (!first) {
        comment(here, indent);
        out.repeat(' ', indent);
      }
      first = false;
      out.append(key(property.getKey())).append(':');
      value(property.getValue(), here, indent);
    }
  }

  private void value(JsonNode value, String at, int indent) {
    if (value.isObject() && !value.isEmpty()) {
      out.append('\n');
      mapping(value, at, indent + 2, false);
    } else if (value.isArray() && !value.isEmpty() && !isShort(value, at, indent)) {
      out.append('\n');
      list(value, at, indent + 2);
    } else if (value.isString() && isBlock(value.asString())) {
      block(value.asString(), indent + 2);
    } else {
      out.append(' ').append(flow(value)).append('\n');
    }
  }

  private void list(JsonNode array, String at, int indent) {
    for (var i = 0; i < array.size(); i++) {
      var item = array.get(i);
      var here = at + "/" + i;
      comment(here, indent);
      if (item.isObject() && !item.isEmpty()) {
        comment(here + "/" + pointer(item.propertyNames().iterator().next()), indent);
        out.repeat(' ', indent).append("- ");
        mapping(item, here, indent + 2, true);
      } else {
        out.repeat(' ', indent).append('-');
        value(item, here, indent);
      }
    }
  }

  private void comment(String at, int indent) {
    for (var line : comments.getOrDefault(at, List.of())) {
      out.repeat(' ', indent).append(line.isEmpty() ? "#" : "# " + visible(line)).append('\n');
    }
  }

  /// A comment cannot be escaped, so what must not stand in a file is left out.
  private static String visible(String line) {
    var kept = new StringBuilder();
    line.codePoints()
        .map(point -> TextRules.isVisible(point) ? point : ' ')
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private boolean isShort(JsonNode array, String at, int indent) {
    for (var i = 0; i < array.size(); i++) {
      if (comments.containsKey(at + "/" + i)) {
        return false;
      }
    }
    return array.valueStream().allMatch(JsonNode::isValueNode)
        && array.valueStream().noneMatch(item -> item.isString() && isBlock(item.asString()))
        && at.substring(at.lastIndexOf('/') + 1).length() + indent + 2 + flow(array).length()
            <= LINE;
  }

  private static boolean isBlock(String text) {
    return text.contains("\n")
        && !text.isBlank()
        && text.codePoints().allMatch(point -> TextRules.isVisible(point) || point == '\n')
        && !text.startsWith(" ")
        && !text.startsWith("\n");
  }

  private void block(String text, int indent) {
    var body = text.replaceAll("\n+$", "");
    var ends = text.length() - body.length();
    out.append(
        switch (ends) {
          case 0 -> " |-\n";
          case 1 -> " |\n";
          default -> " |+\n";
        });
    body.lines()
        .forEach(line -> out.repeat(' ', line.isEmpty() ? 0 : indent).append(line).append('\n'));
    out.repeat('\n', Math.max(0, ends - 1));
  }

  /// A value on one line.
  private static String flow(JsonNode value) {
    if (value.isArray()) {
      var items = value.valueStream().map(YamlWriter::flow).toList();
      return "[" + String.join(", ", items) + "]";
    }
    if (value.isObject()) {
      var items =
          value.properties().stream()
              .map(each -> key(each.getKey()) + ": " + flow(each.getValue()))
              .toList();
      return "{" + String.join(", ", items) + "}";
    }
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isString() ? text(value.asString()) : value.toString();
  }

  /// Keys are always text, so that `on` needs no quotes.
  private static String key(String key) {
    return key.matches("[A-Za-z][A-Za-z0-9_.-]*") && !key.equals("null") ? key : text(key);
  }

  private static String text(String text) {
    return isPlain(text) ? text : JSON.writeValueAsString(text);
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches()
        && !text.endsWith(":")
        && !text.startsWith("...")
        && text.length() <= LINE
        && YamlTyping.form(new Scalar(text, false, Location.of("value"))) == YamlTyping.Form.TEXT;
  }

  private static String pointer(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
