package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Flows.
abstract class FlowContract extends PrefectContract {
  @Test
  void a_flow_that_exists_is_returned_unchanged_by_a_second_create() {
    var body = "{'name':'%s','tags':['a'],'labels':{'x':'y'}}".formatted(unique);
    var first = api().post("/flows/", body).is(201);

    var second = api().post("/flows/", "{'name':'%s','tags':['b']}".formatted(unique)).is(200);

    first.hasBody(
        "{'id':'*','created':'*','updated':'*','name':'%s','tags':['a'],'labels':{'x':'y'}}"
            .formatted(unique));
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void a_flow_takes_tags_by_patch_and_no_labels() {
    var id = flow();

    api().patch("/flows/" + id, "{'tags':['z']}").is(204);

    api().get("/flows/name/" + unique).is(200).has("{'tags':['z']}");
    api().patch("/flows/" + id, "{'labels':{}}").refuses("extra_forbidden", "body.labels");
    api().get("/flows/" + NOWHERE).is(404).hasBody("{'detail':'Flow not found'}");
    api().post("/flows/", "{'name':'a/b'}").refuses("string_pattern_mismatch", "body.name");
  }

  @Test
  void deleting_a_flow_takes_its_deployments_and_leaves_their_limits() {
    var deployment = deployment(",'concurrency_limit':2");

    api().delete("/flows/" + deployment.body().path("flow_id").asString()).is(204);

    read(deployment).is(404).hasBody("{'detail':'Deployment not found'}");
    api().get("/v2/concurrency_limits/deployment:" + deployment.id()).is(200);
  }

  @Test
  void many_flows_are_deleted_by_filter_with_all_they_have() {
    var deployment = deployment("");
    var flow = deployment.body().path("flow_id").asString();

    api().post("/flows/bulk_delete", "{'limit':51}").refuses("less_than_equal", "body.limit");
    api().post("/flows/bulk_delete", "{'limit':0}").refuses("greater_than_equal", "body.limit");
    api()
        .post("/flows/bulk_delete", "{'flows':{'id':{'any_':['%s']}}}".formatted(NOWHERE))
        .is(200)
        .hasBody("{'deleted':[]}");
    api()
        .post("/flows/bulk_delete", "{'flows':{'id':{'any_':['%s']}}}".formatted(flow))
        .is(200)
        .hasBody("{'deleted':['%s']}".formatted(flow));

    api().get("/flows/" + flow).is(404);
    read(deployment).is(404);
  }

  @Test
  void pages_have_numbers_and_say_how_many_there_are() {
    flow();
    var mine = "'flows':{'name':{'any_':['%s']}}".formatted(unique);

    var page = api().post("/flows/paginate", "{%s,'limit':1}".formatted(mine)).is(200);

    page.has("{'count':1,'limit':1,'pages':1,'page':1}");
    assertThat(page.body().path("results").get(0).path("name").asString()).isEqualTo(unique);
  }
}
