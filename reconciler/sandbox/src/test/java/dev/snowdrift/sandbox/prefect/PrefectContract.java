package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.Api.Answer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What a reconciler relies on in Prefect's API, traps first. The same requests run against the
/// stand-in and against a real server, so a new version of Prefect that behaves otherwise is
/// noticed.
abstract class PrefectContract {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String NOWHERE = "00000000-0000-0000-0000-000000000001";

  private final String unique = "c" + NUMBER.incrementAndGet();

  abstract Api api();

  /// Waits until the scheduler, whatever it is here, has made runs for the deployment.
  abstract List<String> runsAfterScheduling(String deploymentId);

  @Test
  void probes_answer_without_touching_anything() {
    api().get("/health").is(200).hasBody("true");
    api().get("/ready").is(200).hasBody("{'message':'OK'}");
    api().get("/version").is(200).hasBody("'0.8.4'");
    api().get("/admin/version").is(200).hasBody("'3.8.3'");
    api().get("/csrf-token?client=x").is(422).hasBody("{'detail':'CSRF protection is disabled.'}");
    api().get("/no-such-thing").is(404).hasBody("{'detail':'Not Found'}");
  }

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
  void an_unknown_filter_beside_the_right_ones_is_ignored_and_returns_everything() {
    flow();

    var all = api().post("/flows/filter", "{'flowz':{'name':{'any_':['none']}}}").is(200);
    var none = api().post("/flows/filter", "{'flows':{'name':{'any_':['none']}}}").is(200);

    assertThat(all.body().size()).isPositive();
    none.hasBody("[]");
    api()
        .post("/flows/filter", "{'flows':{'nam':{'any_':['none']}}}")
        .refuses("extra_forbidden", "body.flows.nam");
    api()
        .post("/flows/filter", "{'flows':{'name':{'any':['none']}}}")
        .refuses("extra_forbidden", "body.flows.name.any");
  }

  @Test
  void an_empty_list_in_all_restricts_nothing() {
    var deployment = deployment("");

    var found =
        api().post("/deployments/filter", "{'deployments':{'tags':{'all_':[]}}}").is(200).body();

    assertThat(Json.elements(found).stream().map(d -> d.path("id").asString()))
        .contains(deployment.id());
  }

  @Test
  void a_page_has_at_most_200_objects() {
    for (var kind : List.of("flows", "deployments", "work_pools", "variables", "automations")) {
      api()
          .post("/" + kind + "/filter", "{'limit':201}")
          .is(422)
          .hasBody("{'detail':'Invalid limit: must be less than or equal to 200.'}");
    }
    api().post("/flows/filter", "{'sort':'BAD'}").refuses("enum", "body.sort");
  }

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
  void a_limit_of_its_own_reads_back_elsewhere_and_goes_with_the_deployment() {
    var deployment = deployment(",'concurrency_limit':2");
    var limit = deployment.body().path("global_concurrency_limit");

    deployment.has("{'concurrency_limit':null}");
    assertThat(limit.path("limit").asInt()).isEqualTo(2);
    assertThat(limit.path("name").asString()).isEqualTo("deployment:" + deployment.id());
    api()
        .post("/deployments/", body(",'concurrency_limit':0"))
        .refuses("greater_than", "body.concurrency_limit");

    api().delete("/deployments/" + deployment.id()).is(204);

    api().get("/v2/concurrency_limits/" + limit.path("id").asString()).is(404);
  }

  @Test
  void a_shared_limit_is_changed_and_deleted_through_a_deployment_unless_detached() {
    var limit =
        api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(201);
    var attach = "{'global_concurrency_limit_id':'%s'}".formatted(limit.id());
    var deployment = deployment("");
    patch(deployment, attach).is(204);

    patch(deployment, "{'concurrency_limit':7}").is(204);
    api().get("/v2/concurrency_limits/" + unique).is(200).has("{'limit':7}");
    patch(deployment, "{'global_concurrency_limit_id':null}").is(204);
    api().get("/v2/concurrency_limits/" + unique).is(200);
    patch(deployment, attach).is(204);
    api().delete("/deployments/" + deployment.id()).is(204);

    api()
        .get("/v2/concurrency_limits/" + unique)
        .is(404)
        .hasBody("{'detail':'Concurrency Limit not found'}");
  }

