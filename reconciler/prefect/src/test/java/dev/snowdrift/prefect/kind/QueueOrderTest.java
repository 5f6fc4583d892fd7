package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueOrderTest {

  private static SequencedMap<String, Long> declared(String... names) {
    var declared = new LinkedHashMap<String, Long>();
    for (var name : names) {
      declared.put(name, declared.size() + 1L);
    }
    return declared;
  }

  @Test
  void queues_in_their_order_keep_whatever_numbers_they_have() {
    var order = new QueueOrder(Map.of("a", 3L, "b", 7L, "x", 5L), declared("a", "b"));

    assertThat(order.keeps("a")).isTrue();
    assertThat(order.keeps("b")).isTrue();
    assertThat(order.number("b")).isEqualTo(7);
  }

  @Test
  void only_the_one_out_of_place_is_moved_to_its_declared_number() {
    var order = new QueueOrder(Map.of("a", 9L, "b", 2L, "c", 3L), declared("a", "b", "c"));

    assertThat(order.keeps("a")).isFalse();
    assertThat(order.number("a")).isEqualTo(1);
    assertThat(order.keeps("b")).isTrue();
    assertThat(order.keeps("c")).isTrue();
  }

  @Test
  void a_new_one_goes_between_those_that_stay() {
    var order = new QueueOrder(Map.of("a", 5L, "c", 6L), declared("a", "b", "c"));

    assertThat(order.number("b")).isEqualTo(6);
    assertThat(order.number("c")).isEqualTo(7);
  }

  /// As the server does it (PrefectHQ/prefect, src/prefect/server/models/workers.py,
  /// bulk_update_work_queue_priorities).
  private static void write(Map<String, Long> numbers, String queue, long number) {
    numbers.remove(queue);
    var others =
        numbers.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    var last = number;
    for (var other : others.toList()) {
      var its = numbers.getOrDefault(other, 0L);
      if (its >= number && its <= last) {
        last++;
        numbers.put(other, last);
      }
    }
    numbers.put(queue, number);
  }

  @Test
  void whatever_is_there_writing_in_turn_gives_the_declared_order_and_leaves_that_of_others() {
    var random = new Random(4);
    for (var round = 0; round < 2_000; round++) {
      var names = IntStream.range(0, 1 + random.nextInt(5)).mapToObj(i -> "q" + i).toList();
      var declared = new LinkedHashMap<String, Long>();
      var number = 0L;
      for (var name : names) {
        number += 1 + random.nextInt(3);
        declared.put(name, number);
      }
      var seen = seen(names, random);
      var before = sorted(seen, "x");

      var order = new QueueOrder(seen, declared);
      for (var name : names) {
        if (!order.keeps(name)) {
          write(seen, name, order.number(name));
        }
      }

      assertThat(sorted(seen, "q")).as("round %d", round).isEqualTo(names);
      assertThat(sorted(seen, "x")).isEqualTo(before);
      var again = new QueueOrder(seen, declared);
      assertThat(names).allMatch(again::keeps);
    }
  }

  private static Map<String, Long> seen(List<String> names, Random random) {
    var numbers = random.longs(1, 12).distinct().limit(8).iterator();
    var seen = new TreeMap<String, Long>();
    names.stream()
        .filter(_ -> random.nextInt(4) > 0)
        .forEach(name -> seen.put(name, numbers.next()));
    seen.put("x1", numbers.next());
    seen.put("x2", numbers.next());
    return seen;
  }

  private static List<String> sorted(Map<String, Long> numbers, String prefix) {
    return numbers.entrySet().stream()
        .filter(queue -> queue.getKey().startsWith(prefix))
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }
}
