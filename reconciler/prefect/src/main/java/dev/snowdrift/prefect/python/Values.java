package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Attribute;
import dev.snowdrift.prefect.python.Expression.Binary;
import dev.snowdrift.prefect.python.Expression.Bracket;
import dev.snowdrift.prefect.python.Expression.Bytes;
import dev.snowdrift.prefect.python.Expression.Call;
import dev.snowdrift.prefect.python.Expression.Constant;
import dev.snowdrift.prefect.python.Expression.Formatted;
import dev.snowdrift.prefect.python.Expression.Mapping;
import dev.snowdrift.prefect.python.Expression.Name;
import dev.snowdrift.prefect.python.Expression.Negative;
import dev.snowdrift.prefect.python.Expression.Real;
import dev.snowdrift.prefect.python.Expression.Sequence;
import dev.snowdrift.prefect.python.Expression.Text;
import dev.snowdrift.prefect.python.Expression.Whole;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Values that are written down, as pydantic turns them into JSON. What is computed has none.
final class Values {
  /// Bits of a whole number that is multiplied out.
  private static final int MAX_BITS = 1024;

  /// Characters of a text that is put together.
  private static final int MAX_TEXT = 100_000;

  private static final int MAX_DEPTH = 60;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final PythonFile file;

  Values(PythonFile file) {
    this.file = file;
  }

  Optional<JsonNode> of(Expression expression) {
    return of(expression, 0);
  }

  Optional<String> text(Expression expression) {
    return of(expression).filter(JsonNode::isString).map(JsonNode::asString);
  }

