package dev.snowdrift.prefect.kind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/// Which numbers to write so that the queues of a pool come in the declared order.
///
/// The server keeps the numbers of a pool's queues apart by pushing: a queue that is given a number
/// which another one has goes in front of it, and that one and those right behind it move up by one
/// (PrefectHQ/prefect, src/prefect/server/models/workers.py, bulk_update_work_queue_priorities). So
/// a number does not last, and the order does: no write changes that of the other queues. As many
/// queues as possible keep their place, and the others are written in ascending order.
final class QueueOrder {
  /// What each queue has now; changes as the server would while the others are written.
  private final Map<String, Long> numbers;

  private final Map<String, Long> targets = new HashMap<>();
  private final Set<String> kept;

  /// @param seen the numbers of all queues of the pool, declared or not
  /// @param declared the declared numbers, ascending
  QueueOrder(Map<String, Long> seen, SequencedMap<String, Long> declared) {
    this.numbers = new HashMap<>(seen);
    var names = List.copyOf(declared.sequencedKeySet());
    this.kept = new HashSet<>(inOrder(names.stream().filter(seen::containsKey).toList()));
    var last = 0L;
    for (var i = 0; i < names.size(); i++) {
      var name = names.get(i);
      if (!kept.contains(name)) {
        var next =
            names.subList(i + 1, names.size()).stream()
                .filter(kept::contains)
                .findFirst()
                .map(numbers::get)
                .orElse(Long.MAX_VALUE);
        write(name, Math.clamp(of(declared, name), last + 1, next));
      }
      last = of(numbers, name);
      targets.put(name, last);
    }
  }

  /// Whether a queue stands right among the others.
  boolean keeps(String queue) {
    return kept.contains(queue);
  }

  /// What a queue has, or has to be given, when all before it are in their place.
  long number(String queue) {
    return of(targets, queue);
  }

  private static long of(Map<String, Long> numbers, String queue) {
    return Objects.requireNonNull(numbers.get(queue), queue);
  }

  private void write(String queue, long number) {
    numbers.remove(queue);
    var taken = number;
    for (var other : numbers.entrySet().stream().sorted(Map.Entry.comparingByValue()).toList()) {
      if (other.getValue() == taken) {
        taken++;
        numbers.put(other.getKey(), taken);
      }
    }
    numbers.put(queue, number);
  }

  /// A longest part of the names whose numbers ascend; of several, one that ends lowest.
  private List<String> inOrder(List<String> names) {
    List<List<String>> best = new ArrayList<>();
    for (var name : names) {
      var longest =
          best.stream()
              .filter(list -> of(numbers, list.getLast()) < of(numbers, name))
              .max(Comparator.comparingInt(List::size))
              .orElse(List.of());
      var with = new ArrayList<>(longest);
      with.add(name);
      best.add(with);
    }
    return best.stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
  }
}
