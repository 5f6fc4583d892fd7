package dev.snowdrift.snowflake.kind;

import dev.snowdrift.snowflake.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The words of a task's definition, read from the first to the last.
final class JobTokens {
  private static final String PART = "(?:\"(?:[^\"]|\"\")+\"|[A-Za-z_][A-Za-z0-9_$]*)";
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\$\\$.*?\\$\\$|'(?:[^'\\\\]|''|\\\\.)*'|"
              + PART
              + "(?:\\."
              + PART
              + ")*|[0-9]+|[=(),;])",
          Pattern.DOTALL);

  private final List<String> tokens;
  private int at;

  private JobTokens(List<String> tokens) {
    this.tokens = tokens;
  }

  /// Empty for a text with anything else in it.
  static Optional<JobTokens> of(String text) {
    var tokens = new ArrayList<String>();
    var matcher = TOKEN.matcher(text.strip());
    var end = 0;
    while (end < text.strip().length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    return end == text.strip().length() ? Optional.of(new JobTokens(tokens)) : Optional.empty();
  }

  boolean atEnd() {
    return at >= tokens.size();
  }

  /// Goes on if these words come next, and stays where it is otherwise.
  boolean words(String... words) {
    for (var i = 0; i < words.length; i++) {
      if (at + i >= tokens.size()
          || !tokens.get(at + i).toUpperCase(Locale.ROOT).equals(words[i])) {
        return false;
      }
    }
    at += words.length;
    return true;
  }

  /// The next token if it is a name, in canonical spelling.
  Optional<String> name() {
    if (atEnd() || !tokens.get(at).matches("(?s)[\"A-Za-z_].*")) {
      return Optional.empty();
    }
    return Optional.of(QualifiedName.parse(tokens.get(at++)).canonical());
  }

  /// The next token if it is a number.
  Optional<Long> number() {
    return !atEnd() && tokens.get(at).matches("[0-9]{1,9}")
        ? Optional.of(Long.parseLong(tokens.get(at++)))
        : Optional.empty();
  }

  /// The next token if it is a quotation, without its quotes.
  Optional<String> quotation() {
    if (atEnd()) {
      return Optional.empty();
    }
    var token = tokens.get(at);
    if (token.startsWith("$$")) {
      at++;
      return Optional.of(token.substring(2, token.length() - 2));
    }
    if (token.startsWith("'")) {
      at++;
      return Optional.of(
          token.substring(1, token.length() - 1).replace("''", "'").replace("\\\\", "\\"));
    }
    return Optional.empty();
  }
}
