package dev.snowdrift.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Gives scalars their types, looking at what the schema wants in their place.
///
/// Where text is wanted, a plain number or boolean is refused: `tag: 1.10` and `tag: "1.10"` are
/// the same to a person and not to a parser. Where text or a number is wanted, a number stays the
/// text that was written. A null field is an absent one, except in content without a schema.
final class SchemaTyping {
  /// The typed value, and the paths of scalars that were refused and stand for text in it.
  record Typed(ObjectNode json, Set<List<String>> refused) {}

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String subject;
  private final Problems problems;
  private final Set<List<String>> refused = new HashSet<>();

  SchemaTyping(String subject, Problems problems) {
    this.subject = subject;
    this.problems = problems;
  }

  Typed typed(Mapping node, ObjectNode schema) {
    return new Typed(mapping(node, schema, List.of()), refused);
  }

  private JsonNode value(Node node, JsonNode schema, List<String> path) {
    return switch (node) {
      case Mapping mapping -> mapping(mapping, schema, path);
      case Sequence sequence -> {
        var array = JSON.arrayNode();
        for (int i = 0; i < sequence.items().size(); i++) {
          var below = below(path, String.valueOf(i));
          array.add(value(sequence.items().get(i), schema.path("items"), below));
        }
        yield array;
      }
      case Scalar scalar -> scalar(scalar, schema, path);
    };
  }

  private ObjectNode mapping(Mapping mapping, JsonNode schema, List<String> path) {
    var object = JSON.objectNode();
    for (var entry : mapping.entries()) {
      var wanted = schema.path("properties").path(entry.key());
      if (wanted.isMissingNode()) {
        wanted = schema.path("additionalProperties");
      }
      boolean free = !wanted.has("type") && !wanted.has("enum");
      if (entry.value() instanceof Scalar scalar && scalar.isNull() && !free) {
        continue;
      }
      object.set(entry.key(), value(entry.value(), wanted, below(path, entry.key())));
    }
    return object;
  }

  private JsonNode scalar(Scalar scalar, JsonNode schema, List<String> path) {
    boolean text = wants(schema, "string");
    boolean number = wants(schema, "number") || wants(schema, "integer");
    return switch (YamlTyping.form(scalar)) {
      case TEXT, NULL -> YamlTyping.typed(scalar);
      case AMBIGUOUS -> {
        if (!isListed(scalar, schema)) {
          refused.add(path);
          problems.add(YamlTyping.ambiguous(scalar, subject));
        }
        yield JSON.stringNode(scalar.text());
      }
      case INTEGER, DECIMAL -> {
        if (text && !number) {
          refuseAsText(scalar, path);
        }
        yield text ? JSON.stringNode(scalar.text()) : YamlTyping.typed(scalar);
      }
      case BOOLEAN -> {
        boolean refuse = text && !wants(schema, "boolean");
        if (refuse) {
          refuseAsText(scalar, path);
        }
        yield refuse ? JSON.stringNode(scalar.text()) : YamlTyping.typed(scalar);
      }
    };
  }

  private void refuseAsText(Scalar scalar, List<String> path) {
    refused.add(path);
    var shown = Shorten.text(scalar.text());
    problems.add(
        Code.FIELD_TYPE,
        scalar.at(),
        subject,
        "%s must be text, `%s` is %s"
            .formatted(FieldName.of(path), shown, YamlTyping.form(scalar).description()),
        "without quotes YAML makes it a number or a boolean, and `1.10` would become `1.1`",
        "quote it: `\"%s\"`".formatted(shown));
  }

  private static boolean isListed(Scalar scalar, JsonNode schema) {
    return schema
        .path("enum")
        .valueStream()
        .anyMatch(word -> word.asString("").equals(scalar.text()));
  }

  private static boolean wants(JsonNode schema, String type) {
    var types = schema.path("type");
    return types.isArray()
        ? types.valueStream().anyMatch(each -> each.asString("").equals(type))
        : types.asString("").equals(type);
  }

  private static List<String> below(List<String> path, String step) {
    var below = new ArrayList<>(path);
    below.add(step);
    return below;
  }
}
