package dev.snowdrift.plan;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The three-way difference of one resource: previous revision, desired, observed.
///
/// A field that Git declares must have Git's value. One that Git declared before and no longer does
/// goes back to its standard value. One that Git never declared is nobody's business.
final class Differ {
  private Differ() {}

  static <S> List<Drift> differences(
      Kind<S> kind, Desired<S> desired, Optional<Desired<S>> previous, Observed observed) {
    var drifts = new ArrayList<Drift>();
    for (var field : kind.fields()) {
      if (observed.unreadable(field.name()).isPresent()) {
        continue;
      }
      var wanted = field.desired().apply(desired);
      var before = previous.flatMap(field.desired());
      var seen = observed.field(field.name());
      if (wanted.isPresent()) {
        compare(field, wanted.get(), before, seen, drifts);
      } else if (before.isPresent() && field.standard().isPresent()) {
        var standard = field.standard().get();
        if (!seen.map(value -> field.align().apply(standard, value)).equals(Optional.of(standard))
            && seen.isPresent()) {
          drifts.add(
              new Drift(
                  field.name(),
                  field.name(),
                  Optional.empty(),
                  seen,
                  Drift.Origin.GIT,
                  field.confidential()));
        }
      }
    }
    return drifts;
  }

  private static <S> void compare(
      Field<S> field,
      JsonNode wanted,
      Optional<JsonNode> before,
      Optional<JsonNode> seen,
      List<Drift> into) {
    var shape = field.partial() ? before.map(old -> either(wanted, old)).orElse(wanted) : wanted;
    var aligned = seen.map(value -> field.align().apply(shape, value));
    // An object without the value has its standard one.
    var effective = aligned.or(field::standard);
    if (effective.equals(Optional.of(wanted))) {
      return;
    }
    leaves(field, field.name(), Optional.of(wanted), before, effective, into);
  }

  /// The first object with the keys that only the second has.
  private static JsonNode either(JsonNode first, JsonNode second) {
    if (!first.isObject() || !second.isObject()) {
      return first;
    }
    var both = JsonNodeFactory.instance.objectNode();
    second.properties().forEach(property -> both.set(property.getKey(), property.getValue()));
    first.properties().forEach(property -> both.set(property.getKey(), property.getValue()));
    return both;
  }

  private static <S> void leaves(
      Field<S> field,
      String path,
      Optional<JsonNode> wanted,
      Optional<JsonNode> before,
      Optional<JsonNode> seen,
      List<Drift> into) {
    if (wanted.equals(seen)) {
      return;
    }
    if (wanted.isPresent() && seen.isPresent()) {
      var wantedParts = parts(wanted.get());
      var seenParts = parts(seen.get());
      if (wantedParts.isPresent() && seenParts.isPresent()) {
        var beforeParts = before.flatMap(Differ::parts).orElse(Map.of());
        var keys = new LinkedHashSet<>(wantedParts.get().keySet());
        keys.addAll(seenParts.get().keySet());
        for (var key : keys) {
          leaves(
              field,
              path + key,
              Optional.ofNullable(wantedParts.get().get(key)),
              Optional.ofNullable(beforeParts.get(key)),
              Optional.ofNullable(seenParts.get().get(key)),
              into);
        }
        return;
      }
    }
    var origin = wanted.equals(before) ? Drift.Origin.OUT_OF_BAND : Drift.Origin.GIT;
    into.add(new Drift(field.name(), path, wanted, seen, origin, field.confidential()));
  }

  /// The named parts of a value: an object's properties, or a list whose items are objects with a
  /// unique `name` or `slug`. Other values are compared whole.
  private static Optional<Map<String, JsonNode>> parts(JsonNode value) {
    if (value.isObject()) {
      var parts = new LinkedHashMap<String, JsonNode>();
      value
          .properties()
          .forEach(property -> parts.put("." + property.getKey(), property.getValue()));
      return Optional.of(parts);
    }
    if (value.isArray() && !value.isEmpty()) {
      for (var key : List.of("name", "slug")) {
        var parts = new LinkedHashMap<String, JsonNode>();
        for (var item : value) {
          if (item.path(key).isString()) {
            parts.put("[" + item.path(key).asString() + "]", item);
          }
        }
        if (parts.size() == value.size()) {
          return Optional.of(parts);
        }
      }
    }
    return Optional.empty();
  }
}
