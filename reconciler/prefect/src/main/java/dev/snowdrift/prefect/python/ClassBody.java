package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The members of a class whose block holds nothing but fields, methods and documentation.
record ClassBody(List<Member> members, List<Definition.Function> methods) {

  /// `name: annotation = value`
  record Member(String name, Optional<Expression> annotation, Optional<Expression> value) {}

  ClassBody {
    members = List.copyOf(members);
    methods = List.copyOf(methods);
  }

  static Optional<ClassBody> of(Definition.Type type) {
    var members = new ArrayList<Member>();
    var methods = new ArrayList<Definition.Function>();
    var decorators = new ArrayList<Expression>();
    for (var statement : type.body()) {
      if (statement.starts("@")) {
        decorators.add(
            ExpressionParser.parse(statement.tokens().subList(1, statement.tokens().size())));
      } else if (Definition.isFunction(statement)) {
        methods.add(Definition.function(statement, decorators));
        decorators.clear();
      } else if (!isNothing(statement)) {
        var member = member(statement);
        if (member.isEmpty()) {
          return Optional.empty();
        }
        members.add(member.get());
      }
    }
    return Optional.of(new ClassBody(members, methods));
  }

  /// The method that a name means in a class, whatever else is in it.
  static Optional<Definition.Function> method(Definition.Type type, String name) {
    Optional<Definition.Function> found = Optional.empty();
    var decorators = new ArrayList<Expression>();
    for (var statement : type.body()) {
      if (statement.starts("@")) {
        decorators.add(
            ExpressionParser.parse(statement.tokens().subList(1, statement.tokens().size())));
        continue;
      }
      if (Definition.isFunction(statement)) {
        var function = Definition.function(statement, decorators);
        found = function.name().equals(name) ? Optional.of(function) : found;
      }
      decorators.clear();
    }
    return found;
  }

  private static boolean isNothing(Statement statement) {
    var isText = statement.tokens().stream().allMatch(token -> token.kind() == Token.Kind.TEXT);
    return isText || statement.starts("pass") || statement.starts("...");
  }

  private static Optional<Member> member(Statement statement) {
    var parser = new ExpressionParser(statement.tokens(), 0);
    if (!(parser.expression() instanceof Name(var name))) {
      return Optional.empty();
    }
    var annotation =
        parser.accept(":") ? Optional.of(parser.expression()) : Optional.<Expression>empty();
    var value = parser.accept("=") ? Optional.of(parser.tuple()) : Optional.<Expression>empty();
    return parser.peek().kind() == Token.Kind.END && statement.body().isEmpty()
        ? Optional.of(new Member(name, annotation, value))
        : Optional.empty();
  }
}
