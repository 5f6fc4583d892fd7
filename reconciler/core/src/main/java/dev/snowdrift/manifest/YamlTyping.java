package dev.snowdrift.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an untyped scalar means: the core schema of YAML 1.2, narrowed to what nobody can misread.
///
/// Quoted and block scalars are text. A plain one is null (`~`, `null`, nothing), a boolean
/// (`true`, `false`), an integer (`0`, `-12`), a decimal (`1.10`), or text. Where YAML 1.1, YAML
/// 1.2 and people disagree (`no`, `on`, `017`, `0x1F`, `1_000`, `1:30`, `1e3`, `.inf`, `True`) it
/// is [Form#AMBIGUOUS], which a field takes only as one of the words of its closed list.
public final class YamlTyping {
  private static final Pattern INTEGER = Pattern.compile("-?(?:0|[1-9][0-9]*)");
  private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9][0-9]*)\\.[0-9]+");
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "(?i:yes|no|on|off|true|false|null)"
              + "|[-+]?[0-9][0-9_]*" // 017, 1_000, +1
              + "|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?" // 1:30 is 90 in YAML 1.1
              + "|[-+]?(?:\\.[0-9_]+|[0-9][0-9_]*\\.[0-9_]*)" // .5, 5., +1.5, 01.5
              + "|[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)[eE][-+]?[0-9]+"
              + "|[-+]?\\.(?i:inf)|\\.(?i:nan)");

  /// More digits than any field of ours needs; a number of hundreds of digits is an attack.
  private static final int DIGITS = 38;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private YamlTyping() {}

  /// What a scalar is by its form alone.
  public enum Form {
    NULL("null"),
    BOOLEAN("a boolean"),
    INTEGER("a whole number"),
    DECIMAL("a decimal number"),
    AMBIGUOUS("ambiguous"),
    TEXT("text");

    private final String description;

    Form(String description) {
      this.description = description;
    }

    /// As messages say it.
    public String description() {
      return description;
    }
  }

  public static Form form(Scalar scalar) {
    if (scalar.quoted()) {
      return Form.TEXT;
    }
    var text = scalar.text();
    return switch (text) {
      case "", "~", "null" -> Form.NULL;
      case "true", "false" -> Form.BOOLEAN;
      default -> number(text);
    };
  }

  private static Form number(String text) {
    char first = text.charAt(0);
    boolean maybe = first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9');
    if (maybe && text.length() <= DIGITS) {
      if (INTEGER.matcher(text).matches()) {
        return Form.INTEGER;
      }
      if (DECIMAL.matcher(text).matches()) {
        return Form.DECIMAL;
      }
    }
    if (maybe && text.length() > DIGITS) {
      boolean digits =
          text.chars().allMatch(c -> (c >= '0' && c <= '9') || "-+._eE".indexOf(c) >= 0);
      return digits ? Form.AMBIGUOUS : Form.TEXT;
    }
    boolean candidate = maybe || text.length() <= 5;
    return candidate && AMBIGUOUS.matcher(text).matches() ? Form.AMBIGUOUS : Form.TEXT;
  }

  /// The scalar as a JSON value of the type that its form says; ambiguous ones are text. Numbers
  /// keep every digit: `1.10` is a decimal of scale 2, never a double.
  public static JsonNode typed(Scalar scalar) {
    return switch (form(scalar)) {
      case NULL -> JSON.nullNode();
      case BOOLEAN -> JSON.booleanNode(scalar.text().equals("true"));
      case INTEGER -> integer(scalar.text());
      case DECIMAL -> JSON.numberNode(new BigDecimal(scalar.text()));
      case AMBIGUOUS, TEXT -> JSON.stringNode(scalar.text());
    };
  }

  private static JsonNode integer(String text) {
    var value = new BigInteger(text);
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValueExact());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValueExact())
        : JSON.numberNode(value);
  }

  /// A whole tree as JSON, for content that has no schema of ours. Ambiguous scalars are problems.
  public static JsonNode json(Node node, String subject, Problems problems) {
    return switch (node) {
      case Scalar scalar -> {
        if (form(scalar) == Form.AMBIGUOUS) {
          problems.add(ambiguous(scalar, subject));
        }
        yield typed(scalar);
      }
      case Sequence sequence -> {
        var array = JSON.arrayNode();
        sequence.items().forEach(item -> array.add(json(item, subject, problems)));
        yield array;
      }
      case Mapping mapping -> {
        var object = JSON.objectNode();
        mapping
            .entries()
            .forEach(entry -> object.set(entry.key(), json(entry.value(), subject, problems)));
        yield object;
      }
    };
  }

  /// The problem of a plain scalar that readers of YAML disagree about.
  static Problem ambiguous(Scalar scalar, String subject) {
    var shown = Shorten.text(scalar.text());
    var plain =
        switch (scalar.text().toLowerCase(Locale.ROOT)) {
          case "true", "yes", "on" -> "`true`";
          case "false", "no", "off" -> "`false`";
          case "null" -> "`null`";
          default -> "a plain decimal number";
        };
    return new Problem(
        Code.YAML_AMBIGUOUS,
        scalar.at(),
        subject,
        "`%s` means different things to different readers of YAML".formatted(shown),
        "some take it as text, others as a number, a boolean or null; Snowdrift does not guess",
        "write %s, or quote it: `\"%s\"`".formatted(plain, shown));
  }
}
