package dev.snowdrift.prefect.python;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Documentation in a function: what `inspect.cleandoc` makes of it, and the descriptions of
/// parameters in Google's style (mkdocstrings/griffe, docstrings/google.py, which Prefect uses).
final class Docstring {
  private static final Pattern HEADING =
      Pattern.compile("^(\\w[\\s\\w-]*):(\\s+\\S.*)?\\s*$", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Set<String> PARAMETERS = Set.of("args", "arguments", "params", "parameters");
  private static final int TAB = 8;

  private Docstring() {}

  /// Without the indentation of the source and without blank lines at both ends.
  static String clean(String text) {
    var lines = new ArrayList<>(List.of(expanded(text).split("\n", -1)));
    var margin =
        lines.stream()
            .skip(1)
            .filter(line -> !line.isBlank())
            .mapToInt(Docstring::indent)
            .min()
            .orElse(0);
    for (var at = 0; at < lines.size(); at++) {
      var line = lines.get(at);
      lines.set(
          at, at == 0 ? line.stripLeading() : line.substring(Math.min(margin, line.length())));
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    while (!lines.isEmpty() && lines.getFirst().isEmpty()) {
      lines.removeFirst();
    }
    return String.join("\n", lines);
  }

  private static String expanded(String text) {
    var result = new StringBuilder();
    var column = 0;
    for (var at = 0; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '\t') {
        var width = TAB - column % TAB;
        result.repeat(' ', width);
        column += width;
      } else {
        result.append(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return result.toString();
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /// What the text says about each parameter, by name.
  static Map<String, String> parameters(String docstring) {
    var lines = List.of(clean(docstring.stripTrailing()).split("\n", -1));
    var found = new HashMap<String, String>();
    var isCode = false;
    for (var at = 0; at < lines.size(); at++) {
      var line = lines.get(at);
      if (line.stripLeading().startsWith("```")) {
        isCode = !isCode;
      } else if (!isCode && isHeading(lines, at)) {
        var title = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
        if (PARAMETERS.contains(title)) {
          found.clear();
          at = items(lines, at + 1, found);
        } else {
          at = end(lines, at + 1);
        }
      }
    }
    return found;
  }

  /// A heading has a blank line above it and an indented one below.
  private static boolean isHeading(List<String> lines, int at) {
    return HEADING.matcher(lines.get(at)).matches()
        && (at == 0 || lines.get(at - 1).isBlank())
        && at + 1 < lines.size()
        && !lines.get(at + 1).isBlank()
        && lines.get(at + 1).startsWith(" ");
  }

  /// The last line of the block that begins at a line.
  private static int end(List<String> lines, int from) {
    var indent = " ".repeat(indent(lines.get(from)));
    var at = from;
    while (at + 1 < lines.size()
        && (lines.get(at + 1).isBlank() || lines.get(at + 1).startsWith(indent))) {
      at++;
    }
    return at;
  }

  private static int items(List<String> lines, int from, Map<String, String> into) {
    var end = end(lines, from);
    var indent = indent(lines.get(from));
    var item = new ArrayList<String>();
    for (var at = from; at <= end; at++) {
      var line = lines.get(at);
      if (line.isBlank()) {
        item.add("");
      } else if (line.startsWith(" ".repeat(indent * 2))) {
        item.add(line.substring(indent * 2));
      } else if (line.startsWith(" ".repeat(indent + 1))) {
        item.add(line.stripLeading());
      } else {
        add(item, into);
        item.clear();
        item.add(line.substring(indent));
      }
    }
    add(item, into);
    return end;
  }

  private static void add(List<String> item, Map<String, String> into) {
    if (item.isEmpty() || item.getFirst().indexOf(':') < 0) {
      return;
    }
    var colon = item.getFirst().indexOf(':');
    var name = item.getFirst().substring(0, colon);
    var lines = new ArrayList<>(item);
    lines.set(0, item.getFirst().substring(colon + 1).stripLeading());
    into.put(
        name.contains("(") && name.endsWith(")")
            ? name.substring(0, name.indexOf('(')).strip()
            : name,
        String.join("\n", lines).replaceFirst("\n+$", ""));
  }
}
