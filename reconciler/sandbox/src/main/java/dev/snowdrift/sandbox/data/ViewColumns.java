package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.sql.Column;
import dev.snowdrift.sandbox.sql.DataType;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.QueryText;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The columns of a view, as far as its query tells them without running it: names always, types
/// where a column is taken from a table or cast; any other is a VARCHAR. Names without a database
/// or schema are those of the view's own.
final class ViewColumns {
  private static final DataType UNKNOWN = new DataType("VARCHAR", List.of("16777216"), false);

  private final Execution execution;
  private final ObjectPath view;

  ViewColumns(Execution execution, ObjectPath view) {
    this.execution = execution;
    this.view = view;
  }

  /// @throws SqlError 2003 when the query names a table or view that is not there, 2057 when the
  ///   written columns are not as many as the query's
  Value.Table of(String query, Properties properties) {
    var text = QueryText.of(query);
    var sources = text.sources().stream().map(this::source).flatMap(Optional::stream).toList();
    var columns = new ArrayList<Column>();
    var foreign = sources.size() < text.sources().size();
    for (var item : text.items()) {
      columns.addAll(item.isStar() ? all(sources) : List.of(column(item, sources, foreign)));
    }
    var written = properties.get(TableKind.COLUMNS).map(Value.Table.class::cast);
    if (written.isPresent()) {
      return named(columns, written.get().columns(), text);
    }
    var names = new HashSet<String>();
    for (var column : columns) {
      if (!names.add(column.name())) {
        throw SyntaxErrors.duplicateColumn(column.name());
      }
    }
    return new Value.Table(columns, List.of());
  }

  /// The table or view that a name means; empty for what lies in shared databases and the
  /// information schema.
  private Optional<AccountObject> source(Name name) {
    var path = path(name);
    if (path.database().equals("SNOWFLAKE")
        || path.database().equals("SNOWFLAKE_SAMPLE_DATA")
        || path.schema().equals("INFORMATION_SCHEMA")) {
      return Optional.empty();
    }
    var found = execution.visible("TABLE", path).or(() -> execution.visible("VIEW", path));
    if (found.isEmpty()) {
      throw DataErrors.relationAbsent(name);
    }
    execution.checkAny(found.get(), List.of("SELECT"));
    return found;
  }

  private ObjectPath path(Name name) {
    var parts = name.parts().stream().map(Identifier::value).toList();
    return switch (parts.size()) {
      case 1 -> new ObjectPath(view.database(), view.schema(), parts.getFirst());
      case 2 -> new ObjectPath(view.database(), parts.get(0), parts.get(1));
      default -> new ObjectPath(parts.get(0), parts.get(1), parts.get(2));
    };
  }

  private static List<Column> all(List<AccountObject> sources) {
    return sources.stream()
        .flatMap(source -> TableKind.columns(source).columns().stream())
        .map(ViewColumns::plain)
        .toList();
  }

  private static Column plain(Column column) {
    return column.withDefault(Optional.empty()).withComment(Optional.empty());
  }

  private static Column column(QueryText.Item item, List<AccountObject> sources, boolean foreign) {
    var name = item.name().orElseThrow();
    var source =
        item.column()
            .flatMap(column ->
                sources.stream()
                    .flatMap(s -> TableKind.columns(s).column(column.last().value()).stream())
                    .findFirst());
    var isPlain = item.column().isPresent() && !foreign && sources.size() == 1;
    if (isPlain && source.isEmpty() && !name.startsWith("CURRENT_")) {
      throw DataErrors.invalidIdentifier(item.column().orElseThrow().toString());
    }
    return source
        .map(column -> plain(column).withName(name))
        .orElseGet(() ->
            new Column(
                name,
                item.type().orElse(UNKNOWN),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private static Value.Table named(List<Column> columns, List<Column> written, QueryText text) {
    var counted = text.items().stream().noneMatch(QueryText.Item::isStar);
    if (counted && columns.size() != written.size()) {
      throw new SqlError(
          2057,
          "42601",
          "SQL compilation error:\nInvalid column definition list: %d names for %d columns"
              .formatted(written.size(), columns.size()));
    }
    var named = new ArrayList<Column>();
    for (var i = 0; i < written.size(); i++) {
      var column = i < columns.size() ? columns.get(i) : written.get(i);
      named.add(column.withName(written.get(i).name()).withComment(written.get(i).comment()));
    }
    return new Value.Table(named, List.of());
  }
}