  @Test
  void deleting_a_flow_takes_its_deployments_and_leaves_their_limits() {
    var deployment = deployment(",'concurrency_limit':2");

    api().delete("/flows/" + deployment.body().path("flow_id").asString()).is(204);

    read(deployment).is(404).hasBody("{'detail':'Deployment not found'}");
    api().get("/v2/concurrency_limits/deployment:" + deployment.id()).is(200);
  }

  @Test
  void schedules_are_brought_into_the_servers_form() {
    var deployment = deployment("");

    var created =
        schedules(
            deployment,
            "[{'schedule':{'interval':3600},'slug':'i','max_scheduled_runs':7,'active':false}]");
    var rest =
        schedules(
            deployment, "[{'schedule':{'cron':'@daily'}},{'schedule':{'rrule':'FREQ=DAILY'}}]");

    created.hasBody(
        """
        [{'id':'*','created':'*','updated':'*','deployment_id':'*','schedule':
          {'interval':3600.0,'anchor_date':'*','timezone':'UTC'},
          'active':false,'max_scheduled_runs':7,'parameters':{},'slug':'i'}]
        """);
    assertThat(rest.body().get(0).path("schedule").toString().replace('"', '\''))
        .isEqualTo("{'cron':'@daily','timezone':null,'day_or':true}");
    assertThat(rest.body().get(1).path("schedule").path("rrule").asString())
        .isEqualTo("DTSTART:20200101T000000\nFREQ=DAILY");
  }

  @Test
  void a_deployments_own_routes_drop_max_scheduled_runs() {
    var deployment =
        deployment(
            ",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s','max_scheduled_runs':3}]");

    assertThat(deployment.body().path("schedules").get(0).path("max_scheduled_runs").isNull())
        .isTrue();
  }

  @Test
  void patching_a_schedule_without_parameters_empties_them_and_ignores_nulls() {
    var deployment = deployment("");
    var schedule =
        schedules(deployment, "[{'schedule':{'cron':'0 * * * *'},'slug':'s','parameters':{'p':1}}]")
            .body()
            .get(0);
    var path = path(deployment) + "/schedules/" + schedule.path("id").asString();

    api().patch(path, "{'active':false,'slug':null}").is(204);

    var after = api().get(path(deployment) + "/schedules").is(200).body().get(0);
    assertThat(after.path("parameters").toString()).isEqualTo("{}");
    assertThat(after.path("slug").asString()).isEqualTo("s");
    assertThat(after.path("active").asBoolean()).isFalse();
    api().delete(path).is(204);
    api().delete(path).is(404).hasBody("{'detail':'Schedule not found.'}");
  }

  @Test
  void slugged_schedules_are_patched_one_by_one_and_none_is_removed() {
    var deployment = deployment("");
    var id =
        schedules(
                deployment,
                "[{'schedule':{'cron':'0 * * * *'},'slug':'a'},"
                    + "{'schedule':{'cron':'0 * * * *'},'slug':'b'}]")
            .body();

    patch(deployment, "{'schedules':[]}").is(204);
    patch(deployment, "{'schedules':[{'slug':'a','schedule':{'cron':'5 * * * *'}}]}").is(204);
    patch(deployment, "{'schedules':[{'schedule':{'cron':'5 * * * *'}}]}").is(422);

    var after = api().get(path(deployment) + "/schedules").is(200).body();
    assertThat(Json.elements(after).stream().map(s -> s.path("id").asString()))
        .containsExactlyInAnyOrderElementsOf(
            Json.elements(id).stream().map(s -> s.path("id").asString()).toList());
    assertThat(after.get(0).path("schedule").path("cron").asString()).isEqualTo("5 * * * *");
  }

