package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.SqlEngine;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.wire.Fault.Action;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The endpoints of queries: submit, poll, abort, monitor.
final class Queries {
  private static final int ALL_ROWS = Integer.MAX_VALUE;
  private static final Duration LOST_ANSWER_PATIENCE = Duration.ofHours(1);

  private final StatementRunner runner;
  private final QueryStore store;
  private final Sessions sessions;
  private final Faults faults;
  private final Clock clock;
  private final Duration patience;

  /// @param patience how long a request or poll is held before it is answered with 333333, in real
  ///   time
  Queries(
      SqlEngine engine,
      Sessions sessions,
      StatementLog log,
      Faults faults,
      Clock clock,
      Duration patience) {
    this.store = new QueryStore(clock);
    this.runner = new StatementRunner(engine, store, log, faults, clock);
    this.sessions = sessions;
    this.faults = faults;
    this.clock = clock;
    this.patience = patience;
  }

  /// POST /queries/v1/query-request.
  Reply submit(Request request) throws InterruptedException {
    var session = sessions.of(request.requiredToken());
    var requestId = request.parameter("requestId").orElseGet(() -> UUID.randomUUID().toString());
    var sql = request.body().path("sqlText").asString("");
    var known = store.byRequest(session, requestId).isPresent();
    var fault = known ? Optional.<Action>empty() : faults.striking(sql, true).map(Fault::action);
    switch (fault.orElse(null)) {
      case Action.DropBefore() -> {
        return new Reply.Drop();
      }
      case Action.HttpStatus(var status) -> {
        return new Reply.Status(status);
      }
      case Action.Refuse(var code, var _, var message) -> throw new Refusal(code, message);
      case Action.ExpireSession(var forGood) -> {
        if (forGood) {
          session.lose();
        } else {
          sessions.expire(session);
        }
        sessions.of(request.requiredToken());
      }
      case null, default -> {}
    }
    if (request.body().path("describeOnly").asBoolean(false)) {
      return describe(session, sql);
    }
    var query = store.arrive(session, requestId, sql, fresh -> begin(fresh, sql, request.body()));
    if (fault.orElse(null) instanceof Action.DropAfter(var forgotten)) {
      query.await(LOST_ANSWER_PATIENCE);
      if (forgotten) {
        store.forget(query);
      }
      return new Reply.Drop();
    }
    if (fault.orElse(null) instanceof Action.Garble(var body, var type)) {
      query.await(LOST_ANSWER_PATIENCE);
      return new Reply.Json(body.getBytes(StandardCharsets.UTF_8), type);
    }
    if (fault.orElse(null) instanceof Action.Cut(var bytes)) {
      query.await(LOST_ANSWER_PATIENCE);
      return answer(query) instanceof Reply.Json whole ? whole.cut(bytes) : new Reply.Drop();
    }
    if (request.body().path("asyncExec").asBoolean(false)) {
      return Answers.pending(query, "333334");
    }
    return answer(query);
  }

  /// Runs one statement that came by another way than as a request for a query, and waits for it.
  Outcome execute(WireSession session, String sql) throws InterruptedException {
    var query = store.create(session, UUID.randomUUID().toString(), sql);
    runner.start(
        query,
        new Statement(
            sql, List.of(List.of()), Parameters.text(session.session(), "QUERY_TAG"), ALL_ROWS));
    return query.await(LOST_ANSWER_PATIENCE).orElseGet(Outcome.Failed::canceled);
  }

  private Reply describe(WireSession session, String sql) {
    var query = store.create(session, UUID.randomUUID().toString(), sql);
    var binds = SqlText.placeholders(sql);
    try {
      var statement = SqlText.split(sql).stream().findFirst().orElse("");
      var shape = runner.describe(session, statement, binds);
      return Answers.described(query.id(), session.session(), shape, binds);
    } catch (SqlError e) {
      return Answers.failed(query.id(), Outcome.Failed.of(e));
    }
  }

  private Query begin(Query query, String sql, JsonNode body) {
    var options = body.path("parameters");
    var session = query.session().session();
    var tag = options.path("QUERY_TAG").asString(Parameters.text(session, "QUERY_TAG"));
    var limit = options.path("rows_per_resultset").asInt(0);
    var rows = limit > 0 ? limit : ALL_ROWS;
    var statements = SqlText.split(sql);
    var usual = Integer.parseInt(Parameters.text(session, "MULTI_STATEMENT_COUNT"));
    var wanted = options.path("MULTI_STATEMENT_COUNT").asInt(usual);
    var binds = Binds.rows(body.path("bindings"));
    if (statements.isEmpty()) {
      query.start(() -> new Outcome.Failed(900, "42601", "Empty SQL statement."), _ -> {});
    } else if (wanted != 0 && wanted != statements.size()) {
      query.start(() -> miscounted(statements.size(), wanted), _ -> {});
    } else if (statements.size() == 1) {
      runner.start(query, new Statement(statements.getFirst(), binds, tag, rows));
    } else {
      query.start(() -> several(query, shared(statements, binds, tag, rows)), _ -> {});
    }
    timeout(options, query);
    return query;
  }

