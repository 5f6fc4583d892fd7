package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Attribute;
import dev.snowdrift.prefect.python.Expression.Binary;
import dev.snowdrift.prefect.python.Expression.Bracket;
import dev.snowdrift.prefect.python.Expression.Bytes;
import dev.snowdrift.prefect.python.Expression.Call;
import dev.snowdrift.prefect.python.Expression.Computed;
import dev.snowdrift.prefect.python.Expression.Constant;
import dev.snowdrift.prefect.python.Expression.Entry;
import dev.snowdrift.prefect.python.Expression.Formatted;
import dev.snowdrift.prefect.python.Expression.Mapping;
import dev.snowdrift.prefect.python.Expression.Name;
import dev.snowdrift.prefect.python.Expression.Negative;
import dev.snowdrift.prefect.python.Expression.Sequence;
import dev.snowdrift.prefect.python.Expression.Subscript;
import dev.snowdrift.prefect.python.Expression.Text;
import dev.snowdrift.prefect.python.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/// Reads expressions from tokens. It never fails on an expression that it does not know: it skips
/// to where that ends.
final class ExpressionParser {
  /// Expressions within each other.
  static final int MAX_DEPTH = 50;

  /// Links of one chain, `a.b[c](d)` or `a | b | c`, with what is below them.
  static final int MAX_HEIGHT = 100;

  private static final Set<String> ENDS = Set.of(",", ")", "]", "}", ":", "=", ";");
  private static final Set<String> KEYWORDS =
      Set.of("lambda", "not", "await", "yield", "if", "else", "for", "in", "is", "and", "or");
  private static final List<List<String>> LEVELS =
      List.of(List.of("|"), List.of("+", "-"), List.of("*", "/", "//", "%"));

  private final List<Token> tokens;
  private int at;
  private int depth;

  /// Links of the expression that is being read, and levels of what is in it.
  private int height;

  ExpressionParser(List<Token> tokens, int at) {
    this.tokens = tokens;
    this.at = at;
  }

  /// The expression that a whole text is.
  static Expression parse(String source) {
    return parse(Tokenizer.expression(source));
  }

  static Expression parse(List<Token> tokens) {
    var parser = new ExpressionParser(tokens, 0);
    var expression = parser.tuple();
    return parser.peek().kind() == Kind.END ? expression : computed(tokens, 0, tokens.size());
  }

  int position() {
    return at;
  }

  Token peek() {
    return at < tokens.size() ? tokens.get(at) : new Token(Kind.END, "", 0);
  }

  boolean accept(String text) {
    if (peek().is(text)) {
      at++;
      return true;
    }
    return false;
  }

  /// One expression, or several with commas between, which are a tuple.
  Expression tuple() {
    var first = expression();
    if (!peek().is(",")) {
      return first;
    }
    var items = new ArrayList<>(List.of(first));
    while (accept(",") && !isEnd()) {
      items.add(expression());
    }
    return new Sequence(Bracket.TUPLE, items);
  }

  Expression expression() {
    var start = at;
    if (++depth > MAX_DEPTH) {
      skip();
      depth--;
      return computed(start);
    }
    var around = height;
    height = 0;
    var result = binary(0);
    height = Math.max(around, height + 1);
    depth--;
    if (!isEnd()) {
      skip();
      return computed(start);
    }
    return result;
  }

  private boolean isEnd() {
    var token = peek();
    return token.kind() == Kind.END
        || (token.kind() == Kind.OPERATOR && ENDS.contains(token.text()));
  }

  /// Goes to the comma, bracket or colon that ends the expression.
  private void skip() {
    var brackets = 0;
    var lambdas = 0;
    while (peek().kind() != Kind.END) {
      var token = peek();
      if (brackets == 0 && lambdas == 0 && isEnd()) {
        return;
      }
      if (token.kind() == Kind.OPERATOR) {
        switch (token.text()) {
          case "(", "[", "{" -> brackets++;
          case ")", "]", "}" -> {
            if (brackets-- == 0) {
              return;
            }
          }
          case ":" -> lambdas -= brackets == 0 ? 1 : 0;
          default -> {}
        }
      } else if (token.is("lambda") && brackets == 0) {
        lambdas++;
      }
      at++;
    }
  }

  private static Expression computed(List<Token> tokens, int from, int to) {
    return new Computed(
        tokens.subList(from, Math.min(to, tokens.size())).stream()
            .filter(token -> token.isName() && !KEYWORDS.contains(token.text()))
            .map(Token::text)
            .toList());
  }

  private Expression computed(int start) {
    return computed(tokens, start, at);
  }

  private Expression binary(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    var left = binary(level + 1);
    while (peek().kind() == Kind.OPERATOR && LEVELS.get(level).contains(peek().text())) {
      var operator = peek().text();
      at++;
      if (++height > MAX_HEIGHT) {
        return stop();
      }
      left = new Binary(operator, left, binary(level + 1));
    }
    return left;
  }

  private Expression unary() {
    if (accept("-")) {
      return peek().is("-") ? stop() : new Negative(unary());
    }
    if (accept("+")) {
      return peek().is("+") ? stop() : unary();
    }
    return primary();
  }

