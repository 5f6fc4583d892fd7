package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Binding.Assigned;
import dev.snowdrift.prefect.python.Binding.Defined;
import dev.snowdrift.prefect.python.Binding.Imported;
import dev.snowdrift.prefect.python.Binding.Other;
import dev.snowdrift.prefect.python.Expression.Attribute;
import dev.snowdrift.prefect.python.Expression.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that a file binds at its top level when it is imported, and what stands behind them.
final class PythonFile {
  /// Characters of source.
  static final int MAX_SOURCE = 1 << 20;

  /// Names that stand for other names, one behind the other.
  private static final int MAX_ALIASES = 20;

  private final Map<String, List<Bound>> names = new LinkedHashMap<>();
  private final List<String> stars = new ArrayList<>();
  private boolean deferred;

  /// One meaning of a name.
  ///
  /// @param isConditional whether it is below an `if`, a `try` or a loop
  record Bound(Binding binding, boolean isConditional) {}

  private PythonFile() {}

  /// Reads a file.
  ///
  /// @throws PythonSyntaxException if the text is no Python, or beyond a limit
  static PythonFile parse(String source) {
    if (source.length() > MAX_SOURCE) {
      throw new PythonSyntaxException(0, "more than %d characters".formatted(MAX_SOURCE));
    }
    var file = new PythonFile();
    file.walk(Statement.blocks(Tokenizer.lines(source)), false);
    return file;
  }

  Set<String> names() {
    return names.keySet();
  }

  /// Whether `from __future__ import annotations` makes text of every annotation.
  boolean isDeferred() {
    return deferred;
  }

  /// Models of pydantic 1 make Prefect write all parameters in another way.
  boolean usesPydantic1() {
    return names.values().stream()
        .flatMap(List::stream)
        .anyMatch(bound ->
            bound.binding() instanceof Imported(var name) && name.startsWith("pydantic.v1"));
  }

  List<Bound> bound(String name) {
    return names.getOrDefault(name, List.of());
  }

  /// What a name means, if the file leaves no doubt.
  Optional<Binding> meaning(String name) {
    var all =
        bound(name).stream().map(Bound::binding).map(PythonFile::canonical).distinct().toList();
    return all.size() == 1 && !(all.getFirst() instanceof Other)
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private static Binding canonical(Binding binding) {
    return binding instanceof Imported(var qualified)
        ? new Imported(Qualified.canonical(qualified))
        : binding;
  }

  /// The class or function of the file that an expression names.
  Optional<Definition> definition(Expression expression) {
    return aliased(expression) instanceof Name(var id)
            && meaning(id).orElse(new Other()) instanceof Defined(var definition)
        ? Optional.of(definition)
        : Optional.empty();
  }

  /// The full name of what an expression names outside of the file: `typing.Optional`,
  /// `builtins.int`.
  Optional<String> qualified(Expression expression) {
    return switch (aliased(expression)) {
      case Name(var id) when names.containsKey(id) ->
          meaning(id)
              .filter(Imported.class::isInstance)
              .map(binding -> ((Imported) binding).qualified());
      case Name(var id) -> outside(id);
      case Attribute(var of, var name) ->
          qualified(of).map(module -> Qualified.canonical(module + "." + name));
      default -> Optional.empty();
    };
  }

  private Optional<String> outside(String id) {
    if (Qualified.isBuiltin(id)) {
      return Optional.of("builtins." + id);
    }
    return stars.stream()
        .map(module -> Qualified.canonical(module + "." + id))
        .filter(Qualified::isKnown)
        .findFirst();
  }

  /// Whether a name would be found when the file runs, as far as one can see.
  boolean isBound(String id) {
    return names.containsKey(id) || Qualified.isBuiltin(id) || !stars.isEmpty();
  }

  /// Follows `Rows = list[int]` and the like to what they stand for.
  Expression aliased(Expression expression) {
    var result = expression;
    for (var step = 0; step < MAX_ALIASES; step++) {
      if (!(result instanceof Name(var id))
          || !(meaning(id).orElse(new Other()) instanceof Assigned(var value))) {
        return result;
      }
      result = value;
    }
    return result;
  }

  private void walk(List<Statement> statements, boolean conditional) {
    var decorators = new ArrayList<Expression>();
    for (var statement : statements) {
      if (statement.starts("@")) {
        decorators.add(
            ExpressionParser.parse(statement.tokens().subList(1, statement.tokens().size())));
        continue;
      }
      if (Definition.isFunction(statement)) {
        define(Definition.function(statement, decorators), conditional);
        globals(statement.body());
      } else if (statement.starts("class") && statement.token(1).isName()) {
        define(Definition.type(statement, decorators), conditional);
      } else {
        other(statement, conditional);
      }
      decorators.clear();
    }
  }

  private void define(Definition definition, boolean conditional) {
    bind(definition.name(), new Defined(definition), conditional);
  }

  private void bind(String name, Binding binding, boolean conditional) {
    names.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Bound(binding, conditional));
  }

