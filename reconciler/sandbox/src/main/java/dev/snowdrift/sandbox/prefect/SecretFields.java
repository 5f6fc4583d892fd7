package dev.snowdrift.sandbox.prefect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The secret fields of a block schema, as dotted paths where `*` stands for everything below.
///
/// A value is masked only where a path names it exactly: an object under a secret name comes out in
/// the clear, a list does not (PrefectHQ/prefect, src/prefect/server/schemas/core.py,
/// BlockDocument.from_orm_model).
final class SecretFields {
  private static final String MASK = "********";

  private final List<List<String>> paths;

  private SecretFields(List<List<String>> paths) {
    this.paths = List.copyOf(paths);
  }

  static SecretFields of(JsonNode schema) {
    return new SecretFields(
        Json.texts(schema.path("fields").path("secret_fields")).stream()
            .map(path -> List.of(path.split("\\.", -1)))
            .toList());
  }

  /// The data as it is shown.
  ObjectNode masked(ObjectNode data) {
    return mapped(
        data, List.of(), place -> isSecret(place) && shows(place) ? Json.text(MASK) : place.value);
  }

  /// The data of an update, where a mask that came back is the secret that it stands for.
  ObjectNode restored(ObjectNode given, ObjectNode before) {
    return mapped(
        given,
        List.of(),
        place -> {
          var mask = place.value.isString() && place.value.asString().equals(MASK);
          return mask && isSecret(place) ? at(before, place.path).orElse(place.value) : place.value;
        });
  }

  private record Place(List<String> path, JsonNode value) {}

  private boolean isSecret(Place place) {
    return paths.stream().anyMatch(path -> path.equals(place.path) || covers(path, place.path));
  }

  /// Nothing is hidden where there is nothing, but for what a `*` covers.
  private boolean shows(Place place) {
    return !place.value.isNull() || paths.stream().anyMatch(path -> covers(path, place.path));
  }

  private static boolean covers(List<String> path, List<String> place) {
    var star = path.indexOf("*");
    return star >= 0
        && place.size() >= star
        && place.subList(0, star).equals(path.subList(0, star));
  }

  private static Optional<JsonNode> at(JsonNode data, List<String> path) {
    var value = data;
    for (var step : path) {
      value = value.path(step);
    }
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private static ObjectNode mapped(
      ObjectNode data, List<String> where, Function<Place, JsonNode> value) {
    var result = Json.object();
    for (var entry : data.properties()) {
      var path = new ArrayList<>(where);
      path.add(entry.getKey());
      var below =
          entry.getValue() instanceof ObjectNode object && !object.isEmpty()
              ? mapped(object, path, value)
              : value.apply(new Place(path, entry.getValue()));
      result.set(entry.getKey(), below);
    }
    return result;
  }
}
