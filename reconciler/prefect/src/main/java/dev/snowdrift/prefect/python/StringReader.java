package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Token.Kind;
import dev.snowdrift.prefect.python.Token.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads one string literal from its opening quote: escapes, raw and byte strings, and f-strings
/// whose replacement fields may hold strings with the same quotes (PEP 701).
final class StringReader {
  /// Strings in the fields of f-strings within each other.
  private static final int MAX_DEPTH = 5;

  private final String source;
  private final String prefix;
  private final int depth;
  private final StringBuilder text = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();
  private int at;
  private int line;

  StringReader(String source, int at, String prefix, int line) {
    this(source, at, prefix, line, 0);
  }

  private StringReader(String source, int at, String prefix, int line, int depth) {
    this.source = source;
    this.at = at;
    this.prefix = prefix;
    this.line = line;
    this.depth = depth;
  }

  int position() {
    return at;
  }

  int line() {
    return line;
  }

  Token read() {
    if (depth > MAX_DEPTH) {
      throw new PythonSyntaxException(line, "f-strings more than %d deep".formatted(MAX_DEPTH));
    }
    var quote = source.substring(at, at + 1);
    var delimiter = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    at += delimiter.length();
    var formatted = prefix.contains("f") || prefix.contains("t");
    while (!source.startsWith(delimiter, at)) {
      if (at >= source.length() || (source.charAt(at) == '\n' && delimiter.length() == 1)) {
        throw new PythonSyntaxException(line, "a string is never closed");
      }
      if (formatted && isField()) {
        flush();
        parts.add(new Part(true, field(delimiter)));
      } else {
        character(formatted);
      }
    }
    at += delimiter.length();
    if (formatted) {
      flush();
      if (prefix.contains("t")) {
        parts.add(new Part(true, "")); // a template is no text, whatever is in it
      }
      return new Token(Kind.FORMATTED, "", parts, line);
    }
    return new Token(prefix.contains("b") ? Kind.BYTES : Kind.TEXT, text.toString(), line);
  }

  private void flush() {
    if (!text.isEmpty()) {
      parts.add(new Part(false, text.toString()));
      text.setLength(0);
    }
  }

  private boolean isField() {
    return source.charAt(at) == '{' && !source.startsWith("{{", at);
  }

  private void character(boolean formatted) {
    var c = source.charAt(at);
    if (c == '\n') {
      line++;
    }
    if (c == '\\') {
      escape();
    } else {
      at += formatted && (source.startsWith("{{", at) || source.startsWith("}}", at)) ? 2 : 1;
      text.append(c);
    }
  }

  /// What stands between the braces; the position is behind the closing one.
  private String field(String delimiter) {
    var start = ++at;
    var brackets = 0;
    var spec = false;
    while (at < source.length()) {
      var c = source.charAt(at);
      if (spec && source.startsWith(delimiter, at)) {
        break;
      }
      if (c == '}' && brackets == 0) {
        at++;
        return source.substring(start, at - 1);
      }
      if (c == '\n') {
        line++;
      }
      switch (c) {
        case '\'', '"' -> {
          if (spec) {
            at++;
          } else {
            skipString();
          }
        }
        case '(', '[', '{' -> {
          brackets++;
          at++;
        }
        case ')', ']', '}' -> {
          brackets--;
          at++;
        }
        case ':' -> {
          spec = spec || brackets == 0;
          at++;
        }
        default -> at++;
      }
    }
    throw new PythonSyntaxException(line, "a field of an f-string is never closed");
  }

  private void skipString() {
    var before = at;
    while (before > 0 && Character.isLetter(source.charAt(before - 1))) {
      before--;
    }
    var inner =
        new StringReader(
            source, at, source.substring(before, at).toLowerCase(Locale.ROOT), line, depth + 1);
    inner.read();
    at = inner.at;
    line = inner.line;
  }

  private void escape() {
    var next = at + 1 < source.length() ? source.charAt(at + 1) : '\0';
    if (next == '\n') {
      line++;
    }
    if (prefix.contains("r")) {
      text.append('\\').append(next);
      at += 2;
      return;
    }
    at += 2;
    switch (next) {
      case '\n' -> {}
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 'a' -> text.append('\u0007');
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'v' -> text.append('\u000b');
      case '\\', '\'', '"' -> text.append(next);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal();
      case 'x' -> code(next, 2);
      case 'u', 'U', 'N' -> {
        if (prefix.contains("b")) {
          text.append('\\').append(next);
        } else if (next == 'N') {
          named();
        } else {
          code(next, next == 'u' ? 4 : 8);
        }
      }
      default -> text.append('\\').append(next);
    }
  }

  private void octal() {
    var start = at - 1;
    while (at < source.length() && at < start + 3 && isOctal(source.charAt(at))) {
      at++;
    }
    text.appendCodePoint(Integer.parseInt(source.substring(start, at), 8));
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private void code(char letter, int digits) {
    var end = Math.min(source.length(), at + digits);
    var value = parsed(source.substring(at, end));
    if (end - at < digits || value == null || !Character.isValidCodePoint(value)) {
      throw new PythonSyntaxException(line, "\\%s needs %d digits".formatted(letter, digits));
    }
    text.appendCodePoint(value);
    at = end;
  }

  private static @Nullable Integer parsed(String digits) {
    try {
      return Integer.parseUnsignedInt(digits, 16);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private void named() {
    var end = source.indexOf('}', at);
    if (end < 0 || source.charAt(at) != '{') {
      throw new PythonSyntaxException(line, "\\N needs a name in braces");
    }
    try {
      text.appendCodePoint(Character.codePointOf(source.substring(at + 1, end)));
    } catch (IllegalArgumentException _) {
      throw new PythonSyntaxException(line, "\\N does not name a character");
    }
    at = end + 1;
  }
}
