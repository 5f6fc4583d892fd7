package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.ObjectStatements;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.ColumnChange;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.List;

/// A view: the text of its query, and the columns that can be told from it.
final class ViewKind implements Domain {
  private static final String TEXT = "WHOLE TEXT";

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.bool("SECURE"),
              PropertyRule.bool("TEMPORARY").atCreationOnly(),
              PropertyRule.bool("RECURSIVE").atCreationOnly(),
              PropertyRule.any(TableKind.COLUMNS).neverUnset(),
              PropertyRule.bool("CHANGE_TRACKING"),
              PropertyRule.any("AS").neverUnset(),
              PropertyRule.any(TEXT).neverUnset(),
              PropertyRule.bool(ObjectStatements.COPY_GRANTS).atCreationOnly(),
              PropertyRule.text("COMMENT"));

  @Override
  public String kind() {
    return "VIEW";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("SELECT", "REFERENCES", "TRUNCATE", "DELETE", "INSERT", "UPDATE");
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
  public StatementResult create(Execution execution, Statement.Create statement) {
    var path = execution.resolve(Level.SCHEMA, statement.name());
    execution
        .find("TABLE", path)
        .ifPresent(table -> {
          throw Errors.existsAs(path.name(), "TABLE");
        });
    var properties = new ArrayList<Properties.Property>();
    for (var property : statement.properties().all()) {
      if (!property.key().equals(TableKind.COLUMNS)) {
        properties.add(property);
      }
    }
    var query = ((Value.Sql) statement.properties().get("AS").orElseThrow()).text();
    var columns = new ViewColumns(execution, path).of(query, statement.properties());
    properties.add(new Properties.Property(TableKind.COLUMNS, columns, 1, 0));
    return Domain.super.create(
        execution,
        new Statement.Create(
            kind(),
            statement.mode(),
            statement.ifNotExists(),
            statement.name(),
            new Properties(properties)));
  }

  /// CREATE OR ALTER VIEW may not change the query (Snowflake documentation, "CREATE VIEW").
  @Override
  public void checkChange(Execution execution, AccountObject view, Settings after) {
    if (!query(view.settings()).equals(query(after))) {
      throw Errors.unsupported("CREATE OR ALTER VIEW with another query");
    }
  }

  static String query(Settings settings) {
    return settings.written("AS").map(Value::toString).orElse("").strip();
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject view, Action action) {
    var settings = view.settings();
    view.change(
        switch (action) {
          case Action.Command(var words, _) when words.equals("SET SECURE") ->
              settings.with("SECURE", true);
          case Action.AlterColumns(var changes)
              when changes.stream().allMatch(ColumnChange.Comment.class::isInstance) ->
              settings.with(TableKind.COLUMNS, Columns.changed(TableKind.columns(view), changes));
          default -> throw Errors.unsupported("ALTER VIEW");
        });
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  @Override
  public void dropped(Execution execution, AccountObject view) {
    StreamKind.sourceGone(execution, view);
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    if (settings.written("AS").isEmpty()) {
      throw Errors.missingOptions(List.of("AS"));
    }
  }

  @Override
  public SqlError absent(Name name) {
    return Errors.notFound(kind(), name);
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.text("reserved", _ -> ""),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.textFor(
            "text",
            (execution, o) ->
                o.settings().flag("SECURE") && !execution.owns(o)
                    ? ""
                    : o.settings().written(TEXT).map(Value::toString).orElse("")),
        Cell.bool("is_secure", o -> o.settings().flag("SECURE")),
        Cell.bool("is_materialized", _ -> false),
        Cell.ownerRoleType(),
        Cell.text("change_tracking", o -> TableKind.onOff(o.settings().flag("CHANGE_TRACKING"))));
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject view) {
    var rows =
        new Rows(
            StatementResult.DESCRIBE,
            List.of(
                ResultColumn.text("name"),
                ResultColumn.text("type"),
                ResultColumn.text("kind"),
                ResultColumn.text("null?"),
                ResultColumn.text("default"),
                ResultColumn.text("primary key"),
                ResultColumn.text("unique key"),
                ResultColumn.text("check"),
                ResultColumn.text("expression"),
                ResultColumn.text("comment"),
                ResultColumn.text("policy name"),
                ResultColumn.text("privacy domain")));
    for (var column : TableKind.columns(view).columns()) {
      rows.add(
          column.name(),
          column.type().toString(),
          "COLUMN",
          Cell.yesNo(column.nullable()),
          null,
          "N",
          "N",
          null,
          null,
          column.comment().orElse(null),
          null,
          null);
    }
    return rows.result();
  }
}
