package dev.snowdrift.bench;

import java.util.Locale;

/// What was measured, as lines for people.
final class Table {
  private final StringBuilder text = new StringBuilder();

  void line(String line) {
    text.append(line).append('\n');
  }

  void row(String what, Object value) {
    text.append(String.format(Locale.ROOT, "%-42s %14s%n", what, value));
  }

  /// The statements of a pass, by their purpose.
  void statements(Cost cost) {
    row("statements", cost.statements());
    row("  SHOW", cost.shows());
    row("  SHOW GRANTS, SHOW FUTURE GRANTS", cost.grants());
    row("  DESCRIBE", cost.describes());
    row("  that write", cost.writes());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