  private Optional<JsonNode> of(Expression expression, int depth) {
    if (depth > MAX_DEPTH) {
      return Optional.empty();
    }
    return switch (expression) {
      case Text(var value) -> Optional.of(JSON.stringNode(value));
      case Bytes(var value) ->
          value.chars().allMatch(c -> c < 128)
              ? Optional.of(JSON.stringNode(value))
              : Optional.empty();
      case Whole(var value) -> Optional.of(JSON.numberNode(value));
      case Real(var value) ->
          Double.isFinite(value) ? Optional.of(JSON.numberNode(value)) : Optional.empty();
      case Constant constant -> constant(constant);
      case Negative(var of) -> of(of, depth + 1).flatMap(Values::negated);
      case Binary binary -> binary(binary, depth + 1);
      case Formatted(var parts) -> joined(parts, depth + 1);
      case Sequence(var bracket, var items) -> sequence(bracket, items, depth + 1);
      case Mapping mapping -> mapping(mapping, depth + 1);
      case Name name -> named(name, depth + 1);
      case Attribute(var of, var name) -> member(of, name);
      case Call call -> new Calls(this, file).of(call);
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> constant(Constant constant) {
    return switch (constant) {
      case TRUE -> Optional.of(JSON.booleanNode(true));
      case FALSE -> Optional.of(JSON.booleanNode(false));
      case NONE -> Optional.of(JSON.nullNode());
      case ELLIPSIS -> Optional.empty();
    };
  }

  private static Optional<JsonNode> negated(JsonNode value) {
    if (value.isIntegralNumber()) {
      return Optional.of(JSON.numberNode(value.bigIntegerValue().negate()));
    }
    return value.isFloatingPointNumber()
        ? Optional.of(JSON.numberNode(-value.doubleValue()))
        : Optional.empty();
  }

  /// Whole numbers and texts only, as in `60 * 60`.
  private Optional<JsonNode> binary(Binary binary, int depth) {
    var left = of(binary.left(), depth);
    var right = of(binary.right(), depth);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    if (left.get().isString() && right.get().isString() && binary.operator().equals("+")) {
      return limited(left.get().asString() + right.get().asString());
    }
    if (!left.get().isIntegralNumber() || !right.get().isIntegralNumber()) {
      return Optional.empty();
    }
    var a = left.get().bigIntegerValue();
    var b = right.get().bigIntegerValue();
    if (a.bitLength() + b.bitLength() > MAX_BITS) {
      return Optional.empty();
    }
    return switch (binary.operator()) {
      case "+" -> whole(a.add(b));
      case "-" -> whole(a.subtract(b));
      case "*" -> whole(a.multiply(b));
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> whole(BigInteger value) {
    return Optional.of(JSON.numberNode(value));
  }

  private static Optional<JsonNode> limited(String text) {
    return text.length() > MAX_TEXT ? Optional.empty() : Optional.of(JSON.stringNode(text));
  }

  private Optional<JsonNode> joined(List<Expression> parts, int depth) {
    var text = new StringBuilder();
    for (var part : parts) {
      var value = of(part, depth).filter(node -> node.isString() || node.isIntegralNumber());
      if (value.isEmpty() || text.length() > MAX_TEXT) {
        return Optional.empty();
      }
      text.append(value.get().asString());
    }
    return limited(text.toString());
  }

  /// The items of a set have no order, except where there is one only.
  private Optional<JsonNode> sequence(Bracket bracket, List<Expression> items, int depth) {
    var array = JSON.arrayNode();
    for (var item : items) {
      var value = of(item, depth);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      array.add(value.get());
    }
    return bracket == Bracket.SET && items.size() > 1 ? Optional.empty() : Optional.of(array);
  }

  private Optional<JsonNode> mapping(Mapping mapping, int depth) {
    var object = JSON.objectNode();
    for (var entry : mapping.entries()) {
      var key = of(entry.key(), depth).filter(node -> node.isString() || node.isIntegralNumber());
      var value = of(entry.value(), depth);
      if (key.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      object.set(key.get().asString(), value.get());
    }
    return Optional.of(object);
  }

  /// A constant of the file. Lists and dictionaries may have been changed since, so they are none.
  private Optional<JsonNode> named(Name name, int depth) {
    return file.meaning(name.id())
        .filter(_ -> file.bound(name.id()).stream().noneMatch(PythonFile.Bound::isConditional))
        .filter(Binding.Assigned.class::isInstance)
        .flatMap(binding -> of(((Binding.Assigned) binding).value(), depth))
        .filter(value -> !value.isContainer());
  }

  private Optional<JsonNode> member(Expression of, String name) {
    return file.definition(of)
        .filter(Definition.Type.class::isInstance)
        .flatMap(definition -> members((Definition.Type) definition))
        .flatMap(members -> Optional.ofNullable(members.get(name)));
  }

  /// The values of an enumeration that is written out in the file, in order.
  Optional<Map<String, JsonNode>> members(Definition.Type type) {
    var base = enumeration(type);
    var body = ClassBody.of(type);
    if (base.isEmpty() || body.isEmpty()) {
      return Optional.empty();
    }
    var members = new LinkedHashMap<String, JsonNode>();
    for (var member : body.get().members()) {
      var value =
          member
              .value()
              .flatMap(expression -> memberValue(member.name(), expression, base.get(), members));
      if (value.isEmpty() || member.name().startsWith("_") || members.containsValue(value.get())) {
        return Optional.empty();
      }
      members.put(member.name(), value.get());
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(members);
  }

  private Optional<JsonNode> memberValue(
      String name, Expression expression, String base, Map<String, JsonNode> before) {
    var isAuto =
        expression instanceof Call call
            && file.qualified(call.function()).equals(Optional.of("enum.auto"));
    if (!isAuto) {
      return expression instanceof Call ? Optional.empty() : of(expression);
    }
    if (base.equals("enum.StrEnum")) {
      return Optional.of(JSON.stringNode(name.toLowerCase(Locale.ROOT)));
    }
    var values = new ArrayList<>(before.values());
    if (!base.equals("enum.Enum") && !base.equals("enum.IntEnum")) {
      return Optional.empty();
    }
    return values.stream().allMatch(JsonNode::isIntegralNumber)
        ? whole(
            values.stream()
                .map(JsonNode::bigIntegerValue)
                .reduce(BigInteger.ZERO, BigInteger::max)
                .add(BigInteger.ONE))
        : Optional.empty();
  }

  /// Which enumeration a class extends; `str, Enum` counts as `str`.
  Optional<String> enumeration(Definition.Type type) {
    if (type.hasKeywords() || !type.decorators().stream().allMatch(this::isUnique)) {
      return Optional.empty();
    }
    var bases = type.bases().stream().map(base -> file.qualified(base).orElse("")).toList();
    if (bases.size() == 1
        && List.of("enum.Enum", "enum.IntEnum", "enum.StrEnum").contains(bases.getFirst())) {
      return Optional.of(bases.getFirst());
    }
    return bases.size() == 2
            && bases.getLast().equals("enum.Enum")
            && List.of("builtins.str", "builtins.int").contains(bases.getFirst())
        ? Optional.of(bases.getFirst())
        : Optional.empty();
  }

  private boolean isUnique(Expression decorator) {
    return file.qualified(decorator).equals(Optional.of("enum.unique"));
  }
}
