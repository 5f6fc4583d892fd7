package dev.snowdrift.prefect.python;

import dev.snowdrift.prefect.python.Expression.Computed;
import dev.snowdrift.prefect.python.Expression.Real;
import dev.snowdrift.prefect.python.Expression.Whole;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// Python's number literals.
final class Numbers {
  /// Digits of a whole number; CPython reads 4,300.
  private static final int MAX_DIGITS = 400;

  private Numbers() {}

  static Expression parse(String literal) {
    var text = literal.replace("_", "").toLowerCase(Locale.ROOT);
    if (text.length() > MAX_DIGITS) {
      return new Computed(List.of());
    }
    try {
      if (text.startsWith("0x")) {
        return new Whole(new BigInteger(text.substring(2), 16));
      }
      if (text.startsWith("0o")) {
        return new Whole(new BigInteger(text.substring(2), 8));
      }
      if (text.startsWith("0b")) {
        return new Whole(new BigInteger(text.substring(2), 2));
      }
      if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return new Whole(new BigInteger(text));
      }
      return text.matches("[0-9.]+(e[+-]?[0-9]+)?")
          ? new Real(Double.parseDouble(text))
          : new Computed(List.of());
    } catch (NumberFormatException _) {
      return new Computed(List.of());
    }
  }
}
