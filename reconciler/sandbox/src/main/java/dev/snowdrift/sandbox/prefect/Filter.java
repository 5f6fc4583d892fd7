package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One filter object of a filter body, such as `deployments`. It behaves like the server's, traps
/// included: unknown keys inside are refused, an empty list in `all_` restricts nothing
/// (PrefectHQ/prefect, src/prefect/server/schemas/filters.py). Unknown keys beside it are the
/// caller's to ignore.
final class Filter {
  private record Field(
      String key, List<String> operators, Function<ObjectNode, JsonNode> value, List<Field> inner) {
    Field {
      operators = List.copyOf(operators);
      inner = List.copyOf(inner);
    }
  }

  private final String name;
  private final List<Field> fields;

  private Filter(String name, List<Field> fields) {
    this.name = name;
    this.fields = List.copyOf(fields);
  }

  static Filter of(String name) {
    return new Filter(name, List.of());
  }

  /// A key which looks at the item's field of the same name.
  Filter field(String key, String... operators) {
    return field(key, item -> item.path(key), operators);
  }

  Filter field(String key, Function<ObjectNode, JsonNode> value, String... operators) {
    return with(new Field(key, List.of(operators), value, List.of()));
  }

  /// A flow run's state: `{"state": {"type": {"any_": [...]}, "name": ...}}`.
  Filter state() {
    var inner =
        List.of(
            new Field(
                "type", List.of("any_", "not_any_"), run -> run.path("state_type"), List.of()),
            new Field(
                "name", List.of("any_", "not_any_"), run -> run.path("state_name"), List.of()));
    return with(new Field("state", List.of(), run -> run, inner));
  }

  /// What the body demands of an item; everything when it has no such filter. Throws 422 for a key
  /// or operator that does not exist.
  Predicate<ObjectNode> in(JsonNode body) {
    var filter = body.path(name);
    if (filter.isMissingNode() || filter.isNull()) {
      return _ -> true;
    }
    var violations = new ArrayList<Violation>();
    var demands = demands(fields, filter, List.of(name), violations);
    if (!violations.isEmpty()) {
      throw ApiError.invalid(violations, body);
    }
    if (Json.text(filter, "operator").equals("or_")) {
      return item -> demands.isEmpty() || demands.stream().anyMatch(d -> d.test(item));
    }
    return item -> demands.stream().allMatch(demand -> demand.test(item));
  }

  private Filter with(Field field) {
    return new Filter(name, Stream.concat(fields.stream(), Stream.of(field)).toList());
  }

  private static List<Predicate<ObjectNode>> demands(
      List<Field> fields, JsonNode filter, List<String> where, List<Violation> violations) {
    var demands = new ArrayList<Predicate<ObjectNode>>();
    for (var entry : filter.properties()) {
      var place = Shape.append(where, entry.getKey());
      if (entry.getKey().equals("operator") || entry.getValue().isNull()) {
        continue;
      }
      var field = fields.stream().filter(f -> f.key().equals(entry.getKey())).findFirst();
      if (field.isEmpty()) {
        violations.add(Violation.extra(place, entry.getValue()));
      } else if (field.get().inner().isEmpty()) {
        demands.addAll(operators(field.get(), entry.getValue(), place, violations));
      } else {
        demands.addAll(demands(field.get().inner(), entry.getValue(), place, violations));
      }
    }
    return demands;
  }

  private static List<Predicate<ObjectNode>> operators(
      Field field, JsonNode wanted, List<String> where, List<Violation> violations) {
    var demands = new ArrayList<Predicate<ObjectNode>>();
    for (var entry : wanted.properties()) {
      if (entry.getValue().isNull() || entry.getKey().equals("operator")) {
        continue;
      }
      if (!field.operators().contains(entry.getKey())) {
        violations.add(Violation.extra(Shape.append(where, entry.getKey()), entry.getValue()));
        continue;
      }
      var operator = operator(entry.getKey());
      demands.add(item -> operator.test(field.value().apply(item), entry.getValue()));
    }
    return demands;
  }

  private static BiPredicate<JsonNode, JsonNode> operator(String name) {
    return switch (name) {
      case "any_" -> Filter::any;
      case "not_any_" -> (value, wanted) -> !any(value, wanted);
      case "all_" -> (value, wanted) -> Json.texts(value).containsAll(Json.texts(wanted));
      case "like_" ->
          (value, wanted) ->
              value
                  .asString()
                  .toLowerCase(Locale.ROOT)
                  .contains(wanted.asString().toLowerCase(Locale.ROOT));
      case "eq_" -> JsonNode::equals;
      case "is_null_" -> (value, wanted) -> absent(value) == wanted.asBoolean();
      case "before_" -> (value, wanted) -> !absent(value) && !time(value).isAfter(time(wanted));
      case "after_" -> (value, wanted) -> !absent(value) && !time(value).isBefore(time(wanted));
      default -> throw new IllegalStateException("no such operator: " + name);
    };
  }

  private static boolean any(JsonNode value, JsonNode wanted) {
    var texts = Json.texts(wanted);
    return value.isArray()
        ? Json.texts(value).stream().anyMatch(texts::contains)
        : !absent(value) && texts.contains(value.asString());
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty());
  }

  private static Instant time(JsonNode value) {
    return OffsetDateTime.parse(value.asString()).toInstant();
  }
}
