package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminIT {
  private final Sandboxed sandboxed = new Sandboxed();
  private final Caller caller = new Caller(sandboxed);

  @AfterEach
  void close() {
    caller.close();
    sandboxed.close();
  }

  @Test
  void the_clock_is_stepped() throws Exception {
    var answer = Caller.json(caller.post("/sandbox/clock/step", "", "{\"seconds\": 90.5}"));

    assertThat(answer.path("now").asString()).isEqualTo("2026-01-01T00:01:30.500Z");
    assertThat(sandboxed.sandbox().clock().instant()).hasToString("2026-01-01T00:01:30.500Z");
  }

  @Test
  void the_log_is_read_from_a_sequence_on() throws Exception {
    var token = caller.token();
    caller.query(token, "r1", "{\"sqlText\": \"create database d\"}");
    caller.query(token, "r2", "{\"sqlText\": \"create database d\"}");

    var entries = Caller.json(caller.get("/sandbox/statements?since=1", ""));

    assertThat(entries).hasSize(1);
    assertThat(entries.path(0).path("sequence").asInt()).isEqualTo(2);
    assertThat(entries.path(0).path("outcome").asString()).isEqualTo("002002");
    assertThat(entries.path(0).path("writes").asBoolean()).isTrue();
  }

  @Test
  void a_fault_is_added_counted_and_removed() throws Exception {
    var body =
        """
        {"sql": "select 1", "action": "refuse", "code": 3001, "sqlState": "42501", "message": "no"}
        """;
    var id = Caller.json(caller.post("/sandbox/faults", "", body)).path("id").asString();

    var answer = caller.query(caller.token(), "r", "{\"sqlText\": \"select 1\"}");
    var faults = Caller.json(caller.get("/sandbox/faults", ""));

    assertThat(answer.path("code").asString()).isEqualTo("003001");
    assertThat(faults.path(0).path("fired").asInt()).isEqualTo(1);
    assertThat(caller.delete("/sandbox/faults/" + id).statusCode()).isEqualTo(200);
    assertThat(sandboxed.sandbox().faults().all()).isEmpty();
    assertThat(caller.delete("/sandbox/faults/" + id).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dropBefore",
        "dropAfter",
        "garble",
        "cut",
        "rewrite",
        "hide",
        "reshape",
        "interfere",
        "delay",
        "hold",
        "refuse",
        "httpStatus",
        "stale",
        "truncate",
        "expireSession",
        "loseSession"
      })
  void every_action_can_be_written_and_is_read_back(String action) throws Exception {
    var body = "{\"sql\": \"x\", \"action\": \"%s\"}".formatted(action);

    var added = Caller.json(caller.post("/sandbox/faults", "", body));

    assertThat(added.path("action").asString()).isEqualTo(action);
  }

  @Test
  void a_fault_that_makes_no_sense_is_explained() throws Exception {
    var answer = caller.post("/sandbox/faults", "", "{\"sql\": \"x\", \"action\": \"explode\"}");
    var pattern = caller.post("/sandbox/faults", "", "{\"sql\": \"(\", \"action\": \"stale\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Caller.json(answer).path("problem").asString()).contains("dropBefore", "explode");
    assertThat(Caller.json(pattern).path("problem").asString()).contains("(");
  }

  @Test
  void sessions_expire_on_demand() throws Exception {
    var token = caller.token();

    caller.post("/sandbox/sessions/expire", "", "");

    assertThat(caller.query(token, "r", "{\"sqlText\": \"select 1\"}").path("code").asString())
        .isEqualTo("390112");
  }
}
