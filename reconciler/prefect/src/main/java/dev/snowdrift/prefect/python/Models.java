package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Call;
import dev.snowdrift.prefect.python.Expression.Constant;
import dev.snowdrift.prefect.python.Expression.Subscript;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The schemas of classes that are written in the file: enumerations, pydantic models, dataclasses.
/// A plain class accepts anything, as Prefect has no schema for it.
final class Models {
  private static final int MAX_BASES = 10;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> HARMLESS =
      Set.of(
          "builtins.property",
          "builtins.staticmethod",
          "builtins.classmethod",
          "functools.cached_property",
          "pydantic.field_validator",
          "pydantic.model_validator",
          "pydantic.computed_field",
          "pydantic.field_serializer");

  private final PythonFile file;
  private final Values values;
  private final TypeSchemas types;

  Models(PythonFile file, Values values, TypeSchemas types) {
    this.file = file;
    this.values = values;
    this.types = types;
  }

  /// A field of a model before its schema is made.
  private record Field(Expression annotation, Optional<Expression> value) {}

  Optional<ObjectNode> schema(Definition.Type type, ObjectNode definitions) {
    if (isPlain(type)) {
      return Optional.of(JSON.objectNode());
    }
    if (!definitions.has(type.name())) {
      definitions.set(type.name(), JSON.objectNode()); // a model may hold itself
      var schema = values.enumeration(type).isPresent() ? enumeration(type) : fields(type);
      if (schema.isEmpty()) {
        return Optional.empty();
      }
      definitions.set(type.name(), schema.get());
    }
    var reference = JSON.objectNode();
    reference.put("$ref", "#/definitions/" + type.name());
    return Optional.of(reference);
  }

  private boolean isPlain(Definition.Type type) {
    return type.decorators().isEmpty()
        && !type.hasKeywords()
        && type.bases().stream().allMatch(base -> is(base, "builtins.object"))
        && ClassBody.of(type).stream()
            .flatMap(body -> body.methods().stream())
            .noneMatch(method -> method.name().startsWith("__get_"));
  }

  private boolean is(Expression expression, String qualified) {
    return file.qualified(expression).equals(Optional.of(qualified));
  }

  private Optional<ObjectNode> enumeration(Definition.Type type) {
    return values
        .members(type)
        .map(members -> {
          var schema = JSON.objectNode();
          type.docstring().map(Docstring::clean).ifPresent(text -> schema.put("description", text));
          var list = JSON.arrayNode();
          members.values().forEach(list::add);
          schema.set("enum", list);
          schema.put("title", type.name());
          TypeSchemas.type(members.values().stream())
              .filter(found -> !found.equals("null"))
              .ifPresent(found -> schema.put("type", found));
          return schema;
        });
  }

  private Optional<ObjectNode> fields(Definition.Type type) {
    var isDataclass = isDataclass(type);
    var fields = isDataclass ? own(type) : inherited(type, 0);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var properties = JSON.objectNode();
    var required = JSON.arrayNode();
    for (var field : fields.get().entrySet()) {
      if (!property(field.getKey(), field.getValue(), properties, required)) {
        return Optional.empty();
      }
    }
    var schema = JSON.objectNode();
    if (forbidsMore(type)) {
      schema.put("additionalProperties", false);
    }
    type.docstring().map(Docstring::clean).ifPresent(text -> schema.put("description", text));
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("title", type.name());
    schema.put("type", "object");
    return Optional.of(schema);
  }

  private boolean isDataclass(Definition.Type type) {
    return type.bases().isEmpty()
        && !type.hasKeywords()
        && type.decorators().size() == 1
        && is(
            type.decorators().getFirst() instanceof Call call
                ? call.function()
                : type.decorators().getFirst(),
            "dataclasses.dataclass");
  }

  /// The fields of a model and of those that it extends, in order.
  private Optional<Map<String, Field>> inherited(Definition.Type type, int depth) {
    if (type.bases().size() != 1
        || type.hasKeywords()
        || !type.decorators().isEmpty()
        || depth > MAX_BASES) {
      return Optional.empty();
    }
    var base = type.bases().getFirst();
    if (is(base, "pydantic.BaseModel")) {
      return own(type);
    }
    if (!(file.definition(base).orElse(null) instanceof Definition.Type parent)
        || forbidsMore(parent)) {
      return Optional.empty();
    }
    var fields = inherited(parent, depth + 1);
    var own = own(type);
    if (fields.isEmpty() || own.isEmpty()) {
      return Optional.empty();
    }
    var all = new LinkedHashMap<>(fields.get());
    all.putAll(own.get());
    return Optional.of(all);
  }

