package dev.snowdrift.sandbox.sql;

import java.util.List;
import java.util.Optional;

/// A constraint of a table; only NOT NULL, which is a column's, is enforced.
///
/// @param name in stored form; the system gives one when there is none
/// @param type PRIMARY KEY, UNIQUE or FOREIGN KEY
/// @param columns stored names
/// @param references the table that a foreign key points to
public record TableConstraint(
    Optional<String> name, String type, List<String> columns, Optional<Name> references) {
  public TableConstraint {
    columns = List.copyOf(columns);
  }

  /// With one of the columns under another name.
  public TableConstraint renamed(String from, String to) {
    return new TableConstraint(
        name,
        type,
        columns.stream().map(column -> column.equals(from) ? to : column).toList(),
        references);
  }
}
