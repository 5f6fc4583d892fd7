package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.SqlEngine;
import dev.snowdrift.sandbox.account.SqlError;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.wire.Fault.Action;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs single statements: the faults first, then what the wire answers by itself because it
/// concerns queries rather than the account, then the engine. Every run is logged.
final class StatementRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StatementRunner.class);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final SqlEngine engine;
  private final QueryFunctions functions;
  private final StatementLog log;
  private final Faults faults;
  private final QueryStore store;
  private final Clock clock;
  private final PreviousAnswers previous = new PreviousAnswers();

  StatementRunner(
      SqlEngine engine, QueryStore store, StatementLog log, Faults faults, Clock clock) {
    this.engine = engine;
    this.functions = new QueryFunctions(store);
    this.store = store;
    this.log = log;
    this.faults = faults;
    this.clock = clock;
  }

  /// Runs the statement of this query on a thread of its own.
  void start(Query query, Statement statement) {
    var role = query.session().session().role();
    query.start(() -> work(query, statement), outcome -> ended(query, statement, role, outcome));
  }

  /// Runs the statement of this query on the caller's thread.
  Outcome run(Query query, Statement statement) {
    var role = query.session().session().role();
    return query.run(
        () -> work(query, statement), outcome -> ended(query, statement, role, outcome));
  }

  /// What the answer would look like, without running anything that writes.
  StatementResult describe(WireSession session, String sql, int binds) {
    var kind = StatementKind.of(sql);
    var reads = kind.typeId() == StatementResult.SELECT || isListing(kind);
    var isFunction = functions.concerns(sql) || SqlText.bare(sql).matches("(?is).*\\bSYSTEM\\$.*");
    if (!reads || kind.writes() || isFunction) {
      return new StatementResult(
          kind.typeId(), List.of(ResultColumn.text("status")), List.of(), false);
    }
    var nulls = new ArrayList<@Nullable String>();
    for (var i = 0; i < binds; i++) {
      nulls.add(null);
    }
    var result = engine.execute(session.session(), sql, nulls);
    return new StatementResult(result.statementTypeId(), result.columns(), List.of(), false);
  }

  private static boolean isListing(StatementKind kind) {
    return kind.typeId() == StatementResult.SHOW || kind.typeId() == StatementResult.DESCRIBE;
  }

  private Outcome work(Query query, Statement statement) {
    try {
      var fault = faults.striking(statement.sql(), false).map(Fault::action);
      if (fault.isPresent()) {
        return struck(query, statement, fault.get());
      }
      return new Outcome.Rows(execute(query, statement), statement.limit());
    } catch (SqlError e) {
      return Outcome.Failed.of(e);
    } catch (InterruptedException _) {
      return Outcome.Failed.canceled();
    } catch (RuntimeException e) {
      LOG.error("The engine failed on: {}", statement.sql(), e);
      return new Outcome.Failed(603, "XX000", "SQL execution internal error: " + e);
    }
  }

  private Outcome struck(Query query, Statement statement, Action action)
      throws InterruptedException {
    return switch (action) {
      case Action.Refuse(var code, var sqlState, var message) ->
          new Outcome.Failed(code, sqlState, message);
      case Action.Truncate(var rows) ->
          new Outcome.Rows(execute(query, statement), Math.min(rows, statement.limit()));
      case Action.Stale() -> {
        var known = previous.of(query, statement);
        var result = known.isPresent() ? known.get() : execute(query, statement);
        yield new Outcome.Rows(result, statement.limit());
      }
      case Action.Hold(var gate) -> {
        gate.await();
        yield new Outcome.Rows(execute(query, statement), statement.limit());
      }
      case Action.Delay(var byClock) -> {
        var until = query.begin().plus(byClock);
        while (clock.instant().isBefore(until)) {
          pause(GLANCE);
        }
        yield new Outcome.Rows(execute(query, statement), statement.limit());
      }
      case Action.RealDelay(var real) -> {
        pause(real);
        yield new Outcome.Rows(execute(query, statement), statement.limit());
      }
      case Action.Hide(var cell) ->
          new Outcome.Rows(Distortion.without(execute(query, statement), cell), statement.limit());
      case Action.Reshape() ->
          new Outcome.Rows(Distortion.reversed(execute(query, statement)), statement.limit());
      case Action.Rewrite(var cell, var replacement) ->
          new Outcome.Rows(
              Distortion.rewritten(execute(query, statement), cell, replacement),
              statement.limit());
      case Action.Interfere(var user, var role, var sql) -> {
        interfere(new Session(0, user, role), sql);
        yield new Outcome.Rows(execute(query, statement), statement.limit());
      }
      case Action.DropBefore _,
          Action.DropAfter _,
          Action.Garble _,
          Action.Cut _,
          Action.HttpStatus _,
          Action.ExpireSession _ ->
          throw new IllegalStateException("not a statement's fault: " + action);
    };
  }

  private void interfere(Session other, String sql) {
    try {
      engine.execute(other, sql, List.of());
    } catch (SqlError e) {
      LOG.debug("The other writer was refused: {}", sql, e);
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    var end = System.nanoTime() + time.toNanos();
    for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private StatementResult execute(Query query, Statement statement) {
    var own = functions.answer(query.session(), statement.sql());
    if (own.isPresent()) {
      return own.get();
    }
    var session = query.session().session();
    var results = new ArrayList<StatementResult>();
    for (var binds : statement.binds()) {
      results.add(Cells.checked(engine.execute(session, statement.sql(), binds)));
    }
    var result = results.size() == 1 ? results.getFirst() : sum(results);
    var kind = StatementKind.of(statement.sql());
    if (!kind.writes()) {
      previous.keep(query, statement, result);
    }
    return result.statementTypeId() == StatementResult.DML ? counted(result, kind) : result;
  }

  /// The JDBC driver counts rows for INSERT, UPDATE, ... and not for the id of DML in general.
  private static StatementResult counted(StatementResult result, StatementKind kind) {
    return new StatementResult(
        kind.typeId(), result.columns(), result.rows(), result.parametersChanged());
  }

  /// A batch bound as arrays counts its rows together.
  private static StatementResult sum(List<StatementResult> results) {
    var shape = results.getFirst();
    var counts = new ArrayList<@Nullable String>();
    for (var column = 0; column < shape.columns().size(); column++) {
      var total = BigDecimal.ZERO;
      for (var result : results) {
        var cell = result.rows().isEmpty() ? null : result.rows().getFirst().get(column);
        if (cell == null || !cell.matches("-?\\d+")) {
          return results.getLast();
        }
        total = total.add(new BigDecimal(cell));
      }
      counts.add(total.toPlainString());
    }
    return new StatementResult(shape.statementTypeId(), shape.columns(), List.of(counts), false);
  }

  private void ended(Query query, Statement statement, String role, Outcome outcome) {
    var session = query.session().session();
    var kind = StatementKind.of(statement.sql());
    var typeId =
        outcome instanceof Outcome.Rows(var result, _) ? result.statementTypeId() : kind.typeId();
    log.append(
        new StatementLog.Entry(
            0,
            query.begin(),
            session.id(),
            session.user(),
            role,
            statement.queryTag(),
            statement.sql(),
            query.requestId(),
            query.id(),
            typeId,
            logged(outcome),
            kind.writes(),
            kind.warehouse()));
    query.session().lastQueryId(query.id());
    store.finished(query, outcome);
  }

  private static StatementLog.Outcome logged(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Rows(var result, var limit) ->
          new StatementLog.Ok(Math.min(limit, result.rows().size()));
      case Outcome.Failed(var code, var sqlState, var message) ->
          new StatementLog.Failed(code, sqlState, message);
      case Outcome.Several _ -> new StatementLog.Ok(1);
    };
  }
}