  private void other(Statement statement, boolean conditional) {
    var tokens = statement.tokens();
    switch (statement.first().isName() ? statement.first().text() : "") {
      case "import" -> imports(tokens, conditional);
      case "from" -> fromImports(tokens, conditional);
      case "if" -> {
        if (!isNeverImported(tokens)) {
          header(statement, conditional);
        }
      }
      case "elif", "else", "for", "while", "try", "except", "finally", "with", "async" ->
          header(statement, conditional);
      case "del" -> targets(tokens.subList(1, tokens.size()));
      default -> {
        assignment(tokens, conditional);
        if (!statement.body().isEmpty()) { // match and case
          walk(statement.body(), true);
        }
      }
    }
  }

  /// `TYPE_CHECKING` is false when a program runs, and a file that is imported is not the main one.
  private static boolean isNeverImported(List<Token> tokens) {
    return tokens.stream().anyMatch(token -> token.is("TYPE_CHECKING") || token.is("__name__"))
        && tokens.stream().noneMatch(token -> token.is("not") || token.is("or") || token.is("!="));
  }

  private void header(Statement statement, boolean conditional) {
    var tokens = statement.tokens();
    var brackets = 0;
    var targets = statement.starts("for") || statement.token(1).is("for");
    for (var at = 1; at < tokens.size(); at++) {
      var token = tokens.get(at);
      if (token.is("in") || (token.is(":") && brackets == 0)) {
        targets = false;
      }
      if (token.is(":") && brackets == 0) {
        var rest = tokens.subList(at + 1, tokens.size());
        walk(
            rest.isEmpty() ? statement.body() : Statement.inline(rest),
            conditional || !statement.starts("with"));
        return;
      }
      if (token.is("(") || token.is("[") || token.is("{")) {
        brackets++;
      } else if (token.is(")") || token.is("]") || token.is("}")) {
        brackets--;
      } else if (token.isName()
          && (targets || tokens.get(at - 1).is("as") || statement.token(at + 1).is(":="))) {
        bind(token.text(), new Other(), conditional);
      }
    }
  }

  private void targets(List<Token> tokens) {
    tokens.stream().filter(Token::isName).forEach(name -> bind(name.text(), new Other(), false));
  }

  private void assignment(List<Token> tokens, boolean conditional) {
    var parser = new ExpressionParser(tokens, 0);
    var first = parser.tuple();
    if (parser.accept(":")) {
      parser.expression();
      if (first instanceof Name(var id) && parser.accept("=")) {
        bind(id, new Assigned(parser.tuple()), conditional);
      }
      return;
    }
    var targets = new ArrayList<Expression>(List.of(first));
    while (parser.accept("=")) {
      targets.add(parser.tuple());
    }
    var value = targets.removeLast();
    targets.forEach(target -> {
      if (target instanceof Name(var id)) {
        bind(id, new Assigned(value), conditional);
      } else {
        changed(target);
      }
    });
    if (targets.isEmpty() && first instanceof Expression.Computed) {
      inPlace(tokens);
    }
  }

  /// Names that an unpacking binds, and those whose item or attribute is set.
  private void changed(Expression target) {
    switch (target) {
      case Name(var id) -> bind(id, new Other(), true);
      case Attribute(var of, var _) -> changed(of);
      case Expression.Subscript(var of, var _) -> changed(of);
      case Expression.Sequence(var _, var items) -> items.forEach(this::changed);
      case Expression.Computed(var names) -> names.forEach(id -> bind(id, new Other(), true));
      default -> {}
    }
  }

  /// `x += 1`, and `type X = ...`.
  private void inPlace(List<Token> tokens) {
    var operator =
        tokens.stream()
            .anyMatch(token ->
                token.kind() == Token.Kind.OPERATOR
                    && token.text().length() > 1
                    && token.text().endsWith("=")
                    && !Set.of("==", "!=", "<=", ">=").contains(token.text()));
    if (operator && tokens.getFirst().isName()) {
      bind(tokens.getFirst().text(), new Other(), true);
    }
  }

  private void imports(List<Token> tokens, boolean conditional) {
    for (var at = 1; at < tokens.size(); at++) {
      var module = new StringBuilder();
      for (; at < tokens.size() && !tokens.get(at).is(",") && !tokens.get(at).is("as"); at++) {
        module.append(tokens.get(at).text());
      }
      if (at + 1 < tokens.size() && tokens.get(at).is("as")) {
        bind(tokens.get(at + 1).text(), new Imported(module.toString()), conditional);
        at += 2;
      } else {
        var first = module.toString().split("\\.", 2)[0];
        bind(first, new Imported(first), conditional);
      }
    }
  }

  private void fromImports(List<Token> tokens, boolean conditional) {
    var module = new StringBuilder();
    var at = 1;
    for (; at < tokens.size() && !tokens.get(at).is("import"); at++) {
      module.append(tokens.get(at).text());
    }
    for (at++; at < tokens.size(); at++) {
      var token = tokens.get(at);
      if (token.is("*")) {
        stars.add(module.toString());
      } else if (token.isName()) {
        var name = token.text();
        if (at + 2 < tokens.size() && tokens.get(at + 1).is("as")) {
          at += 2;
        }
        bind(tokens.get(at).text(), new Imported(module + "." + name), conditional);
        deferred |= module.toString().equals("__future__") && name.equals("annotations");
      }
    }
  }

  /// `global x` in a function may bind `x` anew.
  private void globals(List<Statement> body) {
    for (var statement : body) {
      if (statement.starts("global")) {
        targets(statement.tokens().subList(1, statement.tokens().size()));
      }
      globals(statement.body());
    }
  }
}
