package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The SQL that is about queries and therefore answered by the wire: RESULT_SCAN of a whole result
/// (drivers read asynchronous results with it), LAST_QUERY_ID and SYSTEM$CANCEL_QUERY.
final class QueryFunctions {
  private static final Pattern RESULT_SCAN =
      Pattern.compile(
          "(?is)^select \\* from table ?\\( ?result_scan ?\\( ?(?:'([^']*)'|(last_query_id ?\\( ?\\))) ?\\) ?\\)$");
  private static final Pattern LAST_QUERY_ID =
      Pattern.compile("(?is)^select last_query_id ?\\( ?\\)(?: as (\\w+))?$");
  private static final Pattern CANCEL =
      Pattern.compile("(?is)^(?:select|call) system\\$cancel_query ?\\( ?'([^']*)' ?\\)$");

  private final QueryStore store;

  QueryFunctions(QueryStore store) {
    this.store = store;
  }

  boolean concerns(String sql) {
    var text = SqlText.bare(sql);
    return RESULT_SCAN.matcher(text).matches()
        || LAST_QUERY_ID.matcher(text).matches()
        || CANCEL.matcher(text).matches();
  }

  /// The answer, if the statement is one of these; a result that is not there any more, or failed,
  /// is a [SqlError].
  Optional<StatementResult> answer(WireSession session, String sql) {
    var text = SqlText.bare(sql);
    var scan = RESULT_SCAN.matcher(text);
    if (scan.matches()) {
      var id = scan.group(1) == null ? session.lastQueryId().orElse("") : scan.group(1);
      return Optional.of(scan(id));
    }
    var cancel = CANCEL.matcher(text);
    if (cancel.matches()) {
      var canceled =
          store.byId(cancel.group(1)).filter(query -> query.abort(Outcome.Failed.canceled()));
      return Optional.of(
          cell(
              "SYSTEM$CANCEL_QUERY('%s')".formatted(cancel.group(1).toUpperCase(Locale.ROOT)),
              canceled.isPresent()
                  ? "query [%s] terminated.".formatted(cancel.group(1))
                  : "Identified SQL statement is not currently executing."));
    }
    var last = LAST_QUERY_ID.matcher(text);
    if (last.matches()) {
      var name = last.group(1) == null ? "LAST_QUERY_ID()" : last.group(1).toUpperCase(Locale.ROOT);
      return Optional.of(cell(name, session.lastQueryId().orElse("")));
    }
    return Optional.empty();
  }

  private static StatementResult cell(String column, String value) {
    return new StatementResult(
        StatementResult.SELECT, List.of(ResultColumn.text(column)), List.of(List.of(value)), false);
  }

  private StatementResult scan(String id) {
    return switch (store.byId(id).flatMap(Query::outcome).orElse(null)) {
      case Outcome.Rows(var result, _) ->
          new StatementResult(StatementResult.SELECT, result.columns(), result.rows(), false);
      case Outcome.Failed(var code, var sqlState, var message) ->
          throw new SqlError(code, sqlState, message);
      case Outcome.Several(var children) -> scan(children.getFirst().id());
      case null -> throw new SqlError(709, "02000", "Statement %s not found".formatted(id));
    };
  }
}
