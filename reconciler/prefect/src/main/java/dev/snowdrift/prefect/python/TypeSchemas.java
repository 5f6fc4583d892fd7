package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Attribute;
import dev.snowdrift.prefect.python.Expression.Binary;
import dev.snowdrift.prefect.python.Expression.Bracket;
import dev.snowdrift.prefect.python.Expression.Call;
import dev.snowdrift.prefect.python.Expression.Constant;
import dev.snowdrift.prefect.python.Expression.Name;
import dev.snowdrift.prefect.python.Expression.Sequence;
import dev.snowdrift.prefect.python.Expression.Subscript;
import dev.snowdrift.prefect.python.Expression.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON schema of an annotation, as pydantic 2 makes it for input. Empty for what the text does
/// not tell: a type from a module that is not known here, a computed one.
final class TypeSchemas {
  private static final int MAX_DEPTH = 30;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final String ITEMS = "{'items': {}, 'type': 'array'}";
  private static final String UNIQUE = "{'items': {}, 'type': 'array', 'uniqueItems': true}";
  private static final String OBJECT = "{'additionalProperties': true, 'type': 'object'}";

  /// Types that need nothing in brackets.
  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("builtins.int", "{'type': 'integer'}"),
          Map.entry("builtins.str", "{'type': 'string'}"),
          Map.entry("builtins.float", "{'type': 'number'}"),
          Map.entry("builtins.bool", "{'type': 'boolean'}"),
          Map.entry("builtins.bytes", "{'format': 'binary', 'type': 'string'}"),
          Map.entry("builtins.list", ITEMS),
          Map.entry("builtins.tuple", ITEMS),
          Map.entry("builtins.set", UNIQUE),
          Map.entry("builtins.frozenset", UNIQUE),
          Map.entry("builtins.dict", OBJECT),
          Map.entry("builtins.object", "{}"),
          Map.entry("builtins.type", "{}"),
          Map.entry("typing.Any", "{}"),
          Map.entry("collections.abc.Sequence", ITEMS),
          Map.entry("collections.abc.Iterable", ITEMS),
          Map.entry("collections.abc.Mapping", OBJECT),
          Map.entry("datetime.datetime", "{'format': 'date-time', 'type': 'string'}"),
          Map.entry("datetime.date", "{'format': 'date', 'type': 'string'}"),
          Map.entry("datetime.time", "{'format': 'time', 'type': 'string'}"),
          Map.entry("datetime.timedelta", "{'format': 'duration', 'type': 'string'}"),
          Map.entry("uuid.UUID", "{'format': 'uuid', 'type': 'string'}"),
          Map.entry("pathlib.Path", "{'format': 'path', 'type': 'string'}"),
          Map.entry("decimal.Decimal", "{'anyOf': [{'type': 'number'}, {'type': 'string'}]}"),
          Map.entry(
              "pydantic.SecretStr", "{'format': 'password', 'type': 'string', 'writeOnly': true}"),
          Map.entry(
              "pydantic.HttpUrl",
              "{'format': 'uri', 'maxLength': 2083, 'minLength': 1, 'type': 'string'}"),
          Map.entry("pydantic.AnyUrl", "{'format': 'uri', 'minLength': 1, 'type': 'string'}"),
          Map.entry("pydantic.PositiveInt", "{'exclusiveMinimum': 0, 'type': 'integer'}"),
          Map.entry("pydantic.NonNegativeInt", "{'minimum': 0, 'type': 'integer'}"),
          Map.entry("pydantic.PositiveFloat", "{'exclusiveMinimum': 0, 'type': 'number'}"),
          Map.entry("pydantic.NonNegativeFloat", "{'minimum': 0, 'type': 'number'}"));

  private final PythonFile file;
  private final Values values;
  private final Models models;
  private final ObjectNode definitions;
  private final boolean isModule;

  /// @param definitions where the schemas of classes go
  TypeSchemas(PythonFile file, Values values, ObjectNode definitions) {
    this(file, values, definitions, false);
  }

  /// @param isModule whether text in brackets finds the names of the file: it does in the fields of
  ///   a model, and not in a function's header, where Prefect looks in a module of its own
  ///   (PrefectHQ/prefect, src/prefect/_internal/pydantic/v2_schema.py)
  private TypeSchemas(PythonFile file, Values values, ObjectNode definitions, boolean isModule) {
    this.file = file;
    this.values = values;
    this.definitions = definitions;
    this.isModule = isModule;
    this.models = new Models(file, values, this);
  }

  TypeSchemas ofFields() {
    return isModule ? this : new TypeSchemas(file, values, definitions, true);
  }

  static boolean isKnown(String qualified) {
    return PLAIN.containsKey(qualified)
        || Stream.of("Optional", "Union", "Literal", "Annotated")
            .anyMatch(name -> qualified.equals("typing." + name));
  }

  Optional<ObjectNode> schema(Expression annotation) {
    return schema(annotation, 0);
  }

  private Optional<ObjectNode> schema(Expression annotation, int depth) {
    if (depth > MAX_DEPTH) {
      return Optional.empty();
    }
    return switch (file.aliased(annotation)) {
      case Constant constant when constant == Constant.NONE ->
          Optional.of(node("{'type': 'null'}"));
      case Text(var source) -> forward(source, depth);
      case Binary union when union.operator().equals("|") -> union(members(union, depth), depth);
      case Subscript subscript -> subscript(subscript, depth);
      case Call call -> newType(call, depth);
      case Name name -> named(name);
      case Attribute attribute -> named(attribute);
      default -> Optional.empty();
    };
  }

  private Optional<ObjectNode> forward(String source, int depth) {
    var expression = expression(source);
    return isModule || expression.reads().allMatch(Qualified::isBuiltin)
        ? schema(expression, depth + 1)
        : Optional.empty();
  }

  /// An annotation that is written as text.
  static Expression expression(String source) {
    try {
      return ExpressionParser.parse(source);
    } catch (PythonSyntaxException _) {
      return new Expression.Computed(List.of());
    }
  }

  private Optional<ObjectNode> named(Expression name) {
    if (file.definition(name).orElse(null) instanceof Definition.Type type) {
      return models.schema(type, definitions);
    }
    return file.qualified(name)
        .map(qualified -> PLAIN.getOrDefault(qualified, ""))
        .filter(json -> !json.isEmpty())
        .map(TypeSchemas::node);
  }

  private Optional<ObjectNode> newType(Call call, int depth) {
    var isNewType = file.qualified(call.function()).equals(Optional.of("typing.NewType"));
    return isNewType && call.arguments().size() == 2
        ? schema(call.arguments().getLast(), depth + 1)
        : Optional.empty();
  }

  private Optional<ObjectNode> subscript(Subscript subscript, int depth) {
    var of = subscript.index();
    var items =
        of instanceof Sequence(var bracket, var list) && bracket == Bracket.TUPLE
            ? list
            : List.of(of);
    return switch (file.qualified(subscript.of()).orElse("")) {
      case "typing.Optional", "typing.Union" -> union(members(subscript, depth), depth);
      case "typing.Literal" -> literal(items);
      case "typing.Annotated" -> annotated(items, depth);
      case "builtins.type" -> items.size() == 1 ? Optional.of(node("{}")) : Optional.empty();
      case "builtins.list", "collections.abc.Sequence", "collections.abc.Iterable" ->
          one(items, depth).map(item -> array(item, false));
      case "builtins.set", "builtins.frozenset", "collections.abc.Set" ->
          one(items, depth).map(item -> array(item, true));
      case "builtins.tuple" -> tuple(items, depth);
      case "builtins.dict", "collections.abc.Mapping" -> dictionary(items, depth);
      default -> Optional.empty();
    };
  }

  private Optional<ObjectNode> one(List<Expression> items, int depth) {
    return items.size() == 1 ? schema(items.getFirst(), depth + 1) : Optional.empty();
  }

  private static ObjectNode array(ObjectNode item, boolean isUnique) {
    var array = JSON.objectNode();
    array.set("items", item);
    array.put("type", "array");
    if (isUnique) {
      array.put("uniqueItems", true);
    }
    return array;
  }

  private Optional<ObjectNode> tuple(List<Expression> items, int depth) {
    if (items.size() == 2 && items.getLast() == Constant.ELLIPSIS) {
      return schema(items.getFirst(), depth + 1).map(item -> array(item, false));
    }
    var schemas = all(items, depth);
    if (schemas.isEmpty()) {
      return Optional.empty();
    }
    var tuple = JSON.objectNode();
    tuple.put("maxItems", items.size());
    tuple.put("minItems", items.size());
    if (!items.isEmpty()) {
      tuple.set("prefixItems", list(schemas.get()));
    }
    tuple.put("type", "array");
    return Optional.of(tuple);
  }

  private static ArrayNode list(List<ObjectNode> schemas) {
    var list = JSON.arrayNode();
    schemas.forEach(list::add);
    return list;
  }

  private Optional<List<ObjectNode>> all(List<Expression> items, int depth) {
    var schemas = new ArrayList<ObjectNode>();
    for (var item : items) {
      var schema = schema(item, depth + 1);
      if (schema.isEmpty()) {
        return Optional.empty();
      }
      schemas.add(schema.get());
    }
    return Optional.of(schemas);
  }

  private Optional<ObjectNode> dictionary(List<Expression> items, int depth) {
    var schemas = all(items, depth);
    if (items.size() != 2 || schemas.isEmpty()) {
      return Optional.empty();
    }
    var keys = schemas.get().getFirst();
    if (!keys.has("$ref")) {
      keys.remove("type");
    }
    var value = schemas.get().getLast();
    var object = JSON.objectNode();
    object.set("additionalProperties", value.isEmpty() ? JSON.booleanNode(true) : value);
    if (!keys.isEmpty()) {
      object.set("propertyNames", keys);
    }
    object.put("type", "object");
    return Optional.of(object);
  }

  /// The members of a union, those of unions in it among them.
  private Stream<Expression> members(Expression union, int depth) {
    if (depth > MAX_DEPTH) {
      return Stream.of(new Expression.Computed(List.of()));
    }
    return switch (file.aliased(union)) {
      case Binary(var operator, var left, var right) when operator.equals("|") ->
          Stream.concat(members(left, depth + 1), members(right, depth + 1));
      case Subscript(var of, var index) when isUnion(of) -> {
        var items = index instanceof Sequence(var _, var list) ? list.stream() : Stream.of(index);
        var inner = items.flatMap(item -> members(item, depth + 1));
        yield isOptional(of) ? Stream.concat(inner, Stream.of(Constant.NONE)) : inner;
      }
      case Expression other -> Stream.of(other);
    };
  }

  private boolean isUnion(Expression of) {
    return isOptional(of) || file.qualified(of).equals(Optional.of("typing.Union"));
  }

  private boolean isOptional(Expression of) {
    return file.qualified(of).equals(Optional.of("typing.Optional"));
  }

  /// One of several; None comes last.
  private Optional<ObjectNode> union(Stream<Expression> members, int depth) {
    var schemas = all(members.toList(), depth);
    if (schemas.isEmpty()) {
      return Optional.empty();
    }
    var none = node("{'type': 'null'}");
    var different = new LinkedHashSet<JsonNode>();
    for (var schema : schemas.get()) {
      if (schema.size() == 1 && schema.has("anyOf")) {
        schema.get("anyOf").forEach(different::add);
      } else {
        different.add(schema);
      }
    }
    if (different.remove(none)) {
      different.add(none);
    }
    if (different.size() == 1) {
      return Optional.of((ObjectNode) different.getFirst());
    }
    var any = JSON.arrayNode();
    different.forEach(any::add);
    var union = JSON.objectNode();
    union.set("anyOf", any);
    return Optional.of(union);
  }

  private Optional<ObjectNode> literal(List<Expression> items) {
    var choices = new LinkedHashSet<JsonNode>();
    for (var item : items) {
      if (item instanceof Subscript(var _, var _) || item instanceof Name) {
        return Optional.empty();
      }
      var value = values.of(item).filter(JsonNode::isValueNode);
      if (value.isEmpty() || !choices.add(value.get())) {
        return Optional.empty();
      }
    }
    return choices.isEmpty() ? Optional.empty() : Optional.of(choice(choices));
  }

  private static ObjectNode choice(SequencedSet<JsonNode> choices) {
    var schema = JSON.objectNode();
    if (choices.size() == 1) {
      schema.set("const", choices.getFirst());
    } else {
      var list = JSON.arrayNode();
      choices.forEach(list::add);
      schema.set("enum", list);
    }
    type(choices.stream()).ifPresent(type -> schema.put("type", type));
    return schema;
  }

  /// The JSON type that all values have, if it is one.
  static Optional<String> type(Stream<JsonNode> values) {
    var types =
        values
            .map(value ->
                switch (value.getNodeType()) {
                  case STRING -> "string";
                  case BOOLEAN -> "boolean";
                  case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
                  case ARRAY -> "array";
                  case NULL -> "null";
                  default -> "";
                })
            .distinct()
            .toList();
    return types.size() == 1
        ? Optional.of(types.getFirst()).filter(t -> !t.isEmpty())
        : Optional.empty();
  }

  private Optional<ObjectNode> annotated(List<Expression> items, int depth) {
    if (items.size() < 2) {
      return Optional.empty();
    }
    var schema = schema(items.getFirst(), depth + 1);
    for (var item : items.subList(1, items.size())) {
      if (item instanceof Text) {
        continue;
      }
      schema =
          item instanceof Call call && isField(call)
              ? schema.flatMap(inner -> new Constraints(values).apply(call, inner, depth == 0))
              : Optional.empty();
    }
    return schema;
  }

  boolean isField(Call call) {
    return file.qualified(call.function()).equals(Optional.of("pydantic.Field"));
  }

  static ObjectNode node(String json) {
    return (ObjectNode) MAPPER.readTree(json.replace('\'', '"'));
  }
}
