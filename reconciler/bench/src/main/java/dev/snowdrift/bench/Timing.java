package dev.snowdrift.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// How long something takes on a warm machine: the median of several runs, in milliseconds.
record Timing(List<Long> milliseconds) {
  Timing {
    milliseconds = milliseconds.stream().sorted().toList();
  }

  static Timing of(int runs, Supplier<?> work) {
    var all = new ArrayList<Long>();
    for (var i = 0; i < runs; i++) {
      var begin = System.nanoTime();
      var result = work.get();
      all.add((System.nanoTime() - begin) / 1_000_000);
      if (result == null) {
        throw new IllegalStateException("nothing came of it");
      }
    }
    return new Timing(all);
  }

  long median() {
    return milliseconds.get(milliseconds.size() / 2);
  }

  long slowest() {
    return milliseconds.getLast();
  }
}
