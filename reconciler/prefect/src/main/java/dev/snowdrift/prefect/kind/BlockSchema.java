package dev.snowdrift.prefect.kind;

import dev.snowdrift.prefect.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What a type of block takes: the JSON Schema that its class registered, with Prefect's own words
/// for secrets and for references to other blocks. The server keeps it and checks nothing by it
/// (PrefectHQ/prefect, src/prefect/server/models/block_documents.py); only flows do, when they load
/// the block.
record BlockSchema(JsonNode fields) {
  private static final String ANY = "*";

  Set<String> keys() {
    return new TreeSet<>(fields.path("properties").propertyNames());
  }

  boolean knows(String key) {
    var more = fields.path("additionalProperties");
    return fields.path("properties").has(key)
        || more.isObject()
        || (more.isBoolean() && more.asBoolean());
  }

  List<String> required() {
    return texts(fields.path("required")).toList();
  }

  /// The paths of secrets, as far as they are fixed.
  List<String> secrets() {
    return texts(fields.path("secret_fields")).filter(path -> !path.contains(ANY)).toList();
  }

  /// Whether the server masks what stands at the path.
  boolean isSecret(String path) {
    return texts(fields.path("secret_fields")).anyMatch(secret -> matches(secret, path));
  }

  /// `headers.*` is everything below `headers`; anything else is itself and what is below it.
  private static boolean matches(String secret, String path) {
    var any = secret.indexOf(ANY);
    return any < 0
        ? BlockPaths.covers(secret, path)
        : path.startsWith(secret.substring(0, any)) && path.length() > any;
  }

  /// The types of block that a key refers to; none where it takes a value.
  Set<String> referred(String key) {
    var references = fields.path("block_schema_references").path(key);
    var slugs = new TreeSet<String>();
    (references.isArray() ? references.valueStream() : Stream.of(references))
        .flatMap(reference -> Json.text(reference, "block_type_slug").stream())
        .forEach(slugs::add);
    return slugs;
  }

  /// What a key is when nobody gives it.
  Optional<JsonNode> standard(String key) {
    return Optional.ofNullable(fields.path("properties").path(key).get("default"));
  }

  /// Values of wrong types, and such as are none of those to choose from.
  List<Misfit> misfits(JsonNode data) {
    // A schema that says which block type it is of would pass for a reference to one.
    var schema = Json.object();
    fields.properties().stream()
        .filter(property -> !property.getKey().equals("block_type_slug"))
        .forEach(property -> schema.set(property.getKey(), property.getValue()));
    return Misfit.of(data, schema);
  }

  private static Stream<String> texts(JsonNode list) {
    return list.valueStream().flatMap(text -> text.asStringOpt().stream()).distinct();
  }
}