  @Test
  void a_slug_is_unique_within_a_deployment() {
    var deployment = deployment("");
    schedules(deployment, "[{'schedule':{'cron':'0 * * * *'},'slug':'a'}]");

    var second =
        api()
            .post(
                path(deployment) + "/schedules", "[{'schedule':{'cron':'1 * * * *'},'slug':'a'}]");

    second.is(409);
    assertThat(second.body().path("detail").asString()).startsWith("Data integrity conflict.");
  }

  @Test
  void wrong_schedules_are_refused() {
    for (var wrong :
        List.of(
            "{'interval':0}",
            "{'cron':'bad'}",
            "{'cron':'0 * * * *','timezone':'Mars/Base'}",
            "{'cron':'0 * * * *','interval':5}",
            "{'rrule':'x'}")) {
      api()
          .post(
              "/deployments/", body("").replace("}", ",'schedules':[{'schedule':" + wrong + "}]}"))
          .is(422);
    }
  }

  @Test
  void every_write_to_a_deployment_drops_its_scheduled_runs_and_a_variable_does_not() {
    var deployment = deployment(",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]");
    api().post("/variables/", "{'name':'%s','value':1}".formatted(unique)).is(201);
    var before = runsAfterScheduling(deployment.id());

    api().patch("/variables/name/" + unique, "{'value':2}").is(204);
    assertThat(runs(deployment.id())).isEqualTo(before);
    schedules(deployment, "[{'schedule':{'cron':'30 * * * *'},'slug':'t','active':false}]");
    assertThat(runs(deployment.id())).isEqualTo(before);
    patch(deployment, "{}").is(204);
    assertThat(runs(deployment.id())).doesNotContainAnyElementsOf(before);

    assertThat(runsAfterScheduling(deployment.id()))
        .hasSameSizeAs(before)
        .doesNotContainAnyElementsOf(before);
  }

  @Test
  void a_paused_deployment_has_no_scheduled_runs_and_keeps_its_schedules() {
    var deployment = deployment(",'schedules':[{'schedule':{'cron':'0 * * * *'},'slug':'s'}]");
    assertThat(runsAfterScheduling(deployment.id())).isNotEmpty();

    api().post(path(deployment) + "/pause_deployment", "").is(200);

    assertThat(runs(deployment.id())).isEmpty();
    var after = read(deployment);
    after.has("{'paused':true}");
    assertThat(after.body().path("schedules").get(0).path("active").asBoolean()).isTrue();
    api().post(path(deployment) + "/resume_deployment", "").is(200);
    assertThat(runsAfterScheduling(deployment.id())).isNotEmpty();
  }

  @Test
  void a_scheduled_run_overlays_the_schedules_parameters() {
    var deployment =
        deployment(
            ",'parameters':{'a':1,'b':1},'tags':['own'],'schedules':"
                + "[{'schedule':{'cron':'0 * * * *'},'slug':'s','parameters':{'b':2}}]");

    var id = runsAfterScheduling(deployment.id()).getFirst();

    var run = api().get("/flow_runs/" + id).is(200);
    run.has(
        "{'parameters':{'a':1,'b':2},'tags':['auto-scheduled','own'],'state_type':'SCHEDULED',"
            + "'auto_scheduled':true}");
    assertThat(run.body().path("idempotency_key").asString())
        .startsWith("scheduled " + deployment.id());
  }

  @Test
  void a_pool_reads_back_with_its_defaults_and_keeps_type_and_name() {
    var created =
        api().post("/work_pools/", "{'name':'%s','type':'process'}".formatted(unique)).is(201);

    created.hasBody(
        """
        {'id':'*','created':'*','updated':'*','name':'%s','description':null,'type':'process',
         'base_job_template':{},'is_paused':false,'concurrency_limit':null,'status':'NOT_READY',
         'default_queue_id':'*','storage_configuration':{'bundle_upload_step':null,
         'bundle_execution_step':null,'default_result_storage_block_id':null},'active_slots':null}
        """
            .formatted(unique));
    var path = "/work_pools/" + unique;
    api().patch(path, "{'type':'docker'}").refuses("extra_forbidden", "body.type");
    api().patch(path, "{'is_paused':true,'concurrency_limit':3}").is(204);
    api().get(path).is(200).has("{'status':'PAUSED','concurrency_limit':3,'active_slots':0}");
    api()
        .post("/work_pools/", "{'name':'%s'}".formatted(unique))
        .is(409)
        .hasBody("{'detail':'A work pool with this name already exists.'}");
    api().post("/work_pools/", "{'name':'Prefect-x'}").is(403);
    api().delete(path).is(204);
    api().delete(path).is(404);
  }

