package dev.snowdrift.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// SQL that a person wrote and that is passed on as it stands: looked at only as far as needed to
/// know where it ends.
public final class SqlText {
  private SqlText() {}

  /// The text with which two writings of the same statement are equal: line ends unified, without
  /// surrounding blanks and without the final semicolon. Nothing else is touched, since Snowflake
  /// keeps a definition as it was written (Snowflake documentation of SHOW TASKS).
  public static String normal(String written) {
    var text = written.replace("\r\n", "\n").replace('\r', '\n').strip();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    return text;
  }

  /// Why a text cannot stand as an expression inside of a statement; empty when it can.
  public static Optional<String> expressionObjection(String sql) {
    if (sql.isBlank()) {
      return Optional.of("it is empty");
    }
    var depth = 0;
    for (var token : tokens(sql)) {
      switch (token.type()) {
        case UNCLOSED -> {
          return Optional.of("a quotation is not closed");
        }
        case COMMENT -> {
          return Optional.of("it holds a comment");
        }
        case WORD -> {
          if (depth == 0 && token.is("AS")) {
            return Optional.of("AS would begin the task's body");
          }
        }
        case SIGN -> {
          depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
          if (depth < 0 || token.is(";")) {
            return Optional.of(
                depth < 0 ? "a parenthesis is closed that was not opened" : "it holds a `;`");
          }
        }
        case QUOTED -> {}
      }
    }
    return depth == 0 ? Optional.empty() : Optional.of("a parenthesis is not closed");
  }

  /// Why a text cannot be the one statement of a body; empty when it can.
  public static Optional<String> bodyObjection(String sql) {
    var tokens = tokens(sql).stream().filter(token -> token.type() != Type.COMMENT).toList();
    if (tokens.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (tokens.getLast().type() == Type.UNCLOSED) {
      return Optional.of("a quotation is not closed");
    }
    var block = tokens.getFirst().is("BEGIN") || tokens.getFirst().is("DECLARE");
    return !block && tokens.stream().anyMatch(token -> token.is(";"))
        ? Optional.of("it is more than one statement")
        : Optional.empty();
  }

  private enum Type {
    WORD,
    QUOTED,
    SIGN,
    COMMENT,
    UNCLOSED
  }

  private record Token(Type type, String text) {
    boolean is(String other) {
      return (type == Type.WORD || type == Type.SIGN)
          && text.toUpperCase(Locale.ROOT).equals(other);
    }
  }

  private static List<Token> tokens(String sql) {
    var tokens = new ArrayList<Token>();
    var at = 0;
    while (at < sql.length()) {
      var c = sql.charAt(at);
      var end = at + 1;
      var type = Type.SIGN;
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      if (c == '\'' || c == '"') {
        end = quoted(sql, at, c);
        type = Type.QUOTED;
      } else if (sql.startsWith("$$", at)) {
        end = after(sql, "$$", at + 2);
        type = Type.QUOTED;
      } else if (sql.startsWith("--", at) || sql.startsWith("//", at)) {
        var line = sql.indexOf('\n', at);
        end = line < 0 ? sql.length() : line;
        type = Type.COMMENT;
      } else if (sql.startsWith("/*", at)) {
        end = after(sql, "*/", at + 2);
        type = Type.COMMENT;
      } else if (isWord(c)) {
        while (end < sql.length() && isWord(sql.charAt(end))) {
          end++;
        }
        type = Type.WORD;
      }
      if (end < 0) {
        tokens.add(new Token(Type.UNCLOSED, ""));
        return tokens;
      }
      tokens.add(new Token(type, sql.substring(at, end)));
      at = end;
    }
    return tokens;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /// A doubled quote stands for itself, and so does whatever follows a backslash in a literal.
  private static int quoted(String sql, int from, char quote) {
    var at = from + 1;
    while (at < sql.length()) {
      var c = sql.charAt(at);
      if (c == '\\' && quote == '\'') {
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return -1;
  }

  private static int after(String sql, String mark, int from) {
    var found = sql.indexOf(mark, from);
    return found < 0 ? -1 : found + mark.length();
  }
}
