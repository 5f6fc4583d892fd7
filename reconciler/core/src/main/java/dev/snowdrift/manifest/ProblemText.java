package dev.snowdrift.manifest;

import java.util.Locale;
import java.util.Optional;

/// A problem as text for people: place, subject and what; the source line with a caret; why; next.
///
/// Everything that came from a repository is shown with control, format and line separator
/// characters escaped, so that neither a terminal nor a log can be steered by a file's name.
public final class ProblemText {
  private static final int WIDTH = 100;
  private static final String INDENT = "    ";

  private ProblemText() {}

  /// Several lines, each ending in a line feed. `sourceLine` is the line of the problem's location,
  /// without its end; a long one is shown around the column only.
  public static String render(Problem problem, Optional<String> sourceLine) {
    var text = new StringBuilder();
    text.append(visible(problem.at().toString())).append(": ");
    if (!problem.subject().isEmpty()) {
      text.append(visible(problem.subject())).append(": ");
    }
    text.append(visible(problem.what()));
    text.append(" [").append(problem.code().id()).append("]\n");
    sourceLine
        .filter(line -> !line.isBlank())
        .ifPresent(line -> appendSource(text, line, problem.at().column()));
    if (!problem.why().isEmpty()) {
      text.append("  why:  ").append(visible(problem.why())).append('\n');
    }
    if (!problem.next().isEmpty()) {
      text.append("  next: ").append(visible(problem.next())).append('\n');
    }
    return text.toString();
  }

  /// The line of a file's content that a location names, if there is such a line.
  public static Optional<String> sourceLine(String content, Location at) {
    return content.lines().skip(at.line() - 1L).findFirst();
  }

  /// The text with every character that could steer a terminal or hide something as `\` + `uXXXX`.
  public static String visible(String text) {
    if (text.codePoints().allMatch(point -> TextRules.isVisible(point) || point == ' ')) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> appendVisible(shown, point));
    return shown.toString();
  }

  private static void appendVisible(StringBuilder shown, int point) {
    if (TextRules.isVisible(point) || point == ' ') {
      shown.appendCodePoint(point);
    } else if (Character.isBmpCodePoint(point)) {
      shown.append(String.format(Locale.ROOT, "\\u%04X", point));
    } else {
      shown.append(String.format(Locale.ROOT, "\\U%08X", point));
    }
  }

  private static void appendSource(StringBuilder text, String line, int column) {
    int[] points = line.codePoints().toArray();
    int at = Math.clamp(column - 1L, 0, points.length);
    int from = 0;
    while (from < at && Character.isWhitespace(points[from])) {
      from++;
    }
    if (at - from > WIDTH / 2) {
      from = at - WIDTH / 2;
    }
    int to = Math.min(points.length, from + WIDTH);
    var shown = new StringBuilder();
    int caret = 0;
    for (int i = from; i < to; i++) {
      if (i == at) {
        caret = shown.codePointCount(0, shown.length());
      }
      appendVisible(shown, points[i] == '\t' ? ' ' : points[i]);
    }
    if (at >= to) {
      caret = shown.codePointCount(0, shown.length());
    }
    text.append(INDENT).append(shown.toString().stripTrailing()).append('\n');
    text.append(INDENT).append(" ".repeat(caret)).append("^\n");
  }
}
