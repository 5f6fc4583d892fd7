package dev.snowdrift.prefect.python;

import java.util.ArrayList;
import java.util.List;

/// A logical line and the block that is indented below it.
record Statement(List<Token> tokens, List<Statement> body) {
  /// Blocks within each other, as in CPython.
  static final int MAX_DEPTH = 100;

  Statement {
    if (tokens.isEmpty()) {
      throw new PythonSyntaxException(0, "nothing stands before a semicolon");
    }
    tokens = List.copyOf(tokens);
    body = List.copyOf(body);
  }

  static List<Statement> blocks(List<Line> lines) {
    var statements = new ArrayList<Statement>();
    var next = block(lines, 0, 0, statements, 0);
    while (next < lines.size()) { // a line that is indented less than the first one
      next = block(lines, next, 0, statements, 0);
    }
    return statements;
  }

  private static int block(
      List<Line> lines, int from, int indent, List<Statement> into, int depth) {
    if (depth > MAX_DEPTH) {
      throw new PythonSyntaxException(
          lines.get(from).tokens().getFirst().line(),
          "blocks more than %d deep".formatted(MAX_DEPTH));
    }
    var at = from;
    while (at < lines.size() && lines.get(at).indent() >= indent) {
      var line = lines.get(at++);
      var body = new ArrayList<Statement>();
      if (at < lines.size() && lines.get(at).indent() > line.indent()) {
        at = block(lines, at, lines.get(at).indent(), body, depth + 1);
      }
      simple(line.tokens(), body, into);
    }
    return at;
  }

  /// Semicolons separate simple statements; those behind a header are its block.
  private static void simple(List<Token> tokens, List<Statement> body, List<Statement> into) {
    var start = 0;
    var brackets = 0;
    for (var at = 0; at < tokens.size(); at++) {
      var token = tokens.get(at);
      if (token.kind() == Token.Kind.OPERATOR) {
        switch (token.text()) {
          case "(", "[", "{" -> brackets++;
          case ")", "]", "}" -> brackets--;
          case ";" -> {
            if (brackets == 0 && !isHeader(tokens.get(start))) {
              into.add(new Statement(tokens.subList(start, at), List.of()));
              start = at + 1;
              if (start == tokens.size()) {
                return;
              }
            }
          }
          default -> {}
        }
      }
    }
    into.add(new Statement(tokens.subList(start, tokens.size()), body));
  }

  private static boolean isHeader(Token first) {
    return switch (first.text()) {
      case "def",
          "async",
          "class",
          "if",
          "elif",
          "else",
          "for",
          "while",
          "with",
          "try",
          "except",
          "finally" ->
          first.isName();
      default -> false;
    };
  }

  /// The tokens, cut at the semicolons, as statements of a block that stands on its header's line.
  static List<Statement> inline(List<Token> tokens) {
    var into = new ArrayList<Statement>();
    if (!tokens.isEmpty()) {
      simple(tokens, List.of(), into);
    }
    return into;
  }

  /// The token at a place; an end beyond the last one.
  Token token(int index) {
    return index < tokens.size()
        ? tokens.get(index)
        : new Token(Token.Kind.END, "", first().line());
  }

  Token first() {
    return tokens.getFirst();
  }

  boolean starts(String keyword) {
    return first().is(keyword);
  }
}
