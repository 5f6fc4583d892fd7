package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A function or a class with what stands above, in and below its header.
sealed interface Definition {
  String name();

  List<Expression> decorators();

  List<Statement> body();

  /// The documentation: a string that stands alone as the first statement.
  default Optional<String> docstring() {
    if (body().isEmpty() || !body().getFirst().body().isEmpty()) {
      return Optional.empty();
    }
    return ExpressionParser.parse(body().getFirst().tokens()) instanceof Text(var value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /// A function.
  ///
  /// @param returns the annotation behind the arrow
  record Function(
      String name,
      List<Expression> decorators,
      List<Parameter> parameters,
      Optional<Expression> returns,
      List<Statement> body)
      implements Definition {
    public Function {
      decorators = List.copyOf(decorators);
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }
  }

  /// A class.
  ///
  /// @param hasKeywords whether the header names more than base classes, such as a metaclass
  record Type(
      String name,
      List<Expression> decorators,
      List<Expression> bases,
      boolean hasKeywords,
      List<Statement> body)
      implements Definition {
    public Type {
      decorators = List.copyOf(decorators);
      bases = List.copyOf(bases);
      body = List.copyOf(body);
    }
  }

  static boolean isFunction(Statement statement) {
    return statement.starts("def") || (statement.starts("async") && statement.token(1).is("def"));
  }

  static Function function(Statement statement, List<Expression> decorators) {
    var at = statement.starts("async") ? 2 : 1;
    var name = statement.token(at);
    var parser = new ExpressionParser(statement.tokens(), at + 1);
    typeParameters(parser, name);
    var parameters = parameters(parser, name);
    var returns = parser.accept("->") ? Optional.of(parser.tuple()) : Optional.<Expression>empty();
    return new Function(name.text(), decorators, parameters, returns, body(statement, parser));
  }

  static Type type(Statement statement, List<Expression> decorators) {
    var name = statement.token(1);
    var parser = new ExpressionParser(statement.tokens(), 2);
    var generic = typeParameters(parser, name);
    var bases = new ArrayList<Expression>();
    var keywords = generic;
    if (parser.accept("(")) {
      while (!parser.accept(")")) {
        var before = parser.position();
        keywords |= parser.accept("*") || parser.accept("**");
        bases.add(parser.expression());
        if (parser.accept("=")) {
          bases.removeLast();
          parser.expression();
          keywords = true;
        }
        parser.accept(",");
        progress(parser, before, name);
      }
    }
    return new Type(name.text(), decorators, bases, keywords, body(statement, parser));
  }

  private static boolean typeParameters(ExpressionParser parser, Token name) {
    if (!parser.accept("[")) {
      return false;
    }
    while (!parser.accept("]")) {
      var before = parser.position();
      if (!parser.accept(",")
          && !parser.accept(":")
          && !parser.accept("=")
          && !parser.accept("*")
          && !parser.accept("**")) {
        parser.expression();
      }
      progress(parser, before, name);
    }
    return true;
  }

  private static void progress(ExpressionParser parser, int before, Token name) {
    if (parser.position() == before) {
      throw new PythonSyntaxException(
          name.line(), "the header of `%s` has no end".formatted(name.text()));
    }
  }

  private static List<Parameter> parameters(ExpressionParser parser, Token name) {
    var parameters = new ArrayList<Parameter>();
    if (!parser.accept("(")) {
      throw new PythonSyntaxException(name.line(), "a function without parameters");
    }
    while (!parser.accept(")")) {
      var starred = parser.accept("*") || parser.accept("**");
      var token = parser.peek();
      if (token.isName()) {
        parser.accept(token.text());
        starred = parser.accept(":");
        var annotation = starred ? Optional.of(annotation(parser)) : Optional.<Expression>empty();
        var value =
            parser.accept("=") ? Optional.of(parser.expression()) : Optional.<Expression>empty();
        parameters.add(new Parameter(token.text(), annotation, value));
      } else if (!starred && !parser.accept("/")) {
        throw new PythonSyntaxException(
            token.line(), "`%s` is no parameter".formatted(token.text()));
      }
      if (!parser.accept(",") && !parser.peek().is(")")) {
        throw new PythonSyntaxException(name.line(), "the parameters have no end");
      }
    }
    return parameters;
  }

  /// `*args: *Ts` has a star before the annotation.
  private static Expression annotation(ExpressionParser parser) {
    if (parser.accept("*")) {
      parser.expression();
      return new Expression.Computed(List.of());
    }
    return parser.expression();
  }

  private static List<Statement> body(Statement statement, ExpressionParser parser) {
    if (!parser.accept(":")) {
      throw new PythonSyntaxException(statement.first().line(), "a definition without a block");
    }
    var rest = statement.tokens().subList(parser.position(), statement.tokens().size());
    return rest.isEmpty() ? statement.body() : Statement.inline(rest);
  }
}
