package dev.snowdrift.manifest;

/// Keeps what is quoted in a message short.
final class Shorten {
  private static final int LENGTH = 60;

  private Shorten() {}

  /// One line of at most 300 characters.
  static String message(String text) {
    var line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 299) + "…";
  }

  /// At most 60 characters, the rest as an ellipsis.
  static String text(String text) {
    if (text.codePointCount(0, text.length()) <= LENGTH) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, LENGTH - 1)) + "…";
  }
}
