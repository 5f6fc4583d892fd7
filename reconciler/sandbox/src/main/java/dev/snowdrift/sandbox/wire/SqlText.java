package dev.snowdrift.sandbox.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// SQL seen as characters only: where quotes, dollar quotes and comments begin and end. It knows
/// just enough to split a text into statements and to tell a statement's first words; what a
/// statement means is the engine's affair.
final class SqlText {
  private static final Set<String> AFTER_TRANSACTION_BEGIN =
      Set.of("", ";", "TRANSACTION", "WORK", "NAME");
  private static final Set<String> ENDS_OF_STEPS = Set.of("IF", "LOOP", "FOR", "WHILE", "REPEAT");

  private SqlText() {}

  /// The statements of a text in order, without their semicolons; comments stay, but a fragment of
  /// nothing but comments is no statement. A scripting block (`BEGIN ... END`, `DECLARE ...`) is
  /// one statement.
  static List<String> split(String sql) {
    var statements = new ArrayList<String>();
    var start = 0;
    var blocks = 0;
    var declaring = false;
    var empty = true;
    var previous = "";
    for (var i = 0; i < sql.length(); ) {
      var end = spanEnd(sql, i);
      if (isComment(sql, i)) {
        i = end;
        continue;
      }
      var c = sql.charAt(i);
      if (c == ';' && blocks == 0 && !declaring) {
        if (!empty) {
          statements.add(sql.substring(start, i).strip());
        }
        start = end;
        empty = true;
      } else if (isWordStart(c)) {
        end = wordEnd(sql, i);
        var word = sql.substring(i, end).toUpperCase(Locale.ROOT);
        declaring |= word.equals("DECLARE") && (empty || previous.equals("AS"));
        if (word.equals("BEGIN") && !AFTER_TRANSACTION_BEGIN.contains(nextWord(sql, end))) {
          blocks++;
          declaring = false;
        } else if (word.equals("CASE") && blocks > 0 && !previous.equals("END")) {
          blocks++;
        } else if (word.equals("END")
            && blocks > 0
            && !ENDS_OF_STEPS.contains(nextWord(sql, end))) {
          blocks--;
        }
        previous = word;
        empty = false;
      } else if (!Character.isWhitespace(c)) {
        empty = false;
      }
      i = end;
    }
    if (!empty) {
      statements.add(sql.substring(start).strip());
    }
    return List.copyOf(statements);
  }

  /// The text without comments, runs of white space outside of quotes made one blank.
  static String bare(String sql) {
    var text = new StringBuilder();
    for (var i = 0; i < sql.length(); ) {
      var end = spanEnd(sql, i);
      var blank = isComment(sql, i) || Character.isWhitespace(sql.charAt(i));
      if (!blank) {
        text.append(sql, i, end);
      } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
        text.append(' ');
      }
      i = end;
    }
    return text.toString().strip();
  }

  /// How many `?` stand outside of quotes and comments.
  static int placeholders(String sql) {
    var count = 0;
    for (var i = 0; i < sql.length(); i = spanEnd(sql, i)) {
      if (sql.charAt(i) == '?') {
        count++;
      }
    }
    return count;
  }

  /// Where the quoted piece or comment that begins at `i` ends; `i + 1` for any other character.
  private static int spanEnd(String sql, int i) {
    var c = sql.charAt(i);
    if (c == '\'' || c == '"') {
      return quotedEnd(sql, i, c);
    }
    if (sql.startsWith("$$", i)) {
      return after(sql, "$$", i + 2);
    }
    if (sql.startsWith("/*", i)) {
      return after(sql, "*/", i + 2);
    }
    if (isLineComment(sql, i)) {
      return after(sql, "\n", i);
    }
    return i + 1;
  }

  private static boolean isComment(String sql, int i) {
    return sql.startsWith("/*", i) || isLineComment(sql, i);
  }

  /// `//` begins a comment too, but not in `file:///tmp/x`.
  private static boolean isLineComment(String sql, int i) {
    if (sql.startsWith("--", i)) {
      return true;
    }
    return sql.startsWith("//", i)
        && (i == 0 || (sql.charAt(i - 1) != ':' && sql.charAt(i - 1) != '/'));
  }

  private static int quotedEnd(String sql, int start, char quote) {
    for (var i = start + 1; i < sql.length(); i++) {
      if (quote == '\'' && sql.charAt(i) == '\\') {
        i++;
      } else if (sql.charAt(i) == quote) {
        if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    return sql.length();
  }

  private static int after(String sql, String mark, int from) {
    var at = sql.indexOf(mark, from);
    return at < 0 ? sql.length() : at + mark.length();
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private static int wordEnd(String sql, int start) {
    var i = start;
    while (i < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(i))
            || sql.charAt(i) == '_'
            || (sql.charAt(i) == '$' && !sql.startsWith("$$", i)))) {
      i++;
    }
    return i;
  }

  /// The word or single character after white space and comments; empty at the end.
  private static String nextWord(String sql, int from) {
    var i = from;
    while (i < sql.length() && (Character.isWhitespace(sql.charAt(i)) || isComment(sql, i))) {
      i = spanEnd(sql, i);
    }
    if (i >= sql.length()) {
      return "";
    }
    var end = isWordStart(sql.charAt(i)) ? wordEnd(sql, i) : i + 1;
    return sql.substring(i, end).toUpperCase(Locale.ROOT);
  }
}
