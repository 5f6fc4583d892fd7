package dev.snowdrift.snowflake.export;

import dev.snowdrift.snowflake.Identifier;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Names of databases, compute pools and warehouses that occur more than once: each becomes a value
/// of the environment, so that it is written in one place and can differ between environments.
///
/// What is replaced reads back as exactly the same text, wherever it stands.
record RepeatedNames(SortedMap<String, String> values, Map<String, Pattern> places) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Kind to the value's name when there is only one of them.
  private static final Map<String, String> KINDS =
      Map.of("Database", "database", "ComputePool", "computePool", "Warehouse", "warehouse");

  static RepeatedNames of(List<ExportedManifest> manifests) {
    var values = new TreeMap<String, String>();
    var places = new TreeMap<String, Pattern>();
    KINDS.forEach((kind, value) -> {
      var objects =
          manifests.stream()
              .filter(manifest -> manifest.id().kind().equals(kind))
              .map(manifest -> manifest.id().name())
              .filter(name -> Identifier.parse(name).isPlain())
              .toList();
      for (var name : objects) {
        var place = place(name);
        if (manifests.stream().filter(manifest -> occurs(manifest, place)).count() > 1) {
          var called = objects.size() == 1 ? value : camel(name) + suffix(value);
          values.put(called, name);
          places.put(called, place);
        }
      }
    });
    return new RepeatedNames(
        Collections.unmodifiableSortedMap(values), Collections.unmodifiableSortedMap(places));
  }

  /// A name stands alone, or as the first part of a longer one.
  private static Pattern place(String name) {
    return Pattern.compile("(?<![^ @])" + Pattern.quote(name) + "(?![^.])");
  }

  private static boolean occurs(ExportedManifest manifest, Pattern place) {
    return place.matcher(manifest.id().name()).find() || texts(manifest.export().spec(), place);
  }

  private static boolean texts(JsonNode node, Pattern place) {
    return node.isString()
        ? place.matcher(node.asString()).find()
        : node.valueStream().anyMatch(inner -> texts(inner, place));
  }

  private static String camel(String name) {
    var words = name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1);
    var camel = new StringBuilder(words.length == 0 ? "" : words[0]);
    for (var i = 1; i < words.length; i++) {
      if (!words[i].isEmpty()) {
        camel
            .append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
            .append(words[i].substring(1));
      }
    }
    return camel.toString();
  }

  private static String suffix(String value) {
    return value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1);
  }

  /// A text with values in the place of names.
  String in(String text) {
    var result = text;
    for (var each : places.entrySet()) {
      result =
          each.getValue()
              .matcher(result)
              .replaceAll(Matcher.quoteReplacement("${" + each.getKey() + "}"));
    }
    return result;
  }

  /// All texts of a tree, but for what people wrote as comments.
  JsonNode in(JsonNode node) {
    if (node.isString()) {
      return JSON.stringNode(in(node.asString()));
    }
    if (node.isArray()) {
      var array = JSON.arrayNode();
      node.forEach(item -> array.add(in(item)));
      return array;
    }
    if (node.isObject()) {
      var object = JSON.objectNode();
      node.properties()
          .forEach(each ->
              object.set(
                  each.getKey(),
                  each.getKey().equals("comment") ? each.getValue() : in(each.getValue())));
      return object;
    }
    return node;
  }
}
