package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.Value;
import java.util.List;

/// A named file format. Its options are kept as written and read by [FileFormatOptions].
final class FileFormatKind implements Domain {
  private static final PropertySheet SHEET = sheetOfOptions();

  private static PropertySheet sheetOfOptions() {
    var sheet =
        PropertySheet.empty()
            .with(
                PropertyRule.bool("TEMPORARY").atCreationOnly(),
                PropertyRule.any("TYPE").neverUnset(),
                PropertyRule.text("COMMENT"));
    FileFormatOptions.keys().forEach(key -> sheet.with(PropertyRule.any(key).neverUnset()));
    return sheet;
  }

  @Override
  public String kind() {
    return "FILE FORMAT";
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
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public boolean renamable() {
    return true;
  }

  @Override
  public boolean paged() {
    return false;
  }

  static FileFormatOptions options(Settings settings) {
    return FileFormatOptions.of(
        new Properties(
            settings.keysSet().stream()
                .filter(key -> key.equals("TYPE") || FileFormatOptions.keys().contains(key))
                .map(key -> new Properties.Property(key, settings.written(key).orElseThrow(), 1, 0))
                .toList()));
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    var _ = options(settings);
  }

  /// The type is for good.
  @Override
  public void checkChange(Execution execution, AccountObject format, Settings after) {
    var type = new Value.Text(options(format.settings()).type());
    var _ =
        options(after).with(new Properties(List.of(new Properties.Property("TYPE", type, 1, 0))));
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.text("type", o -> options(o.settings()).type()),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.ownerRoleType(),
        Cell.text("format_options", o -> options(o.settings()).json()));
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject format) {
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(
                ResultColumn.text("property"),
                ResultColumn.text("property_type"),
                ResultColumn.text("property_value"),
                ResultColumn.text("property_default")));
    for (var row : options(format.settings()).rows()) {
      rows.add(row.property(), row.kind(), row.value(), row.byDefault());
    }
    return rows.result();
  }
}
