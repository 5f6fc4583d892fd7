package dev.snowdrift.sandbox.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds results.
public final class Rows {
  private final int statementType;
  private final List<ResultColumn> columns;
  private final List<List<@Nullable String>> rows = new ArrayList<>();

  public Rows(int statementType, List<ResultColumn> columns) {
    this.statementType = statementType;
    this.columns = columns;
  }

  /// Adds a row; the cells are in the protocol's form.
  public Rows add(@Nullable String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(Arrays.asList(cells));
    return this;
  }

  public StatementResult result() {
    return new StatementResult(statementType, columns, rows, false);
  }

  /// One row an object.
  public static StatementResult of(
      int statementType, Execution execution, List<Cell> cells, List<AccountObject> objects) {
    var rows = new ArrayList<List<@Nullable String>>(objects.size());
    for (var object : objects) {
      var row = new ArrayList<@Nullable String>(cells.size());
      for (var cell : cells) {
        row.add(cell.value().apply(execution, object));
      }
      rows.add(row);
    }
    return new StatementResult(
        statementType, cells.stream().map(Cell::column).toList(), rows, false);
  }
}