  @Test
  void a_template_must_declare_what_it_uses() {
    var template = ",'base_job_template':{'job_configuration':{'a':'{{ x }}'}%s}}";
    var start = "{'name':'%s'".formatted(unique);

    api()
        .post("/work_pools/", start + template.formatted(""))
        .refuses("value_error", "body.base_job_template");
    api()
        .post("/work_pools/", start + template.formatted(",'variables':{'properties':{}}"))
        .refuses("value_error", "body.base_job_template");
    api()
        .post("/work_pools/", start + template.formatted(",'variables':{'properties':{'x':{}}}"))
        .is(201);
  }

  @Test
  void a_queue_with_a_taken_priority_pushes_the_others_down() {
    pool();
    var queues = "/work_pools/%s/queues".formatted(unique);

    api()
        .post(queues, "{'name':'q','priority':1}")
        .is(201)
        .hasBody(
            """
            {'id':'*','created':'*','updated':'*','name':'q','description':'','is_paused':false,
             'concurrency_limit':null,'priority':1,'work_pool_id':'*','filter':null,
             'last_polled':null,'work_pool_name':'%s','status':'NOT_READY','active_slots':null}
            """
                .formatted(unique));

    api().get(queues + "/default").is(200).has("{'priority':2}");
    api().post(queues, "{'name':'q'}").is(409);
    api().delete(queues + "/default").is(500);
    api().delete(queues + "/none").is(404);
    api().patch(queues + "/q", "{'concurrency_limit':2}").is(204);
    api().get(queues + "/q").is(200).has("{'concurrency_limit':2,'is_paused':false}");
  }

  @Test
  void deleting_a_pool_detaches_its_deployments() {
    pool();
    var deployment = deployment(",'work_pool_name':'%s'".formatted(unique));
    deployment.has("{'work_queue_name':'default'}");

    api().delete("/work_pools/" + unique).is(204);

    read(deployment).has("{'work_pool_name':null,'work_queue_name':null,'work_queue_id':null}");
  }

  @Test
  void a_worker_that_beats_is_online_and_makes_the_pool_ready() {
    pool();
    var path = "/work_pools/" + unique;

    api().post(path + "/workers/heartbeat", "{'name':'w','heartbeat_interval_seconds':30}").is(204);

    var workers = api().post(path + "/workers/filter", "{}").is(200).body();
    assertThat(workers.get(0).path("status").asString()).isEqualTo("ONLINE");
    api().get(path).is(200).has("{'status':'READY'}");
  }

  @Test
  void a_variable_holds_any_json_and_can_be_renamed() {
    api()
        .post("/variables/", "{'name':'%s','value':{'a':1},'tags':['t']}".formatted(unique))
        .is(201)
        .hasBody(
            "{'id':'*','created':'*','updated':'*','name':'%s','value':{'a':1},'tags':['t']}"
                .formatted(unique));
    var path = "/variables/name/" + unique;

    api().patch(path, "{'value':null}").is(204);
    api().get(path).is(200).has("{'value':null,'tags':['t']}");
    api()
        .post("/variables/", "{'name':'%s','value':1}".formatted(unique))
        .is(409)
        .hasBody(
            "{'detail':'A variable with the name \\u0027%s\\u0027 already exists.'}"
                .formatted(unique));
    api().post("/variables/", "{'name':'BAD N','value':1}").refuses("value_error", "body.name");
    api().post("/variables/", "{'name':'w'}").refuses("missing", "body.value");
    api()
        .post("/variables/", "{'name':'w','value':'%s'}".formatted("x".repeat(5001)))
        .refuses("value_error", "body.value");
    api().patch(path, "{'name':'%s-new'}".formatted(unique)).is(204);
    api().get(path).is(404).hasBody("{'detail':'Variable not found.'}");
    api().delete(path + "-new").is(204);
  }

