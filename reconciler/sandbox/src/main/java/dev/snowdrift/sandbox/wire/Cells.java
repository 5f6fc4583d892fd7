package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.Optional;
import java.util.regex.Pattern;

/// The forms that cells must have, which clients do not check: Python reads the boolean `"true"` as
/// false, and a timestamp whose fraction has more digits than the scale as another day.
final class Cells {
  private static final Pattern DATE = Pattern.compile("-?\\d+");
  private static final Pattern BOOLEAN = Pattern.compile("[01]");

  private Cells() {}

  /// Lets a result pass whose cells fit their columns.
  ///
  /// @throws IllegalStateException naming the cell that does not; that is a bug of the engine
  static StatementResult checked(StatementResult result) {
    var columns = result.columns();
    for (var row : result.rows()) {
      if (row.size() != columns.size()) {
        throw new IllegalStateException(
            "a row of %d cells for %d columns".formatted(row.size(), columns.size()));
      }
    }
    for (var i = 0; i < columns.size(); i++) {
      var form = form(columns.get(i));
      if (form.isEmpty()) {
        continue;
      }
      for (var row : result.rows()) {
        var cell = row.get(i);
        if (cell != null && !form.get().matcher(cell).matches()) {
          throw new IllegalStateException("'%s' for %s".formatted(cell, columns.get(i)));
        }
      }
    }
    return result;
  }

  private static Optional<Pattern> form(ResultColumn column) {
    return switch (column.type()) {
      case "boolean" -> Optional.of(BOOLEAN);
      case "date" -> Optional.of(DATE);
      case "fixed", "time", "timestamp_ntz", "timestamp_ltz" ->
          Optional.of(Pattern.compile("-?\\d+" + fraction(column.scale())));
      case "timestamp_tz" ->
          Optional.of(Pattern.compile("-?\\d+" + fraction(column.scale()) + " \\d+"));
      default -> Optional.empty();
    };
  }

  private static String fraction(int scale) {
    return scale == 0 ? "" : "\\.\\d{%d}".formatted(scale);
  }
}
