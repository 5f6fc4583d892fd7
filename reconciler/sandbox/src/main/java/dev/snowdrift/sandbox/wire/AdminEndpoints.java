package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.SqlEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a person or a test in another process may do with a running sandbox, under `/sandbox/`:
/// read the statement log, step the clock, script faults, expire sessions, save the state, and what
/// the account's features offer ([SqlEngine#administer]). No login: the sandbox listens on loopback
/// and guards nothing.
final class AdminEndpoints {
  private final SqlEngine engine;
  private final SandboxClock clock;
  private final StatementLog log;
  private final Faults faults;
  private final Sessions sessions;
  private final Supplier<JsonNode> state;

  AdminEndpoints(
      SqlEngine engine,
      SandboxClock clock,
      StatementLog log,
      Faults faults,
      Sessions sessions,
      Supplier<JsonNode> state) {
    this.engine = engine;
    this.state = state;
    this.clock = clock;
    this.log = log;
    this.faults = faults;
    this.sessions = sessions;
  }

  Reply handle(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /sandbox/clock" -> Reply.Json.of(time());
      case "POST /sandbox/clock/step" -> step(request.body());
      case "GET /sandbox/statements" ->
          Reply.Json.of(statements(request.parameter("since").orElse("0")));
      case "GET /sandbox/faults" -> Reply.Json.of(listed());
      case "POST /sandbox/faults" -> add(request.body());
      case "DELETE /sandbox/faults" -> {
        faults.clear();
        yield Reply.Json.of(listed());
      }
      case "POST /sandbox/state" -> Reply.Json.of(state.get());
      case "POST /sandbox/sessions/expire" -> {
        sessions.expireAll();
        yield Reply.Json.of(Answers.object());
      }
      case "POST /sandbox/sessions/lose" -> {
        sessions.loseAll();
        yield Reply.Json.of(Answers.object());
      }
      default -> ofAccount(request).orElseGet(() -> single(request));
    };
  }

  /// What the features of the account offer.
  private Optional<Reply> ofAccount(Request request) {
    try {
      return engine
          .administer(request.method() + " " + request.path(), request.body())
          .map(Reply.Json::of);
    } catch (IllegalArgumentException e) {
      return Optional.of(problem(e.getMessage()));
    }
  }

  /// POST /sandbox/faults/{id}/release and DELETE /sandbox/faults/{id}.
  private Reply single(Request request) {
    var parts = request.path().split("/", -1);
    if (parts.length < 4 || !parts[2].equals("faults")) {
      return new Reply.Status(404);
    }
    var fault = faults.byId(parts[3]);
    if (fault.isEmpty()) {
      return new Reply.Status(404);
    }
    if (request.method().equals("DELETE") && parts.length == 4) {
      faults.remove(fault.get());
    } else if (request.method().equals("POST") && parts.length == 5 && parts[4].equals("release")) {
      fault.get().release();
    } else {
      return new Reply.Status(404);
    }
    return Reply.Json.of(FaultJson.write(fault.get()));
  }

  private ObjectNode time() {
    return Answers.object().put("now", clock.instant().toString());
  }

  private Reply step(JsonNode body) {
    var seconds = body.path("seconds").asDouble(-1);
    if (seconds < 0) {
      return problem("seconds: a number that is not negative");
    }
    clock.step(Duration.ofMillis(Math.round(seconds * 1000)));
    return Reply.Json.of(time());
  }

  private Reply add(JsonNode body) {
    try {
      return Reply.Json.of(FaultJson.write(FaultJson.add(faults, body)));
    } catch (IllegalArgumentException e) {
      return problem(e.getMessage());
    }
  }

  private static Reply problem(@Nullable String message) {
    return Reply.Json.of(400, Answers.object().put("problem", message));
  }

  private ArrayNode listed() {
    var list = Answers.MAPPER.createArrayNode();
    faults.all().forEach(fault -> list.add(FaultJson.write(fault)));
    return list;
  }

  private ArrayNode statements(String since) {
    var list = Answers.MAPPER.createArrayNode();
    var from = since.matches("\\d{1,18}") ? Long.parseLong(since) : 0;
    for (var entry : log.since(from)) {
      var json = list.addObject();
      json.put("sequence", entry.sequence());
      json.put("time", entry.time().toString());
      json.put("sessionId", entry.sessionId());
      json.put("user", entry.user());
      json.put("role", entry.role());
      json.put("queryTag", entry.queryTag());
      json.put("sql", entry.sql());
      json.put("requestId", entry.requestId());
      json.put("queryId", entry.queryId());
      json.put("statementTypeId", entry.statementTypeId());
      json.put("writes", entry.writes());
      json.put("warehouse", entry.warehouse());
      switch (entry.outcome()) {
        case StatementLog.Ok(var rows) -> json.put("outcome", "ok").put("rows", rows);
        case StatementLog.Failed(var code, var sqlState, var message) ->
            json.put("outcome", "%06d".formatted(code))
                .put("sqlState", sqlState)
                .put("message", message);
      }
    }
    return list;
  }
}
