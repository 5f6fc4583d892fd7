package dev.snowdrift.sandbox.container;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Amounts with units, as the specification reference ("About units") defines them.
final class Quantity {
  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(m|k|M|G|Ki|Mi|Gi)?");
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "m", new BigDecimal("0.001"),
          "k", BigDecimal.valueOf(1_000L),
          "M", BigDecimal.valueOf(1_000_000L),
          "G", BigDecimal.valueOf(1_000_000_000L),
          "Ki", BigDecimal.valueOf(1L << 10),
          "Mi", BigDecimal.valueOf(1L << 20),
          "Gi", BigDecimal.valueOf(1L << 30));

  private Quantity() {}

  /// Bytes; a unit out of M, Mi, G, Gi is required.
  static Optional<BigDecimal> memory(String text) {
    return text.matches(".*(M|Mi|G|Gi)") ? parse(text) : Optional.empty();
  }

  /// Virtual cores; a plain decimal or thousandths.
  static Optional<BigDecimal> cpu(String text) {
    return text.matches("[0-9.]+m?") ? parse(text) : Optional.empty();
  }

  /// Whole units such as graphics processors.
  static Optional<BigDecimal> count(String text) {
    return text.matches("[0-9]+") ? parse(text) : Optional.empty();
  }

  static Optional<BigDecimal> parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(form.group(1));
    var unit = form.group(2);
    return Optional.of(unit == null ? number : number.multiply(UNITS.getOrDefault(unit, number)));
  }
}
