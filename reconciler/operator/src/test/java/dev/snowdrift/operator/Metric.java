package dev.snowdrift.operator;

import java.util.Arrays;

/// A page in the Prometheus text format, asked for single values.
final class Metric {
  private Metric() {}

  /// The sum of all series of this name that carry these labels (`origin="out_of_band"`).
  static double sum(String page, String name, String... labels) {
    return page.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Arrays.stream(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
