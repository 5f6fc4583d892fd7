package dev.snowdrift.sandbox.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Typed looks into a specification that its shape has already read.
final class SpecValue {
  private SpecValue() {}

  static Optional<String> text(Map<String, Object> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(String::valueOf);
  }

  static String required(Map<String, Object> fields, String name) {
    return String.valueOf(fields.get(name));
  }

  static Optional<Long> whole(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Long value ? Optional.of(value) : Optional.empty();
  }

  static boolean flag(Map<String, Object> fields, String name, boolean otherwise) {
    return fields.get(name) instanceof Boolean value ? value : otherwise;
  }

  /// Empty when absent.
  static Map<String, Object> map(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Map<?, ?> map ? asMap(map) : new LinkedHashMap<>();
  }

  /// Empty when absent.
  static List<Map<String, Object>> maps(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().map(SpecValue::asMap).toList()
        : List.of();
  }

  /// Empty when absent.
  static List<String> texts(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  static Map<String, Object> asMap(Object value) {
    var typed = new LinkedHashMap<String, Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> typed.put(String.valueOf(key), item));
    }
    return typed;
  }
}
