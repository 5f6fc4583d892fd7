package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.Api.Answer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What a reconciler relies on in Prefect's API, traps first; one subclass for each subject. The
/// same requests run against the stand-in and against a real server, so a new version of Prefect
/// that behaves otherwise is noticed.
abstract class PrefectContract {
  static final String NOWHERE = "00000000-0000-0000-0000-000000000001";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /// In the names of what a test makes: all tests share the real server.
  final String unique = "c" + NUMBER.incrementAndGet();

  abstract ContractPeer peer();

  final Api api() {
    return peer().api();
  }

  final List<String> runsAfterScheduling(String deploymentId) {
    return peer().until(() -> runs(deploymentId), found -> !found.isEmpty());
  }

  final List<String> runs(String deploymentId) {
    var body =
        "{'flow_runs':{'deployment_id':{'any_':['%s']}},'sort':'EXPECTED_START_TIME_ASC'}"
            .formatted(deploymentId);
    var found = api().post("/flow_runs/filter", body).is(200).body();
    return Json.elements(found).stream().map(run -> run.path("id").asString()).toList();
  }

  final Answer secret(String name, String value) {
    return block("secret", name, "{'value':%s}".formatted(value));
  }

  final Answer block(String slug, String name, String data) {
    var type = api().get("/block_types/slug/" + slug).is(200).id();
    var body =
        "{'name':'%s','data':%s,'block_type_id':'%s','block_schema_id':'%s'}"
            .formatted(name, data, type, newestSchema(type));
    return api().post("/block_documents/", body).is(201);
  }

  final String newestSchema(String typeId) {
    return api()
        .post(
            "/block_schemas/filter",
            "{'block_schemas':{'block_type_id':{'any_':['%s']}}}".formatted(typeId))
        .is(200)
        .body()
        .get(0)
        .path("id")
        .asString();
  }

  final void pool() {
    api()
        .post(
            "/work_pools/",
            """
            {'name':'%s','type':'process','base_job_template':{'job_configuration':
             {'image':'{{ image }}'},'variables':{'type':'object','properties':
             {'image':{'type':'string'}},'required':['image']}}}
            """
                .formatted(unique))
        .is(201);
  }

  final String flow() {
    var answer = api().post("/flows/", "{'name':'%s'}".formatted(unique));
    assertThat(answer.status()).isIn(200, 201);
    return answer.id();
  }

  /// @param more further fields, each with a comma in front
  final String body(String more) {
    return "{'name':'d','flow_id':'%s'%s}".formatted(flow(), more);
  }

  final Answer deployment(String more) {
    return deployment(more, 201);
  }

  final Answer deployment(String more, int status) {
    return api().post("/deployments/", body(more)).is(status);
  }

  final Answer schedules(Answer deployment, String list) {
    return api().post(path(deployment) + "/schedules", list).is(201);
  }

  final Answer patch(Answer deployment, String json) {
    return api().patch(path(deployment), json);
  }

  final Answer read(Answer deployment) {
    return api().get(path(deployment));
  }

  static String path(Answer deployment) {
    return "/deployments/" + deployment.id();
  }
}
