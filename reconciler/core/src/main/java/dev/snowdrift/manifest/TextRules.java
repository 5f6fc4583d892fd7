package dev.snowdrift.manifest;

import java.util.Locale;

/// Which characters a file may hold, raw or as the result of an escape.
final class TextRules {
  private TextRules() {}

  /// True for everything but control, format (bidi, zero-width), surrogate, private-use and line or
  /// paragraph separator characters and non-characters.
  static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> (point & 0xFFFE) != 0xFFFE;
    };
  }

  /// True for what a scalar may hold: what is visible, tab and line feed.
  static boolean isText(int point) {
    return isVisible(point) || point == '\t' || point == '\n';
  }

  /// `U+202E (RIGHT-TO-LEFT OVERRIDE)`.
  static String describe(int point) {
    String name = Character.getName(point);
    String id = String.format(Locale.ROOT, "U+%04X", point);
    return name == null ? id : id + " (" + name + ")";
  }
}
