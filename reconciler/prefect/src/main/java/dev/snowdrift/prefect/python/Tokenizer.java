package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Token.Kind;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts Python source into logical lines of tokens (Python language reference, "Lexical analysis").
/// What it does not know becomes an operator of one character, so that syntax of a later Python in
/// the body of a function does no harm.
final class Tokenizer {
  /// Tokens in one file.
  static final int MAX_TOKENS = 300_000;

  /// Brackets within each other, as in CPython.
  static final int MAX_BRACKETS = 200;

  private static final List<String> OPERATORS =
      List.of(
          "**=", "//=", ">>=", "<<=", "...", "->", ":=", "**", "//", ">>", "<<", "<=", ">=", "==",
          "!=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=");
  private static final Set<String> PREFIXES =
      Set.of("r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt");

  private final String source;
  private final List<Line> lines = new ArrayList<>();
  private List<Token> current = new ArrayList<>();
  private int indent;
  private int at;
  private int number = 1;
  private final ArrayDeque<String> brackets = new ArrayDeque<>();
  private int count;

  private Tokenizer(String source) {
    this.source = source;
  }

  static List<Line> lines(String source) {
    var text = source.replace("\r\n", "\n").replace('\r', '\n');
    var tokenizer = new Tokenizer(text.startsWith("\uFEFF") ? text.substring(1) : text);
    tokenizer.run(false);
    return List.copyOf(tokenizer.lines);
  }

  /// The tokens of one expression, which may span lines.
  static List<Token> expression(String source) {
    var tokenizer = new Tokenizer(source.replace("\r\n", "\n").replace('\r', '\n'));
    tokenizer.run(true);
    return tokenizer.lines.stream().flatMap(line -> line.tokens().stream()).toList();
  }

  private void run(boolean joined) {
    indentation();
    while (at < source.length()) {
      var c = source.charAt(at);
      if (c == '\n') {
        at++;
        number++;
        if (brackets.isEmpty() && !joined) {
          end();
          indentation();
        }
      } else if (c == '\\' && peek(1) == '\n') {
        at += 2;
        number++;
      } else if (c == ' ' || c == '\t' || c == '\f') {
        at++;
      } else if (c == '#') {
        at = lineEnd();
      } else {
        token();
      }
    }
    if (!brackets.isEmpty()) {
      throw new PythonSyntaxException(number, "a bracket is never closed");
    }
    end();
  }

  private void indentation() {
    var column = 0;
    for (; at < source.length(); at++) {
      switch (source.charAt(at)) {
        case ' ' -> column++;
        case '\t' -> column = (column / 8 + 1) * 8;
        case '\f' -> column = 0;
        default -> {
          indent = column;
          return;
        }
      }
    }
  }

  private void end() {
    if (!current.isEmpty()) {
      lines.add(new Line(indent, current));
      current = new ArrayList<>();
    }
  }

  private void token() {
    var c = source.codePointAt(at);
    if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      name();
    } else if (isDigit(peek(0)) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (c == '"' || c == '\'') {
      string("");
    } else {
      operator();
    }
  }

  private void name() {
    var start = at;
    while (at < source.length() && isPart(source.codePointAt(at))) {
      at += Character.charCount(source.codePointAt(at));
    }
    var text = source.substring(start, at);
    var next = peek(0);
    if ((next == '"' || next == '\'') && PREFIXES.contains(text.toLowerCase(Locale.ROOT))) {
      string(text.toLowerCase(Locale.ROOT));
    } else {
      add(Kind.NAME, Normalizer.normalize(text, Normalizer.Form.NFKC));
    }
  }

  private static boolean isPart(int c) {
    return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void number() {
    var start = at;
    while (at < source.length()) {
      var c = source.charAt(at);
      var sign =
          (c == '+' || c == '-')
              && (source.charAt(at - 1) == 'e' || source.charAt(at - 1) == 'E')
              && !source.startsWith("0x", start)
              && !source.startsWith("0X", start);
      if (!(isDigit(c) || Character.isLetter(c) || c == '_' || c == '.' || sign)) {
        break;
      }
      at++;
    }
    add(Kind.NUMBER, source.substring(start, at));
  }

  private void string(String prefix) {
    var line = number;
    var reader = new StringReader(source, at, prefix, number);
    var token = reader.read();
    at = reader.position();
    number = reader.line();
    add(new Token(token.kind(), token.text(), token.parts(), line));
  }

  private void operator() {
    var text =
        OPERATORS.stream()
            .filter(operator -> source.startsWith(operator, at))
            .findFirst()
            .orElseGet(() -> Character.toString(source.codePointAt(at)));
    switch (text) {
      case "(" -> open(")");
      case "[" -> open("]");
      case "{" -> open("}");
      case ")", "]", "}" -> {
        if (!text.equals(brackets.poll())) {
          throw new PythonSyntaxException(number, "`%s` closes nothing".formatted(text));
        }
      }
      default -> {}
    }
    at += text.length();
    add(Kind.OPERATOR, text);
  }

  private void open(String close) {
    brackets.push(close);
    if (brackets.size() > MAX_BRACKETS) {
      throw new PythonSyntaxException(number, "more than %d brackets".formatted(MAX_BRACKETS));
    }
  }

  private void add(Kind kind, String text) {
    add(new Token(kind, text, number));
  }

  private void add(Token token) {
    if (++count > MAX_TOKENS) {
      throw new PythonSyntaxException(number, "more than %d tokens".formatted(MAX_TOKENS));
    }
    current.add(token);
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : '\0';
  }

  private int lineEnd() {
    var end = source.indexOf('\n', at);
    return end < 0 ? source.length() : end;
  }
}
