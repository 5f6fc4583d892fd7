package dev.snowdrift.snowflake.kind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// Amounts as a service specification writes them: `500m` CPU, `1.5Gi` of memory.
public final class Quantities {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(m|[kKMGT]i?|)");
  private static final BigInteger KIBI = BigInteger.valueOf(1024);

  private Quantities() {}

  /// The amount in units; empty when the text is none.
  public static Optional<BigDecimal> parse(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var number = new BigDecimal(matcher.group(1));
    var factor =
        switch (matcher.group(2)) {
          case "" -> BigDecimal.ONE;
          case "m" -> new BigDecimal("0.001");
          case "k", "K" -> BigDecimal.TEN.pow(3);
          case "M" -> BigDecimal.TEN.pow(6);
          case "G" -> BigDecimal.TEN.pow(9);
          case "T" -> BigDecimal.TEN.pow(12);
          case "ki", "Ki" -> new BigDecimal(KIBI);
          case "Mi" -> new BigDecimal(KIBI.pow(2));
          case "Gi" -> new BigDecimal(KIBI.pow(3));
          default -> new BigDecimal(KIBI.pow(4));
        };
    return Optional.of(number.multiply(factor));
  }

  /// One spelling for each number of CPUs: `1`, `0.5`. Texts that are no amount stay as they are.
  static String cpu(String text) {
    return parse(text).map(Quantities::plain).orElse(text);
  }

  /// One spelling for each amount of memory: in the largest binary unit that divides it.
  public static String memory(String text) {
    return parse(text).map(Quantities::bytes).orElse(text);
  }

  private static String bytes(BigDecimal amount) {
    var whole = amount.setScale(0, RoundingMode.HALF_UP).toBigIntegerExact();
    var units = new String[] {"", "Ki", "Mi", "Gi", "Ti"};
    var unit = 0;
    while (unit < units.length - 1 && whole.signum() > 0 && whole.mod(KIBI).signum() == 0) {
      whole = whole.divide(KIBI);
      unit++;
    }
    return whole + units[unit];
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
