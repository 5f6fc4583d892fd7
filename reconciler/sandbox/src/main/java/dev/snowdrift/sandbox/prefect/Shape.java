package dev.snowdrift.sandbox.prefect;

import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a request body may hold. Fields that are not named are refused, as the server does.
final class Shape {
  enum Type {
    TEXT("string_type", "Input should be a valid string", JsonNode::isString),
    BOOL("bool_type", "Input should be a valid boolean", JsonNode::isBoolean),
    INT("int_type", "Input should be a valid integer", JsonNode::isIntegralNumber),
    NUMBER("float_type", "Input should be a valid number", JsonNode::isNumber),
    LIST("list_type", "Input should be a valid list", JsonNode::isArray),
    OBJECT("dict_type", "Input should be a valid dictionary", JsonNode::isObject),
    ID("uuid_parsing", "Input should be a valid UUID", Shape::isId),
    ANY("any", "anything", _ -> true);

    private final String code;
    private final String message;

    @SuppressWarnings("ImmutableEnumChecker") // the predicates hold no state
    private final Predicate<JsonNode> fits;

    Type(String code, String message, Predicate<JsonNode> fits) {
      this.code = code;
      this.message = message;
      this.fits = fits;
    }
  }

  private record Field(
      String name,
      Type type,
      boolean required,
      boolean nullable,
      Function<JsonNode, Optional<Violation>> check) {}

  private final List<Field> fields;

  private Shape(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  static Shape empty() {
    return new Shape(List.of());
  }

  Shape required(String name, Type type) {
    return with(new Field(name, type, true, type == Type.ANY, _ -> Optional.empty()));
  }

  /// May be left out, may not be null.
  Shape optional(String name, Type type) {
    return with(new Field(name, type, false, type == Type.ANY, _ -> Optional.empty()));
  }

  Shape nullable(String... namesOfOneType) {
    var shape = this;
    for (var name : namesOfOneType) {
      shape = shape.nullable(name, Type.TEXT);
    }
    return shape;
  }

  Shape nullable(String name, Type type) {
    return with(new Field(name, type, false, true, _ -> Optional.empty()));
  }

  /// Adds a check to the field added last; it sees values of the right type only.
  Shape checked(Function<JsonNode, Optional<Violation>> check) {
    var last = fields.getLast();
    var rest = fields.subList(0, fields.size() - 1);
    var field = new Field(last.name(), last.type(), last.required(), last.nullable(), check);
    return new Shape(Stream.concat(rest.stream(), Stream.of(field)).toList());
  }

  Shape pattern(String regex) {
    var name = fields.getLast().name();
    return checked(value ->
        value.asString().matches(regex)
            ? Optional.empty()
            : Optional.of(
                new Violation(
                    "string_pattern_mismatch",
                    List.of(name),
                    "String should match pattern '%s'".formatted(regex),
                    value)));
  }

  Shape value(Predicate<JsonNode> good, String otherwise) {
    var name = fields.getLast().name();
    return checked(value ->
        good.test(value)
            ? Optional.empty()
            : Optional.of(Violation.value(List.of(name), otherwise, value)));
  }

  Shape atLeast(int least) {
    var name = fields.getLast().name();
    return checked(value ->
        value.asDouble() >= least
            ? Optional.empty()
            : Optional.of(
                new Violation(
                    "greater_than_equal",
                    List.of(name),
                    "Input should be greater than or equal to " + least,
                    value)));
  }

  Shape atMost(int most) {
    var name = fields.getLast().name();
    var before = fields.getLast().check();
    return checked(value -> {
      var earlier = before.apply(value);
      return earlier.isPresent() || value.asDouble() <= most
          ? earlier
          : Optional.of(
              new Violation(
                  "less_than_equal",
                  List.of(name),
                  "Input should be less than or equal to " + most,
                  value));
    });
  }

  Shape positive() {
    var name = fields.getLast().name();
    return checked(value ->
        value.asDouble() > 0
            ? Optional.empty()
            : Optional.of(
                new Violation(
                    "greater_than", List.of(name), "Input should be greater than 0", value)));
  }

  /// Throws 422 with everything that does not fit.
  void check(JsonNode body) {
    var violations = violations(body, List.of());
    if (!violations.isEmpty()) {
      throw ApiError.invalid(violations, body);
    }
  }

  List<Violation> violations(JsonNode body, List<String> where) {
    if (!body.isObject()) {
      return List.of(
          new Violation(
              "model_attributes_type",
              where,
              "Input should be a valid dictionary or object to extract fields from",
              body));
    }
    var found = new ArrayList<Violation>();
    for (var field : fields) {
      var place = append(where, field.name());
      if (!body.has(field.name())) {
        if (field.required()) {
          found.add(Violation.missing(place, body));
        }
        continue;
      }
      var value = body.path(field.name());
      if (value.isNull() && field.nullable()) {
        continue;
      }
      if (!field.type().fits.test(value)) {
        found.add(new Violation(field.type().code, place, field.type().message, value));
        continue;
      }
      field
          .check()
          .apply(value)
          .map(v -> new Violation(v.type(), concat(where, v.where()), v.message(), v.input()))
          .ifPresent(found::add);
    }
    for (var entry : body.properties()) {
      if (fields.stream().noneMatch(field -> field.name().equals(entry.getKey()))) {
        found.add(Violation.extra(append(where, entry.getKey()), entry.getValue()));
      }
    }
    return found;
  }

  static List<String> append(List<String> where, String step) {
    return concat(where, List.of(step));
  }

  private static List<String> concat(List<String> head, List<String> tail) {
    return Stream.concat(head.stream(), tail.stream()).toList();
  }

  private Shape with(Field field) {
    return new Shape(Stream.concat(fields.stream(), Stream.of(field)).toList());
  }

  private static boolean isId(JsonNode value) {
    return value.isString() && value.asString().matches(Router.ID);
  }
}