  private Optional<Map<String, Field>> own(Definition.Type type) {
    var body = ClassBody.of(type);
    if (body.isEmpty() || !body.get().methods().stream().allMatch(this::isHarmless)) {
      return Optional.empty();
    }
    var fields = new LinkedHashMap<String, Field>();
    for (var member : body.get().members()) {
      if (member.name().equals("model_config") && isReadable(member)) {
        continue;
      }
      if (member.annotation().isEmpty()) {
        return Optional.empty();
      }
      if (member.annotation().get() instanceof Subscript(var of, var _)
          && is(of, "typing.ClassVar")) {
        continue;
      }
      if (!member.name().startsWith("_")) {
        fields.put(member.name(), new Field(member.annotation().get(), member.value()));
      } else if (isDataclass(type)) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  private boolean isHarmless(Definition.Function method) {
    return !method.name().startsWith("__get_")
        && method.decorators().stream()
            .allMatch(decorator -> {
              var call =
                  decorator instanceof Call found ? Optional.of(found) : Optional.<Call>empty();
              var name = file.qualified(call.map(Call::function).orElse(decorator)).orElse("");
              var mode =
                  call.flatMap(found -> found.keyword("mode"))
                      .flatMap(values::text)
                      .orElse("after");
              return HARMLESS.contains(name) && (mode.equals("after") || mode.equals("before"));
            });
  }

  /// Of a model's settings only `extra` matters to the schema, and those that are known not to.
  private boolean isReadable(ClassBody.Member member) {
    return member.value().orElse(Constant.NONE) instanceof Call call
        && is(call.function(), "pydantic.ConfigDict")
        && call.arguments().isEmpty()
        && !call.isSpread()
        && call.keywords().entrySet().stream()
            .allMatch(entry ->
                switch (entry.getKey()) {
                  case "extra" ->
                      values.text(entry.getValue()).filter(v -> !v.equals("allow")).isPresent();
                  case "frozen", "arbitrary_types_allowed", "validate_assignment", "strict" -> true;
                  default -> false;
                });
  }

  private boolean forbidsMore(Definition.Type type) {
    return ClassBody.of(type).stream()
        .flatMap(body -> body.members().stream())
        .filter(member -> member.name().equals("model_config"))
        .flatMap(member -> member.value().stream())
        .filter(Call.class::isInstance)
        .flatMap(value -> ((Call) value).keyword("extra").stream())
        .flatMap(extra -> values.text(extra).stream())
        .anyMatch("forbid"::equals);
  }

  /// Adds one field; false if it cannot be read.
  private boolean property(String name, Field field, ObjectNode properties, ArrayNode required) {
    var type = types.ofFields().schema(field.annotation());
    var call =
        field.value().orElse(Constant.NONE) instanceof Call found && isFieldCall(found)
            ? Optional.of(found)
            : Optional.<Call>empty();
    var schema =
        call.isPresent()
            ? type.flatMap(inner -> new Constraints(values).apply(call.get(), inner, false))
            : type;
    var value = call.isPresent() ? explicitDefault(call.get()) : field.value();
    var json = value.flatMap(values::of);
    var key = call.flatMap(found -> found.keyword("alias"));
    if (schema.isEmpty()
        || (value.isPresent() && json.isEmpty())
        || (key.isPresent() && key.flatMap(values::text).isEmpty())) {
      return false;
    }
    var property = schema.get();
    var shown = key.flatMap(values::text).orElse(name);
    if (!property.has("title") && !isReference(property)) {
      property.put("title", title(shown));
    }
    json.ifPresent(node -> property.set("default", node));
    properties.set(shown, property);
    if (value.isEmpty() && call.flatMap(found -> found.keyword("default_factory")).isEmpty()) {
      required.add(shown);
    }
    return true;
  }

  private boolean isFieldCall(Call call) {
    return types.isField(call) || is(call.function(), "dataclasses.field");
  }

  private static Optional<Expression> explicitDefault(Call field) {
    return field
        .keyword("default")
        .or(() -> field.arguments().stream().findFirst())
        .filter(value -> value != Constant.ELLIPSIS);
  }

  /// A class has its own title, and so has what may be None instead.
  private static boolean isReference(ObjectNode schema) {
    var any = schema.path("anyOf");
    return schema.has("$ref")
        || (any.size() == 2
            && any.get(0).has("$ref")
            && any.get(1).path("type").asString("").equals("null"));
  }

  /// `batch_size` is shown as `Batch Size`.
  private static String title(String name) {
    var title = new StringBuilder();
    var isInWord = false;
    for (var at = 0; at < name.length(); at++) {
      var c = name.charAt(at);
      title.append(isInWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      isInWord = Character.isLetter(c);
    }
    return title.toString().replace('_', ' ').strip();
  }
}
