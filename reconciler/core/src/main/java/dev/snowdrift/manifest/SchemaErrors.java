package dev.snowdrift.manifest;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns a validator's errors into problems that a person can act on, at the place they concern.
final class SchemaErrors {
  private final Mapping root;
  private final ObjectNode schema;
  private final String subject;
  private final Problems problems;

  SchemaErrors(Mapping root, ObjectNode schema, String subject, Problems problems) {
    this.root = root;
    this.schema = schema;
    this.subject = subject;
    this.problems = problems;
  }

  /// Adds one problem, unless the value at that place is refused already.
  void add(Error error, Set<List<String>> refused) {
    var path = path(error);
    if (refused.contains(path)) {
      return;
    }
    var wanted = schemaAt(path);
    var found = NodePath.deepest(root, path);
    switch (error.getKeyword()) {
      case "additionalProperties" -> unknown(path, error.getProperty(), wanted);
      case "required" -> missing(path, error.getProperty(), wanted);
      case "type" -> wrongType(path, found, wanted);
      case "enum" -> notListed(path, found, wanted);
      case "pattern" ->
          wrongValue(
              path,
              found,
              "must be " + wanted.path(SchemaAttributes.REASON).asString("of another form"),
              next(wanted, "correct the value"));
      case "minimum" -> bound(path, found, wanted, "at least " + wanted.path("minimum").asString());
      case "maximum" -> bound(path, found, wanted, "at most " + wanted.path("maximum").asString());
      case "minItems" ->
          bound(
              path,
              found,
              wanted,
              "at least %s long".formatted(wanted.path("minItems").asString()));
      case "maxItems" ->
          bound(
              path, found, wanted, "at most %s long".formatted(wanted.path("maxItems").asString()));
      case "minLength" ->
          bound(
              path,
              found,
              wanted,
              "of %s characters or more".formatted(wanted.path("minLength").asString()));
      case "maxLength" ->
          bound(
              path,
              found,
              wanted,
              "of %s characters or fewer".formatted(wanted.path("maxLength").asString()));
      default -> bound(path, found, wanted, Shorten.message(error.getMessage()));
    }
  }

  private void unknown(List<String> path, String name, JsonNode wanted) {
    var valid =
        wanted.path("properties").propertyNames().stream()
            .sorted()
            .collect(Collectors.toCollection(ArrayList::new));
    var at =
        NodePath.deepest(root, path) instanceof Mapping mapping
            ? mapping.entry(name).map(Mapping.Entry::keyAt).orElse(mapping.at())
            : root.at();
    var within = path.isEmpty() ? "" : " in " + FieldName.of(path);
    problems.add(
        Code.FIELD_UNKNOWN,
        at,
        subject,
        "unknown field `%s`%s".formatted(Shorten.text(name), within),
        valid.isEmpty() ? "there are no fields here" : "fields are " + String.join(", ", valid),
        Nearest.of(name, valid)
            .map(near -> "write `%s`".formatted(near))
            .orElse("remove the field, or write one of those"));
  }

  private void missing(List<String> path, String name, JsonNode wanted) {
    var below = new ArrayList<>(path);
    below.add(name);
    var field = wanted.path("properties").path(name);
    var meaning = field.path("description").asString("");
    problems.add(
        Code.FIELD_REQUIRED,
        NodePath.locate(root, path),
        subject,
        FieldName.of(below) + " is missing",
        meaning.isEmpty() ? "the field is required" : "it is required: " + meaning,
        example(field)
            .map(example -> "write for example `%s: %s`".formatted(name, example))
            .orElse("add `%s: <%s>`".formatted(name, describe(field))));
  }

  private void wrongType(List<String> path, Node found, JsonNode wanted) {
    problems.add(
        Code.FIELD_TYPE,
        found.at(),
        subject,
        "%s must be %s, this is %s"
            .formatted(FieldName.of(path), describe(wanted), found.describe()),
        meaning(wanted),
        next(wanted, "write " + describe(wanted)));
  }

  private void notListed(List<String> path, Node found, JsonNode wanted) {
    var words = wanted.path("enum").valueStream().map(word -> word.asString("")).toList();
    var written = found instanceof Scalar scalar ? scalar.text() : "";
    wrongValue(
        path,
        found,
        "must be one of " + String.join(", ", words),
        Nearest.of(written, words)
            .map(near -> "write `%s`".formatted(near))
            .orElse("write one of those"));
  }

  private void bound(List<String> path, Node found, JsonNode wanted, String rule) {
    wrongValue(path, found, "must be " + rule, next(wanted, "correct the value"));
  }

  private void wrongValue(List<String> path, Node found, String rule, String next) {
    var shown =
        found instanceof Scalar scalar ? "`" + Shorten.text(scalar.text()) + "`" : found.describe();
    problems.add(
        Code.FIELD_VALUE,
        found.at(),
        subject,
        "%s %s, this is %s".formatted(FieldName.of(path), rule, shown),
        meaning(schemaAt(path)),
        next);
  }

  private static String meaning(JsonNode field) {
    var meaning = field.path("description").asString("");
    return meaning.isEmpty()
        ? "that is what the schema of the kind says"
        : "the field is: " + meaning;
  }

  private static String next(JsonNode field, String otherwise) {
    return example(field).map("write for example `%s`"::formatted).orElse(otherwise);
  }

  private static Optional<String> example(JsonNode field) {
    return field.path("examples").valueStream().findFirst().map(node -> node.asString(""));
  }

  private static String describe(JsonNode wanted) {
    var types = wanted.path("type");
    return types.isArray()
        ? types
            .valueStream()
            .map(type -> describe(type.asString("")))
            .collect(Collectors.joining(" or "))
        : describe(types.asString(""));
  }

  private static String describe(String type) {
    return switch (type) {
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "string" -> "text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "`true` or `false`";
      default -> "a value";
    };
  }

  private JsonNode schemaAt(List<String> path) {
    JsonNode at = schema;
    for (var step : path) {
      var property = at.path("properties").path(step);
      if (property.isMissingNode()) {
        property = at.has("items") ? at.path("items") : at.path("additionalProperties");
      }
      at = property;
    }
    return at;
  }

  private static List<String> path(Error error) {
    var location = error.getInstanceLocation();
    var path = new ArrayList<String>();
    for (int i = 0; i < location.getNameCount(); i++) {
      path.add(String.valueOf(location.getElement(i)));
    }
    return path;
  }
}