  @Test
  void a_global_limit_is_changed_by_name() {
    var created =
        api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(201);
    var path = "/v2/concurrency_limits/" + unique;

    created.hasBody(
        """
        {'id':'*','created':'*','updated':'*','active':true,'name':'%s','limit':3,
         'active_slots':0,'denied_slots':0,'slot_decay_per_second':0.0,
         'avg_slot_occupancy_seconds':2.0}
        """
            .formatted(unique));
    api().patch(path, "{'limit':4,'slot_decay_per_second':0.5}").is(204);
    api()
        .get(path)
        .is(200)
        .hasBody(
            """
            {'id':'*','created':'*','updated':'*','active':true,'name':'%s','limit':4,
             'active_slots':0,'slot_decay_per_second':0.5}
            """
                .formatted(unique));
    api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(409);
    api()
        .post("/v2/concurrency_limits/", "{'name':'x','limit':-1}")
        .refuses("greater_than_equal", "body.limit");
    api().delete(path).is(204);
    api().delete(path).is(404);
  }

  @Test
  void a_tag_limit_is_the_global_limit_of_another_name() {
    var body = "{'tag':'%s','concurrency_limit':%d}";

    api().post("/concurrency_limits/", body.formatted(unique, 3)).is(201);
    api().post("/concurrency_limits/", body.formatted(unique, 4)).is(200);

    api().get("/v2/concurrency_limits/tag:" + unique).is(200).has("{'limit':4}");
    api().delete("/concurrency_limits/tag/" + unique).is(200);
    api().delete("/concurrency_limits/tag/" + unique).is(404);
  }

  @Test
  void a_scalar_secret_is_masked_and_an_object_is_not() {
    var scalar = secret(unique, "'hush'");
    var object = secret(unique + "o", "{'a':'clear'}");

    scalar.has("{'name':'%s','data':{'value':'********'}}".formatted(unique));
    object.has("{'data':{'value':{'a':'clear'}}}");
    api()
        .get("/block_documents/%s?include_secrets=true".formatted(scalar.id()))
        .is(200)
        .has("{'data':{'value':'hush'}}");
    api()
        .get("/block_types/slug/secret/block_documents/name/" + unique)
        .is(200)
        .has("{'data':{'value':'********'}}");
  }

  @Test
  void a_mask_that_comes_back_changes_no_secret() {
    var block = secret(unique, "'hush'");
    var path = "/block_documents/" + block.id();
    var clear = path + "?include_secrets=true";

    api().patch(path, "{'data':{'value':'********'}}").is(204);
    api().get(clear).is(200).has("{'data':{'value':'hush'}}");
    api().patch(path, "{'data':{'extra':'e'}}").is(204);
    api().get(clear).is(200).has("{'data':{'value':'hush','extra':'e'}}");
    api().patch(path, "{'data':{'value':'new'},'merge_existing_data':false}").is(204);

    api().get(clear).is(200).has("{'data':{'value':'new'}}");
    api().patch(path, "{'name':'x'}").refuses("extra_forbidden", "body.name");
    api().delete(path).is(204);
    api().delete(path).is(404).hasBody("{'detail':'Block document not found'}");
  }

