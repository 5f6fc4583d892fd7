package dev.snowdrift.snowflake.translate;

import dev.snowdrift.manifest.Location;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Names of containers, endpoints and volumes: at most 63 lower-case letters, digits and `-`,
/// beginning with a letter and unique in their list (Snowflake documentation, "Service
/// specification reference").
final class Labels {
  private final String fallback;
  private final Notes notes;
  private final Set<String> given = new HashSet<>();
  private final Map<String, String> renamed = new HashMap<>();

  /// @param fallback the name of what has none
  Labels(String fallback, Notes notes) {
    this.fallback = fallback;
    this.notes = notes;
  }

  /// The name under which it goes from now on.
  String take(String written, Location at, String pointer) {
    var wanted = label(written);
    var name = wanted;
    for (var i = 2; !given.add(name); i++) {
      name = wanted + "-" + i;
    }
    renamed.putIfAbsent(written, name);
    if (written.isEmpty()) {
      notes.translated(at, pointer, "without a name; called `%s`".formatted(name));
    } else if (!name.equals(written)) {
      notes.translated(
          at,
          pointer,
          "`%s` is no name here, or taken; called `%s`: lower-case letters, digits and `-`"
              .formatted(written, name));
    }
    return name;
  }

  /// The name of what was written elsewhere under this one.
  String of(String written) {
    return renamed.getOrDefault(written, label(written));
  }

  boolean knows(String name) {
    return given.contains(name);
  }

  private String label(String written) {
    if (written.contains("${")) {
      return written;
    }
    var label =
        written
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[^a-z]+", "")
            .replaceAll("-+$", "");
    label = label.length() > 63 ? label.substring(0, 63).replaceAll("-+$", "") : label;
    return label.isEmpty() ? fallback : label;
  }
}
