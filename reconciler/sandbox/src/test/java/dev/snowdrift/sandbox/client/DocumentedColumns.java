package dev.snowdrift.sandbox.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The columns of listings, in order, as the resource `client/columns.txt` has them.
record DocumentedColumns(Map<String, List<String>> byCommand) {
  static DocumentedColumns read() throws IOException {
    var byCommand = new LinkedHashMap<String, List<String>>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(PythonConsole.resource("columns.txt"), StandardCharsets.UTF_8))) {
      var current = new ArrayList<String>();
      for (var line : lines.readAllLines()) {
        if (line.startsWith(" ")) {
          for (var column : line.strip().split(" ", -1)) {
            current.add(column.replace('+', ' '));
          }
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          current = new ArrayList<>();
          byCommand.put(line, current);
        }
      }
    }
    return new DocumentedColumns(byCommand);
  }

  private List<String> of(String command) {
    return Optional.ofNullable(byCommand.get(command))
        .orElseThrow(() -> new AssertionError("no columns of " + command));
  }

  List<String> names(String command) {
    return of(command).stream().map(column -> column.replaceFirst(":.*", "")).toList();
  }

  /// Each with the name that drivers give its type: `created_on TIMESTAMP_LTZ`.
  List<String> typed(String command) {
    return of(command).stream().map(DocumentedColumns::withType).toList();
  }

  private static String withType(String column) {
    return switch (column.replaceFirst(".*:", "")) {
      case "F" -> column.replace(":F", " FIXED");
      case "T" -> column.replace(":T", " TIMESTAMP_LTZ");
      default -> column + " TEXT";
    };
  }
}
