package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Deployments without their schedules.
abstract class DeploymentContract extends PrefectContract {
  @Test
  void a_deployment_reads_back_with_its_defaults() {
    var created = deployment("");

    created.hasBody(
        """
        {'id':'*','created':'*','updated':'*','name':'d','version':null,'description':null,
         'flow_id':'*','paused':false,'schedules':[],'concurrency_limit':null,
         'global_concurrency_limit':null,'concurrency_options':null,'job_variables':{},
         'parameters':{},'tags':[],'labels':{'prefect.flow.id':'*'},'work_queue_name':null,
         'work_queue_id':null,'last_polled':null,'parameter_openapi_schema':{},'path':null,
         'pull_steps':[],'entrypoint':null,'storage_document_id':null,
         'infrastructure_document_id':null,'created_by':null,'updated_by':null,
         'work_pool_name':null,'status':'NOT_READY','enforce_parameter_schema':true}
        """);
    assertThat(read(created).body()).isEqualTo(created.body());
    api().get("/deployments/name/%s/d".formatted(unique)).is(200);
    api().get("/deployments/name/%s/e".formatted(unique)).is(404);
  }

  @Test
  void an_upsert_wipes_schedules_and_parameters_and_keeps_what_else_it_leaves_out() {
    var before =
        deployment(
            ",'description':'text','tags':['b','a','b'],'parameters':{'p':1},"
                + "'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]");

    var after = api().post("/deployments/", body("")).is(200);

    assertThat(after.id()).isEqualTo(before.id());
    after.has("{'schedules':[],'parameters':{},'description':'text','tags':['b','a','b']}");
  }

  @Test
  void job_variables_cannot_be_emptied() {
    var deployment = deployment(",'job_variables':{'image':'i'}");

    patch(deployment, "{'job_variables':{}}").is(204);
    patch(deployment, "{'job_variables':null}").is(204);
    api().post("/deployments/", body(",'job_variables':{}")).is(200);

    read(deployment).has("{'job_variables':{'image':'i'}}");
    patch(deployment, "{'job_variables':{'env':{}}}").is(204);
    read(deployment).has("{'job_variables':{'env':{}}}");
  }

  @Test
  void nulls_in_a_patch_clear_some_fields_and_are_refused_for_others() {
    var deployment = deployment(",'description':'text','pull_steps':[{'x':{}}]");

    patch(deployment, "{'description':null,'pull_steps':null}").is(204);

    read(deployment).has("{'description':null,'pull_steps':null}");
    patch(deployment, "{'tags':null}").refuses("list_type", "body.tags");
    patch(deployment, "{'paused':null}").refuses("bool_type", "body.paused");
    patch(deployment, "{'schedules':null}").refuses("list_type", "body.schedules");
    patch(deployment, "{'labels':{}}").refuses("extra_forbidden", "body.labels");
    patch(deployment, "{'parameters':null}").is(409);
    patch(deployment, "{'enforce_parameter_schema':null}").is(409);
  }

  @Test
  void what_a_deployment_refers_to_must_exist() {
    var deployment = deployment("");

    patch(deployment, "{'work_pool_name':'none'}").is(500);
    patch(deployment, "{'global_concurrency_limit_id':'%s'}".formatted(NOWHERE))
        .is(404)
        .hasBody("{'detail':'Concurrency limit not found'}");
    api()
        .post("/deployments/", body(",'work_pool_name':'none'"))
        .is(404)
        .hasBody("{'detail':'Work pool \\\"none\\\" not found.'}");
    api().post("/deployments/", "{'name':'d','flow_id':'%s'}".formatted(NOWHERE)).is(409);
    api()
        .post("/deployments/", body("").replace("'d'", "'a/b'"))
        .is(500)
        .hasBody("{'exception_message':'Internal Server Error'}");
    api().patch("/deployments/" + NOWHERE, "{}").is(404);
  }

