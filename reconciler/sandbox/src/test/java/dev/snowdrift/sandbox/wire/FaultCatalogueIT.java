package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every fault that can happen between a client and an account, scripted over the admin endpoint:
/// what arrives in place of the answer, whether the statement ran, and that the fault was counted.
class FaultCatalogueIT {
  private final Sandboxed sandboxed = new Sandboxed();
  private final Caller caller = new Caller(sandboxed);

  @AfterEach
  void close() {
    caller.close();
    sandboxed.close();
  }

  /// A fault and what comes of a statement that it strikes.
  ///
  /// @param script the JSON that adds it, without the expression
  /// @param body a text in the answer; `lost` when the connection ends instead
  /// @param ran how often the statement ran
  record Case(String name, String script, int status, String body, int ran) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case("lost on the way there", "'action': 'dropBefore'", 0, "lost", 0),
          new Case("lost on the way back", "'action': 'dropAfter'", 0, "lost", 1),
          new Case("session expired", "'action': 'expireSession'", 200, "390112", 0),
          new Case("session gone", "'action': 'loseSession'", 200, "390111", 0),
          new Case("token expired", refuse(390114, "08001"), 200, "390114", 0),
          new Case("token invalid", refuse(390303, "08001"), 200, "390303", 0),
          new Case("too many requests", "'action': 'httpStatus', 'status': 429", 429, "", 0),
          new Case("timed out", "'action': 'httpStatus', 'status': 408", 408, "", 0),
          new Case("out of order", "'action': 'httpStatus', 'status': 503", 503, "", 0),
          new Case("gateway timeout", "'action': 'httpStatus', 'status': 504", 504, "", 0),
          new Case("forbidden", "'action': 'httpStatus', 'status': 403", 403, "", 0),
          new Case("bad request", "'action': 'httpStatus', 'status': 400", 400, "", 0),
          new Case("broken JSON", "'action': 'garble', 'body': '{'", 200, "{", 1),
          new Case("nothing", "'action': 'garble', 'body': ''", 200, "", 1),
          new Case(
              "a page",
              "'action': 'garble', 'body': '<html>', 'contentType': 'text/html'",
              200,
              "<html>",
              1),
          new Case("cut short", "'action': 'cut', 'bytes': 9", 200, "{\"success", 1),
          new Case("another's answer", "'action': 'garble', 'body': '{}'", 200, "{}", 1),
          new Case("statement timeout", refuse(630, "57014"), 200, "000630", 0),
          new Case("cancelled", refuse(604, "57014"), 200, "000604", 0),
          new Case("no privilege", refuse(3001, "42501"), 200, "003001", 0),
          new Case("being altered", refuse(392604, "57014"), 200, "392604", 0),
          new Case("slow", "'action': 'delay', 'millis': 20", 200, "\"success\":true", 1),
          new Case("half the rows", "'action': 'truncate', 'rows': 0", 200, "\"rowset\":[]", 1),
          new Case("a hidden row", "'action': 'hide', 'cell': '.*'", 200, "\"rowset\":[]", 1),
          new Case("other columns", "'action': 'reshape'", 200, "unheard_of", 1),
          new Case(
              "values written otherwise",
              "'action': 'rewrite', 'cell': '.+', 'replacement': 'Écrit'",
              200,
              "Écrit",
              1),
          new Case("stale", "'action': 'stale'", 200, "\"success\":true", 1));

  private static String refuse(int code, String sqlState) {
    return "'action': 'refuse', 'code': %d, 'sqlState': '%s', 'message': 'no'"
        .formatted(code, sqlState);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void a_scripted_fault_happens_once_and_is_counted(Case given) throws Exception {
    var token = caller.token();
    var script = "{'sql': 'create', %s}".formatted(given.script()).replace('\'', '"');
    caller.post("/sandbox/faults", "", script);

    var answer = send(token, "first");
    var after = send(caller.token(), "second");

    assertThat(answer == null ? 0 : answer.statusCode()).isEqualTo(given.status());
    assertThat(answer == null ? "lost" : answer.body()).contains(given.body());
    assertThat(after == null ? "lost" : after.body()).contains("\"success\":true");
    assertThat(sandboxed.account().executed()).hasSize(given.ran() + 1);
    var fault = Caller.json(caller.get("/sandbox/faults", "")).path(0);
    assertThat(fault.path("fired").asInt()).isEqualTo(1);
    assertThat(fault.path("matched").asInt()).isEqualTo(2);
  }

  private @Nullable HttpResponse<String> send(String token, String request) throws Exception {
    try {
      return caller.post(
          "/queries/v1/query-request?requestId=" + request,
          token,
          "{\"sqlText\": \"create database %s\"}".formatted(request));
    } catch (IOException _) {
      return null;
    }
  }

  @Test
  void logins_and_renewals_are_refused_lost_and_counted_too() throws Exception {
    var refused = sandboxed.sandbox().faults().on("^LOGIN SNOW$").refuse(390100, "08001", "locked");
    var busy = sandboxed.sandbox().faults().on("^LOGIN SNOW$").httpStatus(503);

    var first = caller.post("/session/v1/login-request", "", LOGIN);
    var second = caller.post("/session/v1/login-request", "", LOGIN);
    var third = caller.post("/session/v1/login-request", "", LOGIN);

    assertThat(Caller.json(first).path("code").asString()).isEqualTo("390100");
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(Caller.json(third).path("success").asBoolean()).isTrue();
    assertThat(refused.fired() + busy.fired()).isEqualTo(2);
  }

  private static final String LOGIN =
      "{\"data\": {\"LOGIN_NAME\": \"snow\", \"PASSWORD\": \"flake\"}}";
}
