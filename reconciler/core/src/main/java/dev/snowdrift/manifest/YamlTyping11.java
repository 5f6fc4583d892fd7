package dev.snowdrift.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an untyped scalar means to tools that read YAML 1.1, as PyYAML does (yaml/pyyaml,
/// lib/yaml/resolver.py): `yes` is true, `017` is fifteen, `1_000` a thousand, `1:30` ninety.
/// Points in time stay text, as JSON has none.
public final class YamlTyping11 {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(?:0|[1-9][0-9_]*)");
  private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-7_]+");
  private static final Pattern OTHER = Pattern.compile("[-+]?0(?:b[01_]+|x[0-9a-fA-F_]+)");
  private static final Pattern SIXTIES = Pattern.compile("[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*)");

  /// Longer ones are texts: no field needs them, and they cost time.
  private static final int DIGITS = 38;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private YamlTyping11() {}

  /// A whole tree as JSON.
  public static JsonNode json(Node node) {
    return switch (node) {
      case Scalar scalar -> typed(scalar);
      case Sequence sequence -> {
        var array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case Mapping mapping -> {
        var object = JSON.objectNode();
        mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
        yield object;
      }
    };
  }

  /// One scalar as JSON.
  public static JsonNode typed(Scalar scalar) {
    var text = scalar.text();
    if (scalar.quoted()) {
      return JSON.stringNode(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> JSON.nullNode();
      case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON" -> JSON.booleanNode(true);
      case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF" ->
          JSON.booleanNode(false);
      default -> text.length() <= DIGITS ? number(text) : JSON.stringNode(text);
    };
  }

  private static JsonNode number(String text) {
    var plain = text.replace("_", "");
    if (INTEGER.matcher(text).matches()) {
      return integer(new BigInteger(plain.startsWith("+") ? plain.substring(1) : plain));
    }
    if (OCTAL.matcher(text).matches()) {
      return integer(new BigInteger(plain, 8));
    }
    if (OTHER.matcher(text).matches()) {
      var lower = plain.toLowerCase(Locale.ROOT);
      return integer(
          new BigInteger(lower.replaceFirst("0[bx]", ""), lower.contains("0x") ? 16 : 2));
    }
    if (SIXTIES.matcher(text).matches()) {
      return integer(sixties(plain));
    }
    if (DECIMAL.matcher(text).matches() && plain.length() < DIGITS) {
      return JSON.numberNode(new BigDecimal(plain.endsWith(".") ? plain + "0" : plain));
    }
    return JSON.stringNode(text);
  }

  private static BigInteger sixties(String text) {
    var negative = text.startsWith("-");
    var sum = BigInteger.ZERO;
    for (var part : text.replaceFirst("^[-+]", "").split(":", -1)) {
      sum = sum.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
    }
    return negative ? sum.negate() : sum;
  }

  private static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValueExact());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValueExact())
        : JSON.numberNode(value);
  }
}
