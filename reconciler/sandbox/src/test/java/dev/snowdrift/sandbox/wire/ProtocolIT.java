package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What clients rely on without saying so, each learnt from one of them breaking.
class ProtocolIT {
  private final Sandboxed sandboxed = new Sandboxed();
  private final Caller caller = new Caller(sandboxed);

  @AfterEach
  void close() {
    caller.close();
    sandboxed.close();
  }

  @Test
  void a_login_answers_the_parameters_in_their_json_types() throws Exception {
    var login = caller.login();

    assertThat(parameter(login, "AUTOCOMMIT").isBoolean()).isTrue();
    assertThat(parameter(login, "CLIENT_TELEMETRY_ENABLED").asBoolean()).isFalse();
    assertThat(parameter(login, "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD").asInt()).isZero();
    assertThat(parameter(login, "TIMEZONE").asString()).isEqualTo("UTC");
    assertThat(parameter(login, "QUERY_TAG").asString()).isEqualTo("t");
    assertThat(login.path("sessionId").isNumber()).isTrue();
    assertThat(login.path("sessionInfo").path("databaseName").isNull()).isTrue();
  }

  @Test
  void a_refused_statement_is_http_200_with_an_object_as_data() throws Exception {
    var response =
        caller.post(
            "/queries/v1/query-request?requestId=r", caller.token(), "{\"sqlText\": \"nonsense\"}");

    var answer = Caller.json(response);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(answer.path("success").asBoolean()).isFalse();
    assertThat(answer.path("code").asString()).isEqualTo("001003");
    assertThat(answer.path("data").path("errorCode").asString()).isEqualTo("001003");
    assertThat(answer.path("data").path("sqlState").asString()).isEqualTo("42000");
    assertThat(answer.path("data").path("queryId").asString())
        .matches("[a-z0-9]{8}(-[a-z0-9]{4}){3}-[a-z0-9]{12}");
  }

  @Test
  void a_result_names_every_field_of_a_column_and_writes_cells_as_text() throws Exception {
    var data = select(caller.token(), "r").path("data");

    assertThat(data.path("version").asInt()).isEqualTo(1);
    assertThat(data.path("queryResultFormat").asString()).isEqualTo("json");
    assertThat(data.path("rowset").path(0).path(0).isString()).isTrue();
    assertThat(data.path("rowtype").path(0).propertyNames())
        .contains("name", "type", "precision", "scale", "length", "byteLength", "nullable");
    assertThat(data.path("finalRoleName").asString()).isEqualTo("ENGINEER");
    assertThat(data.path("finalDatabaseName").isNull()).isTrue();
  }

  @Test
  void parameters_come_back_all_or_none() throws Exception {
    var token = caller.token();

    var unchanged = select(token, "r1").path("data").path("parameters");
    var changed =
        caller
            .query(token, "r2", "{\"sqlText\": \"alter session set autocommit=false\"}")
            .path("data");

    assertThat(unchanged).isEmpty();
    assertThat(changed.path("parameters")).hasSameSizeAs(caller.login().path("parameters"));
    assertThat(parameter(changed, "AUTOCOMMIT").asBoolean(true)).isFalse();
  }

  @Test
  void a_request_sent_twice_gets_the_first_outcome() throws Exception {
    var token = caller.token();
    var body = "{\"sqlText\": \"create database d\"}";

    var first = caller.query(token, "r", body).path("data").path("queryId");
    var second = caller.query(token, "r", body).path("data").path("queryId");
    var other = caller.query(token, "r2", body);

    assertThat(second).isEqualTo(first);
    assertThat(other.path("code").asString()).isEqualTo("002002");
    assertThat(sandboxed.account().executed()).hasSize(2);
  }

  @Test
  void the_url_of_a_result_has_no_query_string() throws Exception {
    var body = "{\"sqlText\": \"select 1\", \"asyncExec\": true}";
    var token = caller.token();

    var answer = caller.query(token, "r", body);
    var url = answer.path("data").path("getResultUrl").asString();

    assertThat(answer.path("code").asString()).isEqualTo("333334");
    assertThat(url).startsWith("/queries/").doesNotContain("?");
    assertThat(Caller.json(caller.get(url, token)).path("success").asBoolean()).isTrue();
  }

  @Test
  void a_body_may_be_zipped() throws Exception {
    var response =
        caller.postZipped(
            "/queries/v1/query-request?requestId=r", caller.token(), "{\"sqlText\": \"select 1\"}");

    assertThat(Caller.json(response).path("success").asBoolean()).isTrue();
  }

  @Test
  void a_token_is_asked_for_and_checked() throws Exception {
    assertThat(select("", "r").path("code").asString()).isEqualTo("390101");
    assertThat(select("unknown", "r").path("code").asString()).isEqualTo("390104");
    var token = caller.token();
    caller.post("/session?delete=true", token, "");
    assertThat(select(token, "r").path("code").asString()).isEqualTo("390111");
  }

  @Test
  void telemetry_is_taken_and_an_unknown_path_is_not() throws Exception {
    assertThat(caller.post("/telemetry/send", caller.token(), "{}").statusCode()).isEqualTo(200);
    assertThat(caller.get("/unheard/of", "").statusCode()).isEqualTo(404);
  }

  @Test
  void several_statements_name_their_results_in_text() throws Exception {
    var body =
        "{\"sqlText\": \"select 1; create database d\", \"parameters\": {\"MULTI_STATEMENT_COUNT\": 2}}";

    var data = caller.query(caller.token(), "r", body).path("data");

    assertThat(data.path("statementTypeId").asInt()).isEqualTo(0xA000);
    assertThat(data.path("resultTypes").asString()).isEqualTo("4096,24576");
    assertThat(data.path("resultIds").asString().split(",")).hasSize(2);
  }

  @Test
  void an_array_of_binds_runs_for_each_row_and_counts_together() throws Exception {
    var body =
        """
        {"sqlText": "insert into t values (?)",
         "bindings": {"1": {"type": "FIXED", "value": ["1", "2", null]}}}
        """;

    var data = caller.query(caller.token(), "r", body).path("data");

    assertThat(data.path("rowset").path(0).path(0).asString()).isEqualTo("3");
    assertThat(sandboxed.account().executed()).hasSize(3);
  }

  private JsonNode select(String token, String requestId) throws IOException, InterruptedException {
    return caller.query(token, requestId, "{\"sqlText\": \"select 1\"}");
  }

  private static JsonNode parameter(JsonNode data, String name) {
    return StreamSupport.stream(data.path("parameters").spliterator(), false)
        .filter(entry -> entry.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .path("value");
  }
}
