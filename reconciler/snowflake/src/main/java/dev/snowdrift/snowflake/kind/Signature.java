package dev.snowdrift.snowflake.kind;

import dev.snowdrift.snowflake.Identifier;
import dev.snowdrift.snowflake.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The name of a function or procedure with the types of its arguments, which are part of its
/// identity: `DB.SCHEMA.F(VARCHAR, NUMBER)`.
///
/// @param types upper case, without lengths and scales
record Signature(QualifiedName name, List<String> types) {
  Signature {
    types = List.copyOf(types);
  }

  /// Reads what a person writes.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static Signature parse(String written) {
    var text = written.strip();
    var open = text.indexOf('(', text.lastIndexOf('"') + 1);
    if (open < 0 || !text.endsWith(")")) {
      throw new IllegalArgumentException(
          "a function or procedure is named with the types of its arguments:"
              + " DATABASE.SCHEMA.NAME(VARCHAR, NUMBER), or DATABASE.SCHEMA.NAME()");
    }
    return new Signature(
        QualifiedName.parse(text.substring(0, open).strip(), 3),
        types(text.substring(open + 1, text.length() - 1), false));
  }

  /// Reads what SHOW GRANTS shows: `DB.SCHEMA."F(A VARCHAR, B NUMBER):VARCHAR"` (Terraform
  /// provider, `pkg/sdk/identifier_parsers.go`).
  ///
  /// @throws IllegalArgumentException when it is something else
  static Signature shown(String name) {
    var full = QualifiedName.parse(name, 3);
    var last = full.last().text();
    var open = last.indexOf('(');
    if (open < 0) {
      throw new IllegalArgumentException("no arguments in " + name);
    }
    var depth = 0;
    var close = open;
    for (; close < last.length(); close++) {
      depth += last.charAt(close) == '(' ? 1 : last.charAt(close) == ')' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    if (depth != 0) {
      throw new IllegalArgumentException("its arguments do not end: " + name);
    }
    return new Signature(
        full.parent().child(new Identifier(last.substring(0, open))),
        types(last.substring(open + 1, close), true));
  }

  private static List<String> types(String list, boolean named) {
    var types = new ArrayList<String>();
    var depth = 0;
    var from = 0;
    for (var at = 0; at <= list.length(); at++) {
      var end = at == list.length();
      if (!end) {
        depth += list.charAt(at) == '(' ? 1 : list.charAt(at) == ')' ? -1 : 0;
      }
      if (end || (depth == 0 && list.charAt(at) == ',')) {
        var item = list.substring(from, at).strip();
        from = at + 1;
        if (!item.isEmpty()) {
          types.add(type(item, named));
        }
      }
    }
    return types;
  }

  private static String type(String item, boolean named) {
    var words = item.replaceAll("\\(.*\\)", "").strip();
    var space = words.indexOf(' ');
    return (named && space > 0 ? words.substring(space + 1).strip() : words)
        .toUpperCase(Locale.ROOT);
  }

  /// `(VARCHAR, NUMBER)`.
  String arguments() {
    return types.stream().collect(Collectors.joining(", ", "(", ")"));
  }
}
