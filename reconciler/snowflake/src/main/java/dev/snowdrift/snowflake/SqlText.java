package dev.snowdrift.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// SQL that a person wrote and that goes into a statement as it is: a query, an expression. Read as
/// far as it takes to know that it ends where it ends.
///
/// @param pieces words, quoted texts, comments and signs in order; blanks between them are dropped
public record SqlText(List<Piece> pieces) {

  /// One piece of the text, where it begins, and whether blanks stood before it.
  public record Piece(String text, int at, boolean spaced) {

    public boolean is(String word) {
      return text.equalsIgnoreCase(word);
    }

    boolean isComment() {
      return text.startsWith("--") || text.startsWith("//") || text.startsWith("/*");
    }
  }

  public SqlText {
    pieces = List.copyOf(pieces);
  }

  /// Cuts a text into its pieces.
  ///
  /// @throws IllegalArgumentException with a reason for people when a quotation or a comment does
  ///   not end
  public static SqlText read(String sql) {
    var pieces = new ArrayList<Piece>();
    var at = 0;
    var spaced = false;
    while (at < sql.length()) {
      var c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        spaced = true;
        at++;
        continue;
      }
      var end = end(sql, at);
      pieces.add(new Piece(sql.substring(at, end), at, spaced));
      spaced = false;
      at = end;
    }
    return new SqlText(pieces);
  }

  private static int end(String sql, int at) {
    var c = sql.charAt(at);
    if (sql.startsWith("--", at) || sql.startsWith("//", at)) {
      var line = sql.indexOf('\n', at);
      return line < 0 ? sql.length() : line;
    }
    if (sql.startsWith("/*", at)) {
      return after(sql, "*/", at + 2, "a comment");
    }
    if (sql.startsWith("$$", at)) {
      return after(sql, "$$", at + 2, "a text between $$");
    }
    if (c == '\'') {
      return quoted(sql, at, '\'', true);
    }
    if (c == '"') {
      return quoted(sql, at, '"', false);
    }
    if (isWord(c)) {
      var end = at;
      while (end < sql.length() && isWord(sql.charAt(end))) {
        end++;
      }
      return end;
    }
    return at + Character.charCount(sql.codePointAt(at));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private static int after(String sql, String closing, int from, String what) {
    var found = sql.indexOf(closing, from);
    if (found < 0) {
      throw new IllegalArgumentException(what + " does not end");
    }
    return found + closing.length();
  }

  private static int quoted(String sql, int at, char quote, boolean escapes) {
    var i = at + 1;
    while (i < sql.length()) {
      var c = sql.charAt(i);
      if (escapes && c == '\\') {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("a quotation does not end");
  }

  /// Why the text cannot stand inside a statement, if it cannot: it would end it, or leave a
  /// bracket open.
  public static Optional<String> objection(String sql) {
    try {
      var depth = 0;
      var last = "";
      for (var piece : read(sql).pieces) {
        switch (piece.text) {
          case ";" -> {
            return Optional.of("it is more than one statement: a semicolon ends it");
          }
          case "(", "[", "{" -> depth++;
          case ")", "]", "}" -> depth--;
          default -> {}
        }
        if (depth < 0) {
          return Optional.of("a bracket is closed that was not opened");
        }
        last = piece.text;
      }
      if (depth > 0) {
        return Optional.of("a bracket is not closed");
      }
      if (last.isEmpty()) {
        return Optional.of("it is empty");
      }
      return last.startsWith("--") || last.startsWith("//")
          ? Optional.of("it ends with a comment that would swallow what follows")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Why the text cannot be an expression in the middle of a statement whose body follows behind
  /// AS, if it cannot.
  public static Optional<String> expressionObjection(String sql) {
    return objection(sql)
        .or(() -> {
          var depth = 0;
          for (var piece : read(sql).pieces) {
            depth += piece.is("(") ? 1 : piece.is(")") ? -1 : 0;
            if (piece.isComment()) {
              return Optional.of("it holds a comment");
            }
            if (depth == 0 && piece.is("AS")) {
              return Optional.of("AS would begin the body");
            }
          }
          return Optional.empty();
        });
  }

  /// Why the text cannot be the one statement of a body, which may be a block, if it cannot.
  public static Optional<String> bodyObjection(String sql) {
    try {
      var pieces = read(sql).pieces.stream().filter(piece -> !piece.isComment()).toList();
      if (pieces.isEmpty()) {
        return Optional.of("it is empty");
      }
      var block = pieces.getFirst().is("BEGIN") || pieces.getFirst().is("DECLARE");
      return !block && pieces.stream().anyMatch(piece -> piece.is(";"))
          ? Optional.of("it is more than one statement")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// The text with which two writings of a body are equal that Snowflake keeps as it was written
  /// (Snowflake documentation of SHOW TASKS): line ends unified, and {@link #trimmed}.
  public static String kept(String sql) {
    return trimmed(sql.replace("\r\n", "\n").replace('\r', '\n'));
  }

  /// Without blanks around and semicolons at the end.
  public static String trimmed(String sql) {
    var text = sql.strip();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    return text;
  }

  /// The text with one blank wherever there were any, outside of quotations: what two texts have in
  /// common that differ in their layout only.
  ///
  /// A text that cannot be read is only trimmed.
  public static String normal(String sql) {
    try {
      var out = new StringBuilder();
      for (var piece : read(trimmed(sql)).pieces) {
        var glued = out.isEmpty() || !piece.spaced;
        out.append(glued ? "" : " ").append(piece.text);
        if (piece.text.startsWith("--") || piece.text.startsWith("//")) {
          out.append('\n');
        }
      }
      return out.toString().strip();
    } catch (IllegalArgumentException e) {
      return trimmed(sql);
    }
  }
}
