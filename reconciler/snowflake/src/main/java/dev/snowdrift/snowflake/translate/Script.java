package dev.snowdrift.snowflake.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A SQL script as people run it with a client, divided into its statements.
///
/// Quotes, double dollars and comments are respected, and a scripting block (`BEGIN ... END`,
/// `DECLARE ...`) is one statement. A line that begins with `!` is a command of the client.
public final class Script {
  private static final Set<String> ENDS_OF_STEPS = Set.of("IF", "LOOP", "FOR", "WHILE", "REPEAT");
  private static final Set<String> TRANSACTIONS = Set.of("", "TRANSACTION", "WORK", "NAME");

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private int start = -1;
  private int blocks;
  private boolean declaring;
  private String previous = "";

  private Script(String text) {
    this.text = text;
  }

  /// One statement without its semicolon.
  ///
  /// @param line on which its first word stands, from 1
  public record Part(int line, String sql) {

    /// The first words, on one line.
    public String head() {
      var flat = sql.replaceAll("\\s+", " ");
      return flat.length() > 72 ? flat.substring(0, 69) + "..." : flat;
    }

    /// The first word, in upper case.
    public String verb() {
      var word = sql.replaceFirst("(?s)^([A-Za-z!]*).*", "$1");
      return word.toUpperCase(Locale.ROOT);
    }
  }

  /// The statements of a script in their order.
  public static List<Part> of(String text) {
    var script = new Script(text.replace("\r\n", "\n"));
    script.read();
    return List.copyOf(script.parts);
  }

  private void read() {
    for (var i = 0; i < text.length(); ) {
      var end = span(i);
      var c = text.charAt(i);
      if (isComment(i) || Character.isWhitespace(c)) {
        i = end;
        continue;
      }
      if (start < 0) {
        if (c == ';') {
          i = end;
          continue;
        }
        start = i;
        if (c == '!') {
          var line = text.indexOf('\n', i);
          i = line < 0 ? text.length() : line;
          end(i);
          continue;
        }
      }
      if (c == ';' && blocks == 0 && !declaring) {
        end(i);
      } else if (Character.isLetter(c) || c == '_') {
        end = word(i);
        block(text.substring(i, end).toUpperCase(Locale.ROOT), end);
      }
      i = end;
    }
    if (start >= 0) {
      end(text.length());
    }
  }

  private void block(String word, int after) {
    declaring |= word.equals("DECLARE") && (previous.isEmpty() || previous.equals("AS"));
    if (word.equals("BEGIN") && !TRANSACTIONS.contains(next(after))) {
      blocks++;
      declaring = false;
    } else if (word.equals("CASE") && blocks > 0 && !previous.equals("END")) {
      blocks++;
    } else if (word.equals("END") && blocks > 0 && !ENDS_OF_STEPS.contains(next(after))) {
      blocks--;
    }
    previous = word;
  }

  private void end(int at) {
    var line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    parts.add(new Part(line, text.substring(start, at).strip()));
    start = -1;
    blocks = 0;
    declaring = false;
    previous = "";
  }

  private int word(int from) {
    var end = from;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || "_$".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  /// The word that follows, or nothing when something else does.
  private String next(int from) {
    var at = from;
    while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || isComment(at))) {
      at = span(at);
    }
    return text.substring(at, word(at)).toUpperCase(Locale.ROOT);
  }

  private boolean isComment(int at) {
    return text.startsWith("--", at) || isSlashes(at) || text.startsWith("/*", at);
  }

  /// Two slashes begin a comment, but for those of `file://`.
  private boolean isSlashes(int at) {
    return text.startsWith("//", at) && (at == 0 || text.charAt(at - 1) != ':');
  }

  /// Where what begins here ends: a quotation, a comment, or one character.
  private int span(int at) {
    if (text.startsWith("--", at) || isSlashes(at)) {
      return until("\n", at);
    }
    if (text.startsWith("/*", at)) {
      return until("*/", at + 2);
    }
    if (text.startsWith("$$", at)) {
      return until("$$", at + 2);
    }
    var c = text.charAt(at);
    if (c != '\'' && c != '"') {
      return at + 1;
    }
    for (var i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && c == '\'') {
        i++;
      } else if (text.charAt(i) == c) {
        return i + 1;
      }
    }
    return text.length();
  }

  private int until(String mark, int from) {
    var end = text.indexOf(mark, from);
    return end < 0 ? text.length() : end + mark.length();
  }
}
