package dev.snowdrift.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The name of a function or procedure: its argument types belong to it, and equal names with other
/// types are other objects (Snowflake documentation, "Naming and overloading procedures and UDFs").
///
/// @param name of three parts
/// @param arguments their types without lengths, which do not tell overloads apart
public record CallableName(QualifiedName name, List<String> arguments) {

  public CallableName {
    arguments = List.copyOf(arguments);
  }

  /// `DB.SCHEMA.F(varchar, int)` as a person writes it.
  ///
  /// @throws IllegalArgumentException with a reason for people
  public static CallableName parse(String written) {
    var open = bracket(written);
    if (open < 0 || !written.endsWith(")")) {
      throw new IllegalArgumentException(
          "it is written DATABASE.SCHEMA.NAME(TYPE, ...), with () when there are no arguments");
    }
    var name = QualifiedName.parse(written.substring(0, open).strip(), 3);
    return new CallableName(
        name,
        split(written.substring(open + 1, written.length() - 1)).stream()
            .map(type -> DataType.parse(type).signature())
            .toList());
  }

  /// What SHOW GRANTS shows: `DB.SCHEMA."F(A VARCHAR, B NUMBER):VARCHAR"` (Terraform provider,
  /// `pkg/sdk/identifier_parsers.go`).
  ///
  /// @throws IllegalArgumentException when it is something else
  public static CallableName granted(String shown) {
    var full = QualifiedName.parse(shown, 3);
    var last = full.last().text();
    var open = last.indexOf('(');
    var depth = 0;
    var close = Math.max(open, 0);
    for (; close < last.length(); close++) {
      depth += last.charAt(close) == '(' ? 1 : last.charAt(close) == ')' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    if (open < 0 || depth != 0) {
      throw new IllegalArgumentException("no list of arguments: " + shown);
    }
    return new CallableName(
        full.parent().child(new Identifier(last.substring(0, open))),
        split(last.substring(open + 1, close)).stream()
            .map(argument -> argument.substring(argument.indexOf(' ') + 1))
            .map(type -> DataType.parse(type).signature())
            .toList());
  }

  /// Where the arguments begin, behind a quoted name too; -1 without arguments.
  private static int bracket(String written) {
    var quoted = false;
    for (var i = 0; i < written.length(); i++) {
      var c = written.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '(' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /// The parts of a list between its outermost commas, stripped.
  public static List<String> split(String list) {
    var parts = new ArrayList<String>();
    var depth = 0;
    var quoted = false;
    var from = 0;
    for (var i = 0; i < list.length(); i++) {
      var c = list.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == '[')) {
        depth++;
      } else if (!quoted && (c == ')' || c == ']')) {
        depth--;
      } else if (c == ',' && depth == 0 && !quoted) {
        parts.add(list.substring(from, i).strip());
        from = i + 1;
      }
    }
    if (!list.isBlank()) {
      parts.add(list.substring(from).strip());
    }
    return parts;
  }

  /// Parses back to the same.
  public String canonical() {
    return name.canonical() + list();
  }

  public String sql() {
    return name.sql() + list();
  }

  /// `(VARCHAR, NUMBER)`.
  public String list() {
    return arguments.stream().collect(Collectors.joining(", ", "(", ")"));
  }

  @Override
  public String toString() {
    return canonical();
  }
}
