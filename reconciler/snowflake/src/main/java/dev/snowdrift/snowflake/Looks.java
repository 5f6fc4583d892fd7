package dev.snowdrift.snowflake;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Answers to closer looks that still hold, because what they depend on has not moved. Bounded by
/// the declared objects: others are forgotten after each pass.
final class Looks {
  /// How many answers that may have aged are asked for again in one pass.
  static final int IN_TURN = 6;

  /// The same for those that matter at once.
  static final int OFTEN = 20;

  private record Kept(
      String version, List<Row> rows, Set<String> about, Optional<Look.Turn> turn, long asked) {}

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final Map<Look.Turn, Integer> most;
  private volatile Set<String> due = Set.of();

  Looks() {
    this(IN_TURN);
  }

  /// @param seldom how many answers that may have aged are asked for again in one pass, of those
  ///   that are rarely changed by hand
  Looks(int seldom) {
    this.most = Map.of(Look.Turn.SELDOM, seldom, Look.Turn.OFTEN, OFTEN);
  }

  /// A pass begins: the oldest answers among those that age no longer count. What is asked again
  /// does not grow with the number of objects; how long it takes until each had its turn does.
  void begin() {
    due =
        most.entrySet().stream()
            .flatMap(turn -> oldest(turn.getKey(), turn.getValue()))
            .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> oldest(Look.Turn turn, int most) {
    return kept.entrySet().stream()
        .filter(entry -> entry.getValue().turn().equals(Optional.of(turn)))
        .sorted(Comparator.comparingLong(entry -> entry.getValue().asked()))
        .limit(most)
        .map(Map.Entry::getKey);
  }

  Optional<List<Row>> find(String object, Look look) {
    var key = key(object, look);
    return look.version()
        .filter(_ -> !due.contains(key))
        .flatMap(version ->
            Optional.ofNullable(kept.get(key))
                .filter(known -> known.version().equals(version))
                .map(Kept::rows));
  }

  void keep(String object, Look look, List<Row> rows) {
    if (look.version().isPresent() && look.settled().test(rows)) {
      kept.put(
          key(object, look),
          new Kept(
              look.version().get(),
              rows,
              look.statement().values(),
              look.turn(),
              asked.incrementAndGet()));
    }
  }

  /// Forgets an answer that could not be had again: it must neither be taken for true nor stand in
  /// the way of those whose turn is next.
  void forget(String object, Look look) {
    kept.remove(key(object, look));
  }

  /// Forgets what a statement that we send may change: every answer about a name in it.
  void forget(SqlStatement written) {
    var names = written.values();
    kept.values().removeIf(answer -> answer.about().stream().anyMatch(names::contains));
  }

  /// Forgets what no object of the pass asked for.
  void retain(Set<String> keys) {
    kept.keySet().retainAll(keys);
  }

  static String key(String object, Look look) {
    return object + " " + look.key();
  }
}
