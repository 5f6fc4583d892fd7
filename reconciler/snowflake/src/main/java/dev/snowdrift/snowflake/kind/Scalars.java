package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One spelling for scalars that people write as texts and Snowflake renders as numbers or
/// booleans, or the other way round.
final class Scalars {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,9})?");
  private static final Pattern TIME =
      Pattern.compile("(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?");

  private Scalars() {}

  /// Makes numbers of texts that are numbers, under these keys.
  static void numbers(ObjectNode object, String... keys) {
    for (var key : keys) {
      var value = object.path(key);
      if (value.isString() && NUMBER.matcher(value.asString()).matches()) {
        object.set(key, Canonical.tree(JSON.numberNode(new BigDecimal(value.asString()))));
      }
    }
  }

  /// Makes booleans of the texts `true` and `false`, under these keys.
  static void flags(ObjectNode object, String... keys) {
    for (var key : keys) {
      if (object.path(key).isString()) {
        object.set(key, flags(object.path(key)));
      }
    }
  }

  /// The same everywhere inside a value.
  static JsonNode flags(JsonNode value) {
    if (value.isObject()) {
      var object = JSON.objectNode();
      value.properties().forEach(each -> object.set(each.getKey(), flags(each.getValue())));
      return object;
    }
    if (value.isString()) {
      return switch (value.asString()) {
        case "true" -> JSON.booleanNode(true);
        case "false" -> JSON.booleanNode(false);
        default -> value;
      };
    }
    return value;
  }

  /// Makes texts of all scalars inside, numbers without trailing zeros.
  static JsonNode texts(JsonNode value) {
    if (value.isObject()) {
      var object = JSON.objectNode();
      value.properties().forEach(each -> object.set(each.getKey(), texts(each.getValue())));
      return object;
    }
    if (value.isArray()) {
      var array = JSON.arrayNode();
      value.forEach(item -> array.add(texts(item)));
      return array;
    }
    if (value.isNull()) {
      return value;
    }
    var text = SpecificationForm.text(value);
    return JSON.stringNode(
        NUMBER.matcher(text).matches() ? Quantities.cpu(text.replaceFirst("^-0+$", "0")) : text);
  }

  /// A time such as `1h30m` in seconds; as written when it is none.
  static String duration(String written) {
    var matcher = TIME.matcher(written.strip());
    if (written.isBlank() || !matcher.matches()) {
      return written;
    }
    var seconds = 0L;
    for (var group = 1; group <= 3; group++) {
      var number = matcher.group(group);
      seconds = seconds * 60 + (number == null ? 0 : Long.parseLong(number));
    }
    return seconds + "s";
  }
}
