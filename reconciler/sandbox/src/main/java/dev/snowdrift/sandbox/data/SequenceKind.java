package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Settings;
import java.util.List;

/// A sequence. Nothing takes numbers from it.
final class SequenceKind implements Domain {
  private static final String ORDERED = "IS ORDERED";

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.integer("START").byDefault(1L).atCreationOnly(),
              PropertyRule.integer("INCREMENT").byDefault(1L).neverUnset(),
              PropertyRule.bool(ORDERED).neverUnset(),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "SEQUENCE";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("USAGE");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public boolean paged() {
    return false;
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    if (settings.integer("INCREMENT") == 0) {
      throw Errors.invalidProperty("0", "INCREMENT");
    }
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.number("next_value", o -> o.settings().integer("START")),
        Cell.number("interval", o -> o.settings().integer("INCREMENT")),
        Cell.createdOn(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.ownerRoleType(),
        Cell.text("ordered", o -> Cell.yesNo(o.settings().flag(ORDERED))));
  }

  @Override
  public List<Cell> describeColumns() {
    return showColumns();
  }
}
