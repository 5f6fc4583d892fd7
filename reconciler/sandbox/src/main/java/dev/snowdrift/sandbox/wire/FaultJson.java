package dev.snowdrift.sandbox.wire;

import dev.snowdrift.sandbox.wire.Fault.Action;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Faults as the admin endpoint reads and writes them: `{"sql": "<regex>", "nth": 1, "times": 1,
/// "action": "..."}` and the action's own fields; in place of `times`, `during` with seconds of the
/// sandbox's clock.
final class FaultJson {
  private FaultJson() {}

  /// Adds the fault that the JSON describes.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  static Fault add(Faults faults, JsonNode json) {
    var sql = json.path("sql").asString("");
    var nth = json.path("nth").asInt(1);
    var times = json.path("times").asInt(1);
    if (sql.isEmpty() || nth < 1 || times < 1) {
      throw new IllegalArgumentException("sql: a regular expression; nth, times: from 1 on");
    }
    var script = faults.on(sql).nth(nth).times(times);
    return json.has("during")
        ? script.during(millis(json.path("during").asDouble(0) * 1000)).add(action(json))
        : script.add(action(json));
  }

  private static Action action(JsonNode json) {
    var name = json.path("action").asString("");
    return switch (name) {
      case "dropBefore" -> new Action.DropBefore();
      case "dropAfter" -> new Action.DropAfter(json.path("forgotten").asBoolean(false));
      case "garble" ->
          new Action.Garble(
              json.path("body").asString(""),
              json.path("contentType").asString("application/json"));
      case "cut" -> new Action.Cut(json.path("bytes").asInt(0));
      case "rewrite" ->
          new Action.Rewrite(
              Pattern.compile(json.path("cell").asString("")),
              json.path("replacement").asString(""));
      case "hide" -> new Action.Hide(Pattern.compile(json.path("cell").asString("")));
      case "reshape" -> new Action.Reshape();
      case "interfere" ->
          new Action.Interfere(
              json.path("user").asString(""),
              json.path("role").asString(""),
              json.path("statement").asString(""));
      case "delay" ->
          json.has("seconds")
              ? new Action.Delay(millis(json.path("seconds").asDouble(0) * 1000))
              : new Action.RealDelay(millis(json.path("millis").asDouble(0)));
      case "hold" -> new Action.Hold(new CountDownLatch(1));
      case "refuse" ->
          new Action.Refuse(
              json.path("code").asInt(603),
              json.path("sqlState").asString("XX000"),
              json.path("message").asString("A fault of the sandbox."));
      case "httpStatus" -> new Action.HttpStatus(json.path("status").asInt(503));
      case "stale" -> new Action.Stale();
      case "truncate" -> new Action.Truncate(json.path("rows").asInt(0));
      case "expireSession" -> new Action.ExpireSession(false);
      case "loseSession" -> new Action.ExpireSession(true);
      default ->
          throw new IllegalArgumentException(
              "action: dropBefore, dropAfter (forgotten), garble (body, contentType), cut (bytes),"
                  + " delay (seconds of the sandbox's clock, or millis), hold, refuse (code,"
                  + " sqlState, message), httpStatus (status), stale, truncate (rows), hide (cell),"
                  + " rewrite (cell, replacement), reshape, interfere (user, role, statement),"
                  + " expireSession or loseSession, not '"
                  + name
                  + "'");
    };
  }

  private static Duration millis(double millis) {
    return Duration.ofMillis(Math.round(millis));
  }

  static ObjectNode write(Fault fault) {
    var json = Answers.object();
    json.put("id", fault.id());
    json.put("sql", fault.sql());
    json.put("matched", fault.matched());
    json.put("fired", fault.fired());
    switch (fault.action()) {
      case Action.DropBefore() -> json.put("action", "dropBefore");
      case Action.DropAfter(var forgotten) ->
          json.put("action", "dropAfter").put("forgotten", forgotten);
      case Action.Garble(var body, var type) ->
          json.put("action", "garble").put("body", body).put("contentType", type);
      case Action.Cut(var bytes) -> json.put("action", "cut").put("bytes", bytes);
      case Action.Rewrite(var cell, var replacement) ->
          json.put("action", "rewrite").put("cell", cell.pattern()).put("replacement", replacement);
      case Action.Hide(var cell) -> json.put("action", "hide").put("cell", cell.pattern());
      case Action.Reshape() -> json.put("action", "reshape");
      case Action.Interfere(var user, var role, var sql) ->
          json.put("action", "interfere").put("user", user).put("role", role).put("statement", sql);
      case Action.Delay(var time) -> json.put("action", "delay").put("seconds", time.toSeconds());
      case Action.RealDelay(var time) -> json.put("action", "delay").put("millis", time.toMillis());
      case Action.Hold _ -> json.put("action", "hold");
      case Action.Refuse(var code, var sqlState, var message) ->
          json.put("action", "refuse")
              .put("code", code)
              .put("sqlState", sqlState)
              .put("message", message);
      case Action.HttpStatus(var status) -> json.put("action", "httpStatus").put("status", status);
      case Action.Stale() -> json.put("action", "stale");
      case Action.Truncate(var rows) -> json.put("action", "truncate").put("rows", rows);
      case Action.ExpireSession(var forGood) ->
          json.put("action", forGood ? "loseSession" : "expireSession");
    }
    return json;
  }
}
