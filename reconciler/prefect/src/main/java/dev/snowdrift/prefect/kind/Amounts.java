package dev.snowdrift.prefect.kind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/// CPUs and bytes as manifests write them (`2`, `500m`, `4Gi`), and as work pools want them.
final class Amounts {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(m|[kKMGT]i?|)");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private Amounts() {}

  /// A number of CPUs, more than none; empty when the text is none.
  static Optional<BigDecimal> cpus(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches() || !(form.group(2).isEmpty() || form.group(2).equals("m"))) {
      return Optional.empty();
    }
    return positive(new BigDecimal(form.group(1)).multiply(factor(form.group(2))));
  }

  /// A number of bytes, more than none; empty when the text is none.
  static Optional<BigInteger> bytes(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches() || form.group(2).equals("m")) {
      return Optional.empty();
    }
    return whole(new BigDecimal(form.group(1)).multiply(factor(form.group(2))));
  }

  private static BigDecimal factor(String unit) {
    return switch (unit) {
      case "m" -> new BigDecimal("0.001");
      case "k", "K" -> BigDecimal.TEN.pow(3);
      case "M" -> BigDecimal.TEN.pow(6);
      case "G" -> BigDecimal.TEN.pow(9);
      case "T" -> BigDecimal.TEN.pow(12);
      case "ki", "Ki" -> KIBI;
      case "Mi" -> KIBI.pow(2);
      case "Gi" -> KIBI.pow(3);
      case "Ti" -> KIBI.pow(4);
      default -> BigDecimal.ONE;
    };
  }

  /// So many of a unit; empty when it is no whole number of them.
  static Optional<BigInteger> units(BigDecimal amount, long perOne) {
    return whole(amount.multiply(BigDecimal.valueOf(perOne)));
  }

  /// So many times 1024 to the power given; empty when it is no whole number of them.
  static Optional<BigInteger> binary(BigInteger bytes, int power) {
    var parts = bytes.divideAndRemainder(KIBI.pow(power).toBigIntegerExact());
    return parts[1].signum() == 0 ? Optional.of(parts[0]) : Optional.empty();
  }

  /// As Docker writes it, in the largest of `b`, `k`, `m` and `g` that divides it, each 1024 of the
  /// one before.
  static String docker(BigInteger bytes) {
    var units = "bkmg";
    var power = units.length() - 1;
    while (binary(bytes, power).isEmpty()) {
      power--;
    }
    return binary(bytes, power).orElseThrow() + units.substring(power, power + 1);
  }

  private static Optional<BigDecimal> positive(BigDecimal amount) {
    return amount.signum() > 0 ? Optional.of(amount.stripTrailingZeros()) : Optional.empty();
  }

  private static Optional<BigInteger> whole(BigDecimal amount) {
    return amount.signum() > 0 && amount.stripTrailingZeros().scale() <= 0
        ? Optional.of(amount.toBigIntegerExact())
        : Optional.empty();
  }
}
