package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Results that are not what they were, for faults.
final class Distortion {
  private Distortion() {}

  /// Without the rows of which some cell fits the expression as a whole.
  static StatementResult without(StatementResult result, Pattern hidden) {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var row : result.rows()) {
      if (row.stream().noneMatch(cell -> cell != null && hidden.matcher(cell).matches())) {
        rows.add(row);
      }
    }
    return new StatementResult(
        result.statementTypeId(), result.columns(), rows, result.parametersChanged());
  }

  /// With what fits the expression replaced in every cell; `$1` stands for its first group.
  static StatementResult rewritten(StatementResult result, Pattern found, String replacement) {
    var rows = new ArrayList<List<@Nullable String>>();
    for (var row : result.rows()) {
      var cells = new ArrayList<@Nullable String>();
      row.forEach(
          cell -> cells.add(cell == null ? null : found.matcher(cell).replaceAll(replacement)));
      rows.add(cells);
    }
    return new StatementResult(
        result.statementTypeId(), result.columns(), rows, result.parametersChanged());
  }

  /// Columns and rows in the opposite order, behind a column that nobody knows.
  static StatementResult reversed(StatementResult result) {
    var columns = new ArrayList<>(result.columns().reversed());
    columns.addFirst(ResultColumn.text("unheard_of"));
    var rows = new ArrayList<List<@Nullable String>>();
    for (var row : result.rows().reversed()) {
      var cells = new ArrayList<@Nullable String>(row.reversed());
      cells.addFirst("?");
      rows.add(cells);
    }
    return new StatementResult(result.statementTypeId(), columns, rows, result.parametersChanged());
  }
}
