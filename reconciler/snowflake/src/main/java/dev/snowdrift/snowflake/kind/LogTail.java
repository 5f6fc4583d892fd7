package dev.snowdrift.snowflake.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The end of a container's log as it may be shown. A log is hostile text: it can hold terminal
/// sequences, characters that turn lines around, and secrets.
///
/// What looks like a secret is masked here; values that the operator itself knows are masked by it
/// wherever it shows anything.
final class LogTail {
  /// Lines asked for and kept.
  static final int LINES = 12;

  /// Characters kept in all, from the end.
  static final int LENGTH = 1_200;

  private static final Pattern TERMINAL =
      Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|.)");
  private static final Pattern URL_PASSWORD =
      Pattern.compile("(\\w{1,20}://[^\\s/:@]{0,100}):[^\\s/@]{1,500}@");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|secret|token|api[_-]?key|authorization)[\"']?\\s{0,3}[=:]\\s{0,3})"
              + "(?:bearer\\s+|basic\\s+)?[\"']?[^\\s\"',;&]{1,2000}[\"']?");

  private LogTail() {}

  /// The last lines in one line, separated by bars; empty when nothing was written.
  static String of(String log) {
    var lines = new ArrayList<String>();
    for (var line : last(log).lines().toList()) {
      var clean = clean(line);
      if (!clean.isEmpty()) {
        lines.add(clean);
      }
    }
    var kept = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    var text = String.join(" | ", kept);
    return text.length() <= LENGTH ? text : "…" + end(text, LENGTH - 1);
  }

  /// A little more than can be kept, so that a long log costs nothing.
  private static String last(String log) {
    return end(log, LENGTH * 8);
  }

  private static String end(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    var start = text.length() - length;
    return text.substring(Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
  }

  private static String clean(String line) {
    var plain = TERMINAL.matcher(line).replaceAll("");
    var shown = new StringBuilder(plain.length());
    plain
        .codePoints()
        .forEach(c -> {
          switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                shown.append(' ');
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> {}
            default -> shown.appendCodePoint(c);
          }
        });
    var masked = URL_PASSWORD.matcher(shown).replaceAll("$1:***@");
    return NAMED.matcher(masked).replaceAll("$1***").strip();
  }

  /// The arguments of SYSTEM$GET_SERVICE_LOGS.
  static List<String> arguments(String service, String instance, String container) {
    return List.of(service, instance, container, Integer.toString(LINES));
  }
}
