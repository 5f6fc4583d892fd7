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
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A stream on a table, view or stage. It goes stale when its source is dropped or replaced.
final class StreamKind implements Domain {
  private static final String KIND = "ON KIND";
  private static final String SOURCE = "ON SOURCE";
  private static final Map<String, String> TITLES =
      Map.of("TABLE", "Table", "VIEW", "View", "STAGE", "Stage");
  private static final Duration STALE_AFTER = Duration.ofDays(14);

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.text(KIND).mandatory().atCreationOnly(),
              PropertyRule.any(SOURCE).mandatory().atCreationOnly(),
              PropertyRule.bool("APPEND_ONLY").atCreationOnly(),
              PropertyRule.bool("INSERT_ONLY").atCreationOnly(),
              PropertyRule.bool("SHOW_INITIAL_ROWS").atCreationOnly(),
              PropertyRule.bool(ObjectStatements.COPY_GRANTS).atCreationOnly(),
              PropertyRule.text("COMMENT"));

  /// The source, found when the stream was made; gone when it is stale.
  private record Source(AccountObject object, boolean gone) {}

  @Override
  public String kind() {
    return "STREAM";
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("SELECT");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  private static AccountObject source(Execution execution, Settings settings) {
    var kind = settings.textOrEmpty(KIND);
    if (!TITLES.containsKey(kind)) {
      throw Errors.unsupported("STREAM ON " + kind);
    }
    var name = ((Value.Reference) settings.written(SOURCE).orElseThrow()).name();
    return execution.require(kind, name, kind.equals("STAGE") ? "READ" : "SELECT");
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    if (settings.flag("APPEND_ONLY") && settings.flag("INSERT_ONLY")) {
      throw Errors.invalidParameter("true", "INSERT_ONLY");
    }
    if (settings.flag("INSERT_ONLY")) {
      throw Errors.invalidParameter("true", "INSERT_ONLY");
    }
  }

  @Override
  public void created(Execution execution, AccountObject stream, Statement.Create statement) {
    AccountObject source;
    try {
      source = source(execution, stream.settings());
    } catch (SqlError error) {
      execution.remove(stream);
      throw error;
    }
    stream.keep(Source.class, new Source(source, false));
  }

  /// To be called when a table or view leaves the catalog.
  static void sourceGone(Execution execution, AccountObject gone) {
    for (var stream : execution.all("STREAM")) {
      if (stream.kept(Source.class).object() == gone) {
        stream.keep(Source.class, new Source(gone, true));
      }
    }
  }

  @Override
  public List<Cell> showColumns() {
    return List.of(
        Cell.createdOn(),
        Cell.name(),
        Cell.databaseName(),
        Cell.schemaName(),
        Cell.owner(),
        Cell.commentOrEmpty(),
        Cell.text("table_name", StreamKind::tableName),
        Cell.text("source_type", o -> TITLES.get(o.settings().textOrEmpty(KIND))),
        Cell.text("base_tables", StreamKind::tableName),
        Cell.text("type", _ -> "DELTA"),
        Cell.bool("stale", o -> o.kept(Source.class).gone()),
        Cell.text("mode", o -> o.settings().flag("APPEND_ONLY") ? "APPEND_ONLY" : "DEFAULT"),
        Cell.time("stale_after", o -> o.createdOn().plus(STALE_AFTER)),
        Cell.text(
            "invalid_reason", o -> o.kept(Source.class).gone() ? "Base table dropped" : "N/A"),
        Cell.ownerRoleType());
  }

  private static String tableName(AccountObject stream) {
    var source = stream.kept(Source.class);
    return source.gone() ? "No privilege or table dropped" : source.object().path().toString();
  }

  @Override
  public List<Cell> describeColumns() {
    return showColumns();
  }
}
