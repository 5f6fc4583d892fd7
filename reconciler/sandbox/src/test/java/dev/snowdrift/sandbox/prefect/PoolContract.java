package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Work pools, their queues and their workers.
abstract class PoolContract extends PrefectContract {
  @Test
  void the_templates_of_the_worker_types_are_known_and_are_taken() {
    var workers = api().get("/collections/views/aggregate-worker-metadata").is(200).body();
    for (var type : List.of("process", "docker", "kubernetes", "ecs")) {
      var template = new ArrayList<JsonNode>();
      workers.forEach(each -> template.add(each.path(type).path("default_base_job_configuration")));
      template.removeIf(each -> each.isMissingNode());

      assertThat(template).as(type).hasSize(1);
      api()
          .post(
              "/work_pools/",
              "{'name':'%s-%s','type':'%s','base_job_template':%s}"
                  .formatted(unique, type, type, template.getFirst().toString().replace("'", "")))
          .is(201);
    }
    assertThat(workers.toString()).doesNotContain("snowpark-container-service");
    api().get("/collections/views/no-such-view").is(404);
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
  void a_worker_that_falls_silent_is_offline_and_one_that_is_deleted_is_gone() {
    pool();
    var path = "/work_pools/" + unique;
    api().post(path + "/workers/heartbeat", "{'name':'w','heartbeat_interval_seconds':1}").is(204);
    var online = "{'workers':{'status':{'any_':['ONLINE']}}}";

    var left =
        peer()
            .until(
                () -> api().post(path + "/workers/filter", online).is(200),
                found -> found.body().isEmpty());

    left.hasBody("[]");
    var worker = api().post(path + "/workers/filter", "{}").is(200).body().get(0);
    assertThat(worker.path("status").asString()).isEqualTo("OFFLINE");
    assertThat(worker.path("heartbeat_interval_seconds").asInt()).isEqualTo(1);
    var pool =
        peer()
            .until(
                () -> api().get(path),
                found -> found.body().path("status").asString().equals("NOT_READY"));
    pool.has("{'status':'NOT_READY'}");
    api().post("/work_pools/none/workers/heartbeat", "{'name':'w'}").is(404);
    api().delete(path + "/workers/w").is(204);
    api().delete(path + "/workers/w").is(404).hasBody("{'detail':'Worker not found.'}");
  }

  @Test
  void a_poll_hands_out_what_waits_and_makes_queue_and_deployment_ready() {
    pool();
    var deployment =
        deployment(",'work_pool_name':'%s','job_variables':{'image':'i'}".formatted(unique));
    deployment.has("{'status':'NOT_READY','last_polled':null}");
    var run = api().post(path(deployment) + "/create_flow_run", "{}").is(201).id();
    var path = "/work_pools/" + unique;

    var handed = api().post(path + "/get_scheduled_flow_runs", "{}").is(200).body();

    assertThat(handed.get(0).path("flow_run").path("id").asString()).isEqualTo(run);
    var polled =
        peer()
            .until(
                () -> read(deployment),
                read -> read.body().path("status").asString().equals("READY"));
    polled.has("{'status':'READY'}");
    assertThat(polled.body().path("last_polled").isString()).isTrue();
    api().get(path + "/queues/default").is(200).has("{'status':'READY'}");
  }
}
