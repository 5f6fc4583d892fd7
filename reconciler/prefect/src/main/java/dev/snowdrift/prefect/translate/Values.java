package dev.snowdrift.prefect.translate;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the environment has to set, and the Secret blocks that have to be there, as they come up in
/// a translation.
final class Values {
  /// Stands where a value is known to nobody yet.
  static final String STAND_IN = "change-me";

  private static final Set<String> RESERVED = Set.of("environment", "git");

  private final Map<String, String> given;
  private final SortedMap<String, String> used = new TreeMap<>();
  private final SortedMap<String, String> blocks = new TreeMap<>();

  /// @param given values by name, as the person who imports knows them
  Values(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  boolean isGiven(String name) {
    return given.containsKey(name(name));
  }

  /// A reference to a value, `${name}`.
  String reference(String wanted) {
    var name = name(wanted);
    used.put(name, given.getOrDefault(name, STAND_IN));
    return "${" + name + "}";
  }

  /// The name of a Secret block whose value is in a variable of the operator's environment.
  String block(String variable) {
    var slug = variable.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var name = slug.replaceAll("^-+|-+$", "");
    blocks.put(name, variable);
    return name;
  }

  /// By name; one that nobody gave is [#STAND_IN].
  SortedMap<String, String> used() {
    return used;
  }

  /// Secret blocks, each with the variable that holds its value.
  SortedMap<String, String> blocks() {
    return blocks;
  }

  private static String name(String wanted) {
    var name = wanted.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    if (name.isEmpty() || Character.isDigit(name.charAt(0)) || RESERVED.contains(name)) {
      return "value_" + name;
    }
    return name;
  }
}
