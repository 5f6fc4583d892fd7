package dev.snowdrift.snowflake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Answers to closer looks that still hold, because what they depend on has not moved. Bounded by
/// the declared objects: others are forgotten after each pass.
final class Looks {
  private record Kept(String version, List<Row> rows) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  Optional<List<Row>> find(String object, Look look) {
    return look.version()
        .flatMap(version ->
            Optional.ofNullable(kept.get(key(object, look)))
                .filter(known -> known.version().equals(version))
                .map(Kept::rows));
  }

  void keep(String object, Look look, List<Row> rows) {
    if (look.version().isPresent() && look.settled().test(rows)) {
      kept.put(key(object, look), new Kept(look.version().get(), rows));
    }
  }

  /// Forgets what is known of the objects that a statement names: whatever came of it, they are
  /// looked at anew.
  void forget(String statement) {
    kept.keySet().removeIf(key -> statement.contains(nameIn(key)));
  }

  private static String nameIn(String key) {
    return key.substring(key.indexOf(' ') + 1, key.lastIndexOf(' '));
  }

  /// Forgets what no object of the pass asked for.
  void retain(Set<String> keys) {
    kept.keySet().retainAll(keys);
  }

  static String key(String object, Look look) {
    return object + " " + look.key();
  }
}
