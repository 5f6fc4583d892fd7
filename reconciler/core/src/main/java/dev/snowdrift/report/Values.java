package dev.snowdrift.report;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.SecretValue;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How single values are shown: short, on one line, masked where confidential.
final class Values {
  private static final int LONGEST = 80;

  private Values() {}

  static String desired(Drift drift) {
    return show(drift.desired(), drift.confidential(), "(default)");
  }

  static String observed(Drift drift) {
    return show(drift.observed(), drift.confidential(), "(none)");
  }

  private static String show(Optional<JsonNode> value, boolean confidential, String absent) {
    if (value.isEmpty()) {
      return absent;
    }
    if (confidential) {
      return SecretValue.MASK;
    }
    var node = value.get();
    var text = node.isString() ? node.asString() : node.toString();
    var line = printable(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  /// Control and format characters as escapes, so that nothing read from outside can move a cursor.
  static String printable(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          var type = Character.getType(c);
          if (c == '\n') {
            shown.append("\\n");
          } else if (type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR) {
            shown.append("\\u").append("%04x".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }
}