  /// Says by an end that is none that the rest is to be skipped.
  private Expression stop() {
    var start = at;
    skip();
    return computed(start);
  }

  private Expression primary() {
    var result = atom();
    while (true) {
      if (++height > MAX_HEIGHT) {
        return stop();
      } else if (accept(".")) {
        var name = peek();
        if (!name.isName()) {
          return stop();
        }
        at++;
        result = new Attribute(result, name.text());
      } else if (accept("(")) {
        result = call(result);
      } else if (accept("[")) {
        result = subscript(result);
      } else {
        return result;
      }
    }
  }

  private Expression subscript(Expression of) {
    var start = at;
    var index = tuple();
    if (!accept("]")) {
      index = closing(start);
    }
    return new Subscript(of, index);
  }

  private Expression call(Expression function) {
    var arguments = new ArrayList<Expression>();
    var keywords = new HashMap<String, Expression>();
    var spread = false;
    while (peek().kind() != Kind.END && !peek().is(")")) {
      if (accept("*") || accept("**")) {
        spread = true;
        expression();
      } else if (peek().isName() && at + 1 < tokens.size() && tokens.get(at + 1).is("=")) {
        var name = peek().text();
        at += 2;
        keywords.put(name, expression());
      } else {
        arguments.add(expression());
      }
      if (!accept(",") && !peek().is(")")) {
        spread = true;
        closing(at);
        return new Call(function, arguments, keywords, spread);
      }
    }
    accept(")");
    return new Call(function, arguments, keywords, spread);
  }

  /// Skips to behind the bracket that closes, whatever is before it.
  private Expression closing(int start) {
    var brackets = 0;
    while (peek().kind() != Kind.END) {
      var token = peek();
      at++;
      if (token.is("(") || token.is("[") || token.is("{")) {
        brackets++;
      } else if ((token.is(")") || token.is("]") || token.is("}")) && brackets-- == 0) {
        break;
      }
    }
    return computed(start);
  }

  private Expression atom() {
    var token = peek();
    return switch (token.kind()) {
      case NAME -> name(token);
      case NUMBER -> {
        at++;
        yield Numbers.parse(token.text());
      }
      case TEXT, BYTES, FORMATTED -> strings();
      case OPERATOR -> bracket(token);
      case END -> computed(at);
    };
  }

  private Expression name(Token token) {
    if (KEYWORDS.contains(token.text())) {
      return stop();
    }
    at++;
    return switch (token.text()) {
      case "None" -> Constant.NONE;
      case "True" -> Constant.TRUE;
      case "False" -> Constant.FALSE;
      default -> new Name(token.text());
    };
  }

  private Expression bracket(Token token) {
    return switch (token.text()) {
      case "(" -> {
        at++;
        yield parenthesis();
      }
      case "[" -> {
        at++;
        yield list();
      }
      case "{" -> {
        at++;
        yield braces();
      }
      case "..." -> {
        at++;
        yield Constant.ELLIPSIS;
      }
      default -> stop();
    };
  }

  private Expression parenthesis() {
    var start = at;
    if (accept(")")) {
      return new Sequence(Bracket.TUPLE, List.of());
    }
    var inner = tuple();
    return accept(")") ? inner : closing(start);
  }

  private Expression list() {
    var start = at;
    var items = new ArrayList<Expression>();
    while (!peek().is("]")) {
      items.add(expression());
      if (!accept(",") && !peek().is("]")) {
        return closing(start);
      }
    }
    accept("]");
    return new Sequence(Bracket.LIST, items);
  }

  private Expression braces() {
    var start = at;
    if (accept("}")) {
      return new Mapping(List.of());
    }
    var items = new ArrayList<Expression>();
    var entries = new ArrayList<Entry>();
    while (!peek().is("}")) {
      var item = expression();
      if (accept(":")) {
        entries.add(new Entry(item, expression()));
      } else {
        items.add(item);
      }
      if (!accept(",") && !peek().is("}")) {
        return closing(start);
      }
    }
    accept("}");
    if (entries.isEmpty()) {
      return new Sequence(Bracket.SET, items);
    }
    return items.isEmpty() ? new Mapping(entries) : computed(start);
  }

  /// Strings side by side are one.
  private Expression strings() {
    var parts = new ArrayList<Expression>();
    var bytes = new StringBuilder();
    var start = at;
    var isBytes = false;
    var isFormatted = false;
    for (; peek().isString(); at++) {
      var token = peek();
      switch (token.kind()) {
        case TEXT -> parts.add(new Text(token.text()));
        case BYTES -> {
          isBytes = true;
          bytes.append(token.text());
        }
        default -> {
          isFormatted = true;
          token
              .parts()
              .forEach(
                  part -> parts.add(part.isCode() ? parse(part.text()) : new Text(part.text())));
        }
      }
    }
    if (isBytes) {
      return parts.isEmpty() ? new Bytes(bytes.toString()) : computed(start);
    }
    return isFormatted
        ? new Formatted(parts)
        : new Text(String.join("", parts.stream().map(part -> ((Text) part).value()).toList()));
  }
}