  /// The text is that of snowflakedb/snowflake-connector-python,
  /// `test/integ/test_multi_statement.py`; public recordings of the SQL API show the code.
  private static Outcome miscounted(int found, int wanted) {
    return new Outcome.Failed(
        8,
        "0A000",
        "Actual statement count %d did not match the desired statement count %d."
            .formatted(found, wanted));
  }

  private static void timeout(JsonNode options, Query query) {
    var own = options.path("STATEMENT_TIMEOUT_IN_SECONDS").asLong(0);
    var set = query.session().session().parameters().get("STATEMENT_TIMEOUT_IN_SECONDS");
    var seconds = own > 0 || set == null ? own : Long.parseLong(set.toString());
    if (seconds > 0) {
      query.limit(seconds);
    }
  }

  /// Each statement takes its share of the request's binds, in order.
  private static List<Statement> shared(
      List<String> statements, List<List<@Nullable String>> binds, String tag, int limit) {
    var values = binds.getFirst();
    var shared = new ArrayList<Statement>();
    var from = 0;
    for (var sql : statements) {
      var to = Math.min(values.size(), from + SqlText.placeholders(sql));
      shared.add(new Statement(sql, List.of(values.subList(from, to)), tag, limit));
      from = to;
    }
    return shared;
  }

  /// Runs the statements in order; the first failure is the outcome of all.
  private Outcome several(Query container, List<Statement> statements) {
    var children = new ArrayList<Query>();
    for (var statement : statements) {
      var child = store.create(container.session(), container.requestId(), statement.sql());
      if (runner.run(child, statement) instanceof Outcome.Failed failure) {
        return failure;
      }
      if (container.outcome().isPresent()) {
        return Outcome.Failed.canceled();
      }
      children.add(child);
    }
    return new Outcome.Several(children);
  }

  /// GET /queries/{id}/result.
  Reply result(Request request, String queryId) throws InterruptedException {
    sessions.of(request.requiredToken());
    var query = store.byId(queryId);
    return query.isPresent() ? answer(query.get()) : unknown(queryId);
  }

  private Reply answer(Query query) throws InterruptedException {
    var outcome = query.await(patience);
    return outcome.isPresent()
        ? Answers.outcome(query, outcome.get())
        : Answers.pending(query, "333333");
  }

  private static Reply unknown(String queryId) {
    return Answers.failed(
        queryId, new Outcome.Failed(709, "02000", "Statement %s not found".formatted(queryId)));
  }

  /// POST /queries/v1/abort-request; names the request rather than the query.
  Reply abort(Request request) {
    var session = sessions.of(request.requiredToken());
    var requestId = request.body().path("requestId").asString("");
    var aborted =
        store.byRequest(session, requestId).filter(q -> q.abort(Outcome.Failed.canceled()));
    return aborted.isPresent()
        ? Answers.success(null)
        : Answers.failed(
            requestId,
            new Outcome.Failed(
                605, "02000", "Identified SQL statement is not currently executing."));
  }

  /// Aborts whatever still runs.
  void close() {
    store.running().forEach(query -> query.abort(Outcome.Failed.canceled()));
  }

  /// GET /monitoring/queries/{id}.
  Reply monitor(Request request, String queryId) {
    sessions.of(request.requiredToken());
    var query = store.byId(queryId);
    return query.isPresent() ? monitored(query.get()) : unknown(queryId);
  }

  private Reply monitored(Query query) {
    var data = Answers.object();
    var entry = data.putArray("queries").addObject();
    var session = query.session().session();
    var end = query.end().orElseGet(clock::instant);
    entry.put("id", query.id());
    entry.put("status", status(query));
    entry.put("state", query.outcome().isPresent() ? "DONE" : "EXECUTING");
    entry.put("startTime", query.begin().toEpochMilli());
    entry.put("endTime", query.end().isPresent() ? end.toEpochMilli() : 0);
    entry.put("totalDuration", Duration.between(query.begin(), end).toMillis());
    entry.put("sessionId", session.id());
    entry.put("sqlText", query.sql());
    entry.put("warehouseName", session.warehouse().orElse(""));
    if (query.outcome().orElse(null) instanceof Outcome.Failed failure) {
      entry.put("errorCode", failure.code());
      entry.put("errorMessage", failure.message());
    } else {
      entry.putNull("errorCode");
      entry.putNull("errorMessage");
    }
    return Answers.success(data);
  }

  private static String status(Query query) {
    return switch (query.outcome().orElse(null)) {
      case null -> "RUNNING";
      case Outcome.Failed(var code, var _, var _) when code == 604 -> "ABORTED";
      case Outcome.Failed _ -> "FAILED_WITH_ERROR";
      case Outcome.Rows _, Outcome.Several _ -> "SUCCESS";
    };
  }
}
