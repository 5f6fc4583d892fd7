package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Call;
import dev.snowdrift.prefect.python.Expression.Constant;
import dev.snowdrift.prefect.python.Expression.Name;
import dev.snowdrift.prefect.python.Expression.Subscript;
import dev.snowdrift.prefect.python.Expression.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The schema of a function's parameters, in the shape that Prefect 3 stores with a deployment
/// (PrefectHQ/prefect, src/prefect/utilities/callables). A parameter that cannot be read takes
/// anything, and need not be given.
final class ParameterSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> IMPLICIT = Set.of("self", "cls");

  private final PythonFile file;
  private final Values values;
  private final Definition.Function function;
  private final Map<String, String> documented;
  private final boolean isClear;
  private final boolean isLost;

  private final ObjectNode properties = JSON.objectNode();
  private final ArrayNode required = JSON.arrayNode();
  private final Map<String, JsonNode> definitions = new TreeMap<>();
  private final List<String> unclear = new ArrayList<>();

  private ParameterSchema(PythonFile file, Definition.Function function, boolean isClear) {
    this.file = file;
    this.values = new Values(file);
    this.function = function;
    this.documented = function.docstring().map(Docstring::parameters).orElse(Map.of());
    this.isClear = isClear && !file.usesPydantic1();
    this.isLost = isLost();
  }

  /// @param schema with its properties in the order of the parameters
  record Reading(ObjectNode schema, List<String> unclear) {
    Reading {
      unclear = List.copyOf(unclear);
    }
  }

  static Reading read(PythonFile file, Definition.Function function, boolean isClear) {
    return new ParameterSchema(file, function, isClear).reading();
  }

  private Reading reading() {
    for (var position = 0; position < function.parameters().size(); position++) {
      var parameter = function.parameters().get(position);
      if (!IMPLICIT.contains(parameter.name())) {
        parameter(parameter, position);
      }
    }
    var schema = JSON.objectNode();
    schema.put("title", "Parameters");
    schema.put("type", "object");
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (!definitions.isEmpty()) {
      definitions.forEach(schema.putObject("definitions")::set);
    }
    return new Reading(schema, unclear);
  }

  private void parameter(Parameter parameter, int position) {
    var classes = JSON.objectNode();
    var type = isClear ? type(parameter, classes) : Optional.<ObjectNode>empty();
    var initial = isClear ? initial(parameter) : Initial.UNCLEAR;
    var property = type.orElseGet(JSON::objectNode);
    property.put("title", parameter.name());
    property.put("position", position);
    initial.value().ifPresent(value -> property.set("default", value));
    initial
        .description()
        .or(() -> Optional.ofNullable(documented.get(parameter.name())))
        .ifPresent(text -> property.put("description", text));
    properties.set(parameter.name(), property);
    if (initial.isRequired()) {
      required.add(parameter.name());
    }
    if (type.isEmpty() || initial.isUnclear()) {
      unclear.add(parameter.name());
    }
    type.ifPresent(_ ->
        classes.properties().forEach(entry -> definitions.put(entry.getKey(), entry.getValue())));
  }

  private Optional<ObjectNode> type(Parameter parameter, ObjectNode classes) {
    if (parameter.annotation().isEmpty()) {
      return Optional.of(JSON.objectNode());
    }
    var annotation = parameter.annotation().get();
    if (isLost && isText(annotation) && !text(annotation).reads().allMatch(Qualified::isBuiltin)) {
      return Optional.empty();
    }
    var written = isText(annotation) ? text(annotation) : annotation;
    return holdsCallable(written)
        ? Optional.of(JSON.objectNode())
        : new TypeSchemas(file, values, classes).schema(written);
  }

  private boolean isText(Expression annotation) {
    return file.isDeferred() || file.aliased(annotation) instanceof Text;
  }

  /// The expression of an annotation that is text when the file runs. Deferred text that is itself
  /// in quotes stays text, which Prefect cannot resolve.
  private Expression text(Expression annotation) {
    return file.aliased(annotation) instanceof Text(var source)
        ? TypeSchemas.expression(source)
        : annotation;
  }

  /// One annotation that names what is not there, such as what is imported for type checkers only,
  /// leaves Python with the text of all (`inspect.signature` with `eval_str`).
  private boolean isLost() {
    var annotations = new ArrayList<Expression>();
    function.parameters().forEach(parameter -> parameter.annotation().ifPresent(annotations::add));
    function.returns().ifPresent(annotations::add);
    return annotations.stream()
        .filter(this::isText)
        .flatMap(annotation -> text(annotation).reads())
        .anyMatch(name -> !file.isBound(name));
  }

  /// There is no schema for a callable, and then none for what it is in.
  private boolean holdsCallable(Expression annotation) {
    return switch (annotation) {
      case Subscript(var of, var index) -> holdsCallable(of) || holdsCallable(index);
      case Expression.Sequence(var _, var items) -> items.stream().anyMatch(this::holdsCallable);
      case Expression.Binary(var _, var left, var right) ->
          holdsCallable(left) || holdsCallable(right);
      default -> file.qualified(annotation).equals(Optional.of("collections.abc.Callable"));
    };
  }

  /// What a parameter is if nobody gives it.
  private record Initial(
      Optional<JsonNode> value,
      boolean isRequired,
      boolean isUnclear,
      Optional<String> description) {
    static final Initial UNCLEAR = new Initial(Optional.empty(), false, true, Optional.empty());
    static final Initial NONE = new Initial(Optional.empty(), true, false, Optional.empty());

    /// There is one, and JSON has no word for it.
    static final Initial UNSPOKEN = new Initial(Optional.empty(), false, false, Optional.empty());

    static Initial of(JsonNode value) {
      return new Initial(Optional.of(value), false, false, Optional.empty());
    }
  }

  private Initial initial(Parameter parameter) {
    return parameter.defaultValue().map(this::initial).orElse(Initial.NONE);
  }

  private Initial initial(Expression value) {
    if (value == Constant.ELLIPSIS) {
      return Initial.NONE;
    }
    if (value instanceof Call call
        && file.qualified(call.function()).equals(Optional.of("pydantic.Field"))) {
      return field(call);
    }
    if (value instanceof Name name && isDefinition(name)) {
      return Initial.UNSPOKEN;
    }
    return values.of(value).map(Initial::of).orElse(Initial.UNCLEAR);
  }

  private boolean isDefinition(Name name) {
    return file.definition(name).isPresent()
        || file.qualified(name).filter(found -> found.startsWith("builtins.")).isPresent();
  }

  /// Prefect takes default and description from a `Field`, and nothing else.
  private Initial field(Call call) {
    if (call.isSpread() || call.keyword("json_schema_extra").isPresent()) {
      return Initial.UNCLEAR;
    }
    var description = call.keyword("description").flatMap(values::text);
    if (call.keyword("description").isPresent() && description.isEmpty()) {
      return Initial.UNCLEAR;
    }
    var inner =
        call.arguments().stream()
            .findFirst()
            .or(() -> call.keyword("default"))
            .map(this::initial)
            .orElse(Initial.NONE);
    return new Initial(
        inner.value(),
        inner.isRequired(),
        inner.isUnclear(),
        description.filter(text -> !text.isEmpty()));
  }
}