  @Test
  void parameters_are_checked_on_creation_only_when_the_request_says_so() {
    var schema =
        ",'parameters':{'n':'x'},'parameter_openapi_schema':"
            + "{'type':'object','properties':{'n':{'type':'integer'}}}";

    api()
        .post("/deployments/", body(schema + ",'enforce_parameter_schema':true"))
        .refuses("value_error", "body");
    var deployment = deployment(schema);

    patch(deployment, "{}").is(409);
    patch(deployment, "{'parameters':{'n':1,'other':2}}").is(204);
  }

  @Test
  void job_variables_are_checked_against_the_pool() {
    pool();
    var inPool = ",'work_pool_name':'%s','job_variables':{'image':5}".formatted(unique);

    api()
        .post("/deployments/", body(inPool))
        .is(422)
        .hasBody(
            "{'detail':'Error creating deployment: Validation failed for field \\u0027image\\u0027."
                + " Failure reason: 5 is not of type \\u0027string\\u0027'}");
    var deployment = deployment(inPool.replace(":5}", ":'i'}"));
    patch(deployment, "{'job_variables':{'image':5}}").is(204);
    patch(deployment, "{" + inPool.substring(1) + "}").is(409);
  }

  @Test
  void a_queue_that_a_deployment_names_is_made() {
    pool();

    var deployment = deployment(",'work_pool_name':'%s','work_queue_name':'new'".formatted(unique));

    deployment.has("{'work_pool_name':'%s','work_queue_name':'new'}".formatted(unique));
    api().get("/work_pools/%s/queues/new".formatted(unique)).is(200).has("{'priority':2}");
    patch(deployment, "{'work_pool_name':null}").is(204);
    read(deployment).has("{'work_pool_name':null,'work_queue_name':'new','work_queue_id':null}");
  }

  @Test
  void deployments_are_filtered_by_tag_and_by_pool() {
    pool();
    var tagged = deployment(",'tags':['%s'],'work_pool_name':'%s'".formatted(unique, unique));
    var byTag = "{'deployments':{'tags':{'all_':['%s']}}}".formatted(unique);
    var byPool = "{'work_pools':{'name':{'any_':['%s']}}}".formatted(unique);

    for (var filter : List.of(byTag, byPool)) {
      var found = api().post("/deployments/filter", filter).is(200).body();
      assertThat(found.size()).isEqualTo(1);
      assertThat(found.get(0)).isEqualTo(tagged.body());
      api().post("/deployments/count", filter).is(200).hasBody("1");
    }
  }

  @Test
  void labels_given_once_are_dropped_by_an_upsert_without_them() {
    var created = deployment(",'labels':{'team':'x'}");
    assertThat(created.body().path("labels").path("team").asString()).isEqualTo("x");

    var after = api().post("/deployments/", body("")).is(200);

    assertThat(after.body().path("labels").has("team")).isFalse();
  }

  @Test
  void many_deployments_are_deleted_by_filter() {
    var deployment = deployment("");
    var mine = "{'deployments':{'id':{'any_':['%s']}}}".formatted(deployment.id());

    api().post("/deployments/bulk_delete", "{'limit':51}").refuses("less_than_equal", "body.limit");
    api()
        .post("/deployments/bulk_delete", mine)
        .is(200)
        .hasBody("{'deleted':['%s']}".formatted(deployment.id()));
    api().post("/deployments/bulk_delete", mine).is(200).hasBody("{'deleted':[]}");

    read(deployment).is(404);
  }

  @Test
  void pages_have_numbers_and_say_how_many_there_are() {
    var deployment = deployment("");
    var mine = "'flows':{'name':{'any_':['%s']}}".formatted(unique);

    var page = api().post("/deployments/paginate", "{%s,'limit':1}".formatted(mine)).is(200);

    page.has("{'count':1,'limit':1,'pages':1,'page':1}");
    assertThat(page.body().path("results").get(0)).isEqualTo(deployment.body());
  }

  @Test
  void a_limit_cannot_be_both_its_own_and_shared() {
    var both = "'concurrency_limit':2,'global_concurrency_limit_id':'%s'".formatted(NOWHERE);
    var deployment = deployment("");

    patch(deployment, "{%s}".formatted(both)).refuses("value_error", "body");
    api().post("/deployments/", body("," + both)).refuses("value_error", "body");
  }
}
