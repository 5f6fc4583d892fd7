package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Attribute;
import dev.snowdrift.prefect.python.Expression.Call;
import dev.snowdrift.prefect.python.Expression.Name;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A function that is a flow, and what its decorator says.
///
/// @param name `name=`, absent if the function gives it
/// @param isClear whether nothing that is not known stands between the function and the flow
record Decorated(
    Definition.Function function,
    Optional<Expression> name,
    Optional<Expression> description,
    boolean isClear) {

  private static final int MAX_STEPS = 20;
  private static final String FLOW = "prefect.flow";
  private static final String TASK = "prefect.task";

  /// Decorators that leave name, documentation and signature as they are.
  private static final Set<String> TRANSPARENT =
      Set.of(FLOW, "prefect.task", "builtins.staticmethod", "builtins.classmethod");

  /// The flow that an entrypoint's function names: `etl`, or `Reports.daily` for a method.
  static Optional<Decorated> find(PythonFile file, String entrypoint) {
    var dot = entrypoint.indexOf('.');
    if (dot < 0) {
      return named(file, entrypoint, 0);
    }
    return file.meaning(entrypoint.substring(0, dot))
        .filter(Binding.Defined.class::isInstance)
        .map(binding -> ((Binding.Defined) binding).definition())
        .filter(Definition.Type.class::isInstance)
        .flatMap(type -> ClassBody.method((Definition.Type) type, entrypoint.substring(dot + 1)))
        .flatMap(function -> function(file, function));
  }

  /// The last meaning of a name counts, unless it depends on a condition whether it is reached.
  private static Optional<Decorated> named(PythonFile file, String name, int step) {
    var all = file.bound(name);
    if (all.isEmpty() || step > MAX_STEPS) {
      return Optional.empty();
    }
    var last = all.getLast();
    var isClear = all.size() == 1 || !last.isConditional();
    return switch (last.binding()) {
      case Binding.Defined(Definition.Function function) ->
          function(file, function).map(found -> isClear ? found : found.unclear());
      case Binding.Assigned(var value) ->
          value(file, value, name, step).map(found -> isClear ? found : found.unclear());
      default -> Optional.empty();
    };
  }

  private Decorated unclear() {
    return new Decorated(function, name, description, false);
  }

  /// A flow made of a flow or a task keeps what that one says, since Prefect copies its attributes
  /// (PrefectHQ/prefect, src/prefect/flows.py): the decorator next to the function decides.
  private static Optional<Decorated> function(PythonFile file, Definition.Function function) {
    var makers =
        function.decorators().stream()
            .filter(decorator -> is(file, decorator, FLOW) || is(file, decorator, TASK))
            .toList();
    if (makers.isEmpty() || !is(file, makers.getFirst(), FLOW)) {
      return Optional.empty();
    }
    var known =
        function.decorators().stream()
            .allMatch(decorator ->
                file.qualified(callee(decorator)).filter(TRANSPARENT::contains).isPresent());
    var maker = makers.getLast();
    var made = of(function, maker, known);
    return Optional.of(
        is(file, maker, TASK)
            ? new Decorated(
                function,
                made.name().or(() -> Optional.of(new Expression.Text(function.name()))),
                made.description(),
                known)
            : made);
  }

  private static Expression callee(Expression decorator) {
    return decorator instanceof Call call ? call.function() : decorator;
  }

  private static boolean is(PythonFile file, Expression decorator, String name) {
    return file.qualified(callee(decorator)).equals(Optional.of(name));
  }

  private static Decorated of(Definition.Function function, Expression decorator, boolean isClear) {
    if (!(decorator instanceof Call call)) {
      return new Decorated(function, Optional.empty(), Optional.empty(), isClear);
    }
    var hidden =
        call.isSpread()
            ? Optional.<Expression>of(new Expression.Computed(List.of()))
            : Optional.<Expression>empty();
    return new Decorated(
        function,
        call.keyword("name").or(() -> hidden),
        call.keyword("description").or(() -> hidden),
        isClear);
  }

  /// `flow(etl)`, `flow(name="x")(etl)`, `etl.with_options(name="x")`.
  private static Optional<Decorated> value(
      PythonFile file, Expression value, String assigned, int step) {
    if (value instanceof Name(var other) && !other.equals(assigned)) {
      return named(file, other, step + 1);
    }
    if (!(value instanceof Call call)) {
      return Optional.empty();
    }
    if (call.function() instanceof Attribute(Name(var other), var method)
        && method.equals("with_options")
        && !other.equals(assigned)) {
      return named(file, other, step + 1)
          .map(flow -> {
            var options = of(flow.function(), call, flow.isClear());
            return new Decorated(
                flow.function(),
                options.name().or(flow::name),
                options.description().or(flow::description),
                flow.isClear());
          });
    }
    var decorator = call.function() instanceof Call inner ? inner : call;
    if (!is(file, decorator, FLOW) || call.arguments().size() != 1) {
      return Optional.empty();
    }
    return defined(file, call.arguments().getFirst())
        .flatMap(function ->
            function(file, function)
                .or(() -> Optional.of(of(function, decorator, function.decorators().isEmpty()))));
  }

  private static Optional<Definition.Function> defined(PythonFile file, Expression expression) {
    return expression instanceof Name(var name)
        ? file.bound(name).stream()
            .map(PythonFile.Bound::binding)
            .filter(Binding.Defined.class::isInstance)
            .map(binding -> ((Binding.Defined) binding).definition())
            .filter(Definition.Function.class::isInstance)
            .map(Definition.Function.class::cast)
            .reduce((_, last) -> last)
        : Optional.empty();
  }
}
