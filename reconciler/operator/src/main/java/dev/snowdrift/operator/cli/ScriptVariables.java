package dev.snowdrift.operator.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The session variables of a script, as far as they are made of literals and of each other
/// (Snowflake documentation, "SQL variables").
final class ScriptVariables {
  private static final Pattern SET =
      Pattern.compile("(?is)SET\\s+([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.+)");
  private static final Pattern SET_MANY =
      Pattern.compile("(?is)SET\\s*\\(([^)]*)\\)\\s*=\\s*\\((.*)\\)");
  private static final Pattern TERM =
      Pattern.compile(
          "'((?:[^']|'')*)'|\\$([A-Za-z_][A-Za-z0-9_]*)|(-?[0-9]+(?:\\.[0-9]+)?)|(?i:(true|false))");
  private static final Pattern USE =
      Pattern.compile(
          "(?is)IDENTIFIER\\s*\\(\\s*\\$([A-Za-z_][A-Za-z0-9_]*)\\s*\\)"
              + "|IDENTIFIER\\s*\\(\\s*'([^']*)'\\s*\\)"
              + "|\\$\\$.*?\\$\\$|'(?:[^']|'')*'"
              + "|(?<![A-Za-z0-9_$])\\$([A-Za-z_][A-Za-z0-9_]*)");

  private final Map<String, String> values = new HashMap<>();

  /// Remembers a variable, or several.
  ///
  /// @return why not, when the value is nothing that is known without a query
  Optional<String> set(String sql) {
    var one = SET.matcher(sql);
    if (one.matches()) {
      return set(one.group(1), one.group(2));
    }
    var many = SET_MANY.matcher(sql);
    if (many.matches()) {
      var names = many.group(1).split(",", -1);
      var terms = many.group(2).split(",(?=(?:[^']*'[^']*')*[^']*$)", -1);
      if (names.length == terms.length) {
        return Stream.iterate(0, i -> i < names.length, i -> i + 1)
            .flatMap(i -> set(names[i].strip(), terms[i]).stream())
            .findFirst();
      }
    }
    return Optional.of("a variable that cannot be read");
  }

  private Optional<String> set(String name, String expression) {
    var value = new StringBuilder();
    for (var part : List.of(expression.split("\\|\\|(?=(?:[^']*'[^']*')*[^']*$)", -1))) {
      var term = TERM.matcher(part.strip());
      if (!term.matches()) {
        return Optional.of(
            "the variable %s is set by an expression; write its value".formatted(name));
      }
      if (term.group(2) != null) {
        var other = values.get(term.group(2).toUpperCase(Locale.ROOT));
        if (other == null) {
          return Optional.of("the variable %s is set nowhere".formatted(term.group(2)));
        }
        value.append(other);
      } else if (term.group(1) != null) {
        value.append(term.group(1).replace("''", "'"));
      } else {
        value.append(part.strip());
      }
    }
    values.put(name.toUpperCase(Locale.ROOT), value.toString());
    return Optional.empty();
  }

  /// The statement with the values of known variables: as a name inside of IDENTIFIER, as a literal
  /// elsewhere.
  String in(String sql) {
    return USE.matcher(sql)
        .replaceAll(match -> {
          if (match.group(2) != null) {
            return Matcher.quoteReplacement(match.group(2));
          }
          var inIdentifier = match.group(1) != null;
          var name = inIdentifier ? match.group(1) : match.group(3);
          var value = name == null ? null : values.get(name.toUpperCase(Locale.ROOT));
          if (value == null) {
            return Matcher.quoteReplacement(match.group());
          }
          return Matcher.quoteReplacement(
              inIdentifier ? value : "'" + value.replace("'", "''") + "'");
        });
  }
}