  @Test
  void a_block_that_refers_to_another_shows_it_expanded_and_loses_it_silently() {
    var credentials = block("snowflake-credentials", unique, "{'account':'a','password':'p'}");
    var connector =
        block(
            "snowflake-connector",
            unique,
            "{'database':'d','credentials':{'$ref':{'block_document_id':'%s'}}}"
                .formatted(credentials.id()));

    assertThat(connector.body().path("data").path("credentials").path("password").asString())
        .isEqualTo("********");
    var reference = connector.body().path("block_document_references").path("credentials");
    assertThat(reference.path("block_document").path("id").asString()).isEqualTo(credentials.id());
    api().delete("/block_documents/" + credentials.id()).is(204);

    api().get("/block_documents/" + connector.id()).is(200).has("{'data':{'database':'d'}}");
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
  void patching_an_interval_without_anchor_shifts_its_phase() {
    var deployment = deployment("");
    var schedule =
        schedules(
                deployment,
                "[{'schedule':{'interval':3600,'anchor_date':'2026-01-01T00:00:00Z'},'slug':'s'}]")
            .body()
            .get(0);
    var path = path(deployment) + "/schedules";

    api()
        .patch(
            path + "/" + schedule.path("id").asString(),
            "{'schedule':{'interval':3600},'parameters':{}}")
        .is(204);

    assertThat(schedule.path("schedule").path("anchor_date").asString())
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(api().get(path).body().get(0).path("schedule").path("anchor_date").asString())
        .isNotEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void two_automations_may_share_a_name_and_a_put_renews_the_trigger() {
    var body =
        "{'name':'%s','trigger':{'type':'event','expect':['a'],'posture':'Reactive'},"
                .formatted(unique)
            + "'actions':[{'type':'do-nothing'}]}";
    var first = api().post("/automations/", body).is(201);
    api().post("/automations/", body).is(201);
    var path = "/automations/" + first.id();

    api().send("PUT", path, body).is(204);

    var after = api().get(path).is(200);
    assertThat(after.body().path("trigger").path("id"))
        .isNotEqualTo(first.body().path("trigger").path("id"));
    after.hasBody(
        """
        {'name':'%s','description':'','enabled':true,'tags':[],'trigger':{'type':'event','id':'*',
         'match':{},'match_related':{},'after':[],'expect':['a'],'for_each':[],
         'posture':'Reactive','threshold':1,'within':0.0},'actions':[{'type':'do-nothing'}],
         'actions_on_trigger':[],'actions_on_resolve':[],'id':'*','created':'*','updated':'*'}
        """
            .formatted(unique));
    var same = "{'automations':{'name':{'any_':['%s']}}}".formatted(unique);
    assertThat(api().post("/automations/filter", same).is(200).body().size()).isEqualTo(2);
    api().patch(path, "{'enabled':false}").is(204);
    api().patch(path, "{'name':'n'}").refuses("extra_forbidden", "body.name");
    api().delete(path).is(204);
    api().delete(path).is(404).hasBody("{'exception_message':'Automation not found'}");
  }

  List<String> runs(String deploymentId) {
    var body =
        "{'flow_runs':{'deployment_id':{'any_':['%s']}},'sort':'EXPECTED_START_TIME_ASC'}"
            .formatted(deploymentId);
    var found = api().post("/flow_runs/filter", body).is(200).body();
    return Json.elements(found).stream().map(run -> run.path("id").asString()).toList();
  }

  private Answer secret(String name, String value) {
    return block("secret", name, "{'value':%s}".formatted(value));
  }

  private Answer block(String slug, String name, String data) {
    var type = api().get("/block_types/slug/" + slug).is(200).id();
    var schemas =
        api()
            .post(
                "/block_schemas/filter",
                "{'block_schemas':{'block_type_id':{'any_':['%s']}}}".formatted(type))
            .is(200)
            .body();
    var body =
        "{'name':'%s','data':%s,'block_type_id':'%s','block_schema_id':'%s'}"
            .formatted(name, data, type, schemas.get(0).path("id").asString());
    return api().post("/block_documents/", body).is(201);
  }

  private void pool() {
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

  private String flow() {
    var answer = api().post("/flows/", "{'name':'%s'}".formatted(unique));
    assertThat(answer.status()).isIn(200, 201);
    return answer.id();
  }

  /// @param more further fields, each with a comma in front
  private String body(String more) {
    return "{'name':'d','flow_id':'%s'%s}".formatted(flow(), more);
  }

  private Answer deployment(String more) {
    return api().post("/deployments/", body(more)).is(201);
  }

  private Answer schedules(Answer deployment, String list) {
    return api().post(path(deployment) + "/schedules", list).is(201);
  }

  private Answer patch(Answer deployment, String json) {
    return api().patch(path(deployment), json);
  }

  private Answer read(Answer deployment) {
    return api().get(path(deployment));
  }

  private static String path(Answer deployment) {
    return "/deployments/" + deployment.id();
  }
}
