package dev.snowdrift.manifest;

import java.util.List;

/// How messages name a field.
final class FieldName {
  private FieldName() {}

  /// `` `containers[0].image` ``; for the root, `the spec`.
  static String of(List<String> path) {
    if (path.isEmpty()) {
      return "this";
    }
    var name = new StringBuilder();
    for (var step : path) {
      if (step.matches("[0-9]+")) {
        name.append('[').append(step).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(step);
      }
    }
    return "`" + name + "`";
  }
}
