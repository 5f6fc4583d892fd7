package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.LikePattern;
import dev.snowdrift.sandbox.account.Registry;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.ShowStatement;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Column;
import dev.snowdrift.sandbox.sql.ShowFilter;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Listings over several kinds: SHOW OBJECTS, SHOW COLUMNS, and SHOW USER FUNCTIONS and PROCEDURES,
/// which leave out what is built in and so are SHOW FUNCTIONS and PROCEDURES here.
final class DataListings {

  void register(Registry registry) {
    registry
        .listing("OBJECTS", DataListings::objects)
        .listing("COLUMNS", DataListings::columns)
        .listing("USER FUNCTIONS", (execution, show) -> of("FUNCTION", execution, show))
        .listing("USER PROCEDURES", (execution, show) -> of("PROCEDURE", execution, show));
  }

  private static StatementResult of(String kind, Execution execution, Statement.Show show) {
    return new ShowStatement(execution, execution.domain(kind)).show(show);
  }

  private static List<AccountObject> relations(Execution execution, ShowFilter filter) {
    var found = new ArrayList<AccountObject>();
    for (var kind : List.of("TABLE", "VIEW")) {
      found.addAll(new ShowStatement(execution, execution.domain(kind)).objects(filter));
    }
    found.sort(Comparator.comparing(AccountObject::path));
    return found;
  }

  private static StatementResult objects(Execution execution, Statement.Show show) {
    var cells =
        List.of(
            Cell.createdOn(),
            Cell.name(),
            Cell.databaseName(),
            Cell.schemaName(),
            Cell.text("kind", DataListings::kind),
            Cell.commentOrEmpty(),
            Cell.text("cluster_by", o -> isView(o) ? "" : TableKind.clustering(o.settings())),
            Cell.number("rows", _ -> 0),
            Cell.number("bytes", _ -> 0),
            Cell.owner(),
            Cell.textFor("retention_time", (e, o) -> isView(o) ? "1" : TableKind.retention(e, o)),
            Cell.ownerRoleType());
    return Rows.of(StatementResult.SHOW, execution, cells, relations(execution, show.filter()));
  }

  private static boolean isView(AccountObject object) {
    return object.domain().kind().equals("VIEW");
  }

  private static String kind(AccountObject object) {
    return isView(object) ? "VIEW" : TableKind.shownKind(object);
  }

  // ---- SHOW COLUMNS

  private static StatementResult columns(Execution execution, Statement.Show show) {
    Predicate<String> like = show.filter().like().map(LikePattern::of).orElse(_ -> true);
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.text("table_name"),
                ResultColumn.text("schema_name"),
                ResultColumn.text("column_name"),
                ResultColumn.text("data_type"),
                ResultColumn.text("null?"),
                ResultColumn.text("default"),
                ResultColumn.text("kind"),
                ResultColumn.text("expression"),
                ResultColumn.text("comment"),
                ResultColumn.text("database_name"),
                ResultColumn.text("autoincrement"),
                ResultColumn.text("schema_evolution_record")));
    for (var relation : holders(execution, show.filter())) {
      for (var column : TableKind.columns(relation).columns()) {
        if (like.test(column.name())) {
          add(rows, relation, column);
        }
      }
    }
    return rows.result();
  }

  private static List<AccountObject> holders(Execution execution, ShowFilter filter) {
    if (filter.scope().orElse(null) instanceof ShowFilter.Scope.InKind(var kind, var name)
        && (kind.equals("TABLE") || kind.equals("VIEW"))
        && name.isPresent()) {
      return List.of(execution.require(kind, name.get()));
    }
    return relations(
        execution,
        new ShowFilter(
            Optional.empty(),
            filter.scope(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            List.of(),
            List.of()));
  }

  private static void add(Rows rows, AccountObject relation, Column column) {
    var identity = column.isIdentity();
    rows.add(
        relation.name(),
        relation.path().schema(),
        column.name(),
        json(column),
        Boolean.toString(column.nullable()),
        identity ? "" : column.defaultValue().orElse(""),
        "COLUMN",
        "",
        column.comment().orElse(""),
        relation.path().database(),
        identity ? column.defaultValue().orElse("") : "",
        null);
  }

  private static String json(Column column) {
    var type = column.type();
    var fields =
        switch (type.base()) {
          case "NUMBER" ->
              "\"type\":\"FIXED\",\"precision\":%s,\"scale\":%s"
                  .formatted(type.arguments().get(0), type.arguments().get(1));
          case "VARCHAR" ->
              "\"type\":\"TEXT\",\"length\":%s,\"byteLength\":%d"
                  .formatted(
                      type.arguments().getFirst(), Math.min(type.argument(0) * 4, 16_777_216L));
          case "BINARY" ->
              "\"type\":\"BINARY\",\"length\":%s,\"byteLength\":%s"
                  .formatted(type.arguments().getFirst(), type.arguments().getFirst());
          case "FLOAT" -> "\"type\":\"REAL\"";
          case "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ" ->
              "\"type\":\"%s\",\"precision\":0,\"scale\":%s"
                  .formatted(type.base(), type.arguments().getFirst());
          default -> "\"type\":\"%s\"".formatted(type.base());
        };
    var text = type.base().equals("VARCHAR") || type.base().equals("BINARY");
    return "{%s,\"nullable\":%s%s}"
        .formatted(fields, column.nullable(), text ? ",\"fixed\":false" : "");
  }
}
