package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.Api.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Work queues, concurrency limits and automations, as far as manifests manage them.
abstract class OrchestrationContract extends PrefectContract {
  private static final String REACTIVE = "{'type':'event','posture':'Reactive'}";

  private String queues() {
    return "/work_pools/%s/queues".formatted(unique);
  }

  private List<String> order() {
    return Json.elements(api().post(queues() + "/filter", "{}").is(200).body()).stream()
        .map(queue -> queue.path("name").asString() + queue.path("priority").asInt())
        .toList();
  }

  @Test
  void a_queue_moves_and_the_order_of_the_others_stays() {
    pool();
    for (var name : List.of("a", "b", "c")) {
      api().post(queues(), "{'name':'%s'}".formatted(name)).is(201);
    }
    assertThat(order()).containsExactly("default1", "a2", "b3", "c4");

    api().patch(queues() + "/c", "{'priority':2}").is(204);
    assertThat(order()).containsExactly("default1", "c2", "a3", "b4");
    api().patch(queues() + "/default", "{'priority':9}").is(204);
    assertThat(order()).containsExactly("c2", "a3", "b4", "default9");
    api().patch(queues() + "/b", "{'priority':1}").is(204);
    assertThat(order()).containsExactly("b1", "c2", "a3", "default9");
    api().delete(queues() + "/c").is(204);
    assertThat(order()).containsExactly("b1", "a3", "default9");
    api().post(queues(), "{'name':'d','priority':3}").is(201);
    assertThat(order()).containsExactly("b1", "d3", "a4", "default9");
    api().post(queues(), "{'name':'e'}").is(201).has("{'priority':2}");
  }

  @Test
  void nulls_in_a_queue_clear_its_limit_and_are_refused_elsewhere() {
    pool();
    api().post(queues(), "{'name':'q','description':null,'priority':null}").is(201);
    var queue = queues() + "/q";
    api().patch(queue, "{'concurrency_limit':2}").is(204);

    api().patch(queue, "{'concurrency_limit':null}").is(204);

    api().get(queue).is(200).has("{'concurrency_limit':null,'description':''}");
    for (var field : List.of("name", "description", "priority")) {
      api().patch(queue, "{'%s':null}".formatted(field)).is(409);
    }
    api().patch(queue, "{'name':'default'}").is(409);
    api().patch(queue, "{'is_paused':null}").refuses("bool_type", "body.is_paused");
    api().patch(queue, "{'priority':0}").refuses("greater_than", "body.priority");
    api().post(queues(), "{'name':'r','is_paused':null}").refuses("bool_type", "body.is_paused");
    api().post(queues(), "{'name':'a/b'}").refuses("string_pattern_mismatch", "body.name");
    api().patch("/work_pools/none/queues/x", "{}").is(404);
    api().patch(queues() + "/none", "{}").is(404);
  }

  @Test
  void the_default_queue_is_described_and_stays() {
    pool();
    var queue = queues() + "/default";

    var described = api().get(queue).is(200).body().path("description").asString();

    assertThat(described).isEqualTo("The work pool's default queue.");
    api().delete(queue).is(500).hasBody("{'exception_message':'Internal Server Error'}");
    api().get(queue).is(200);
  }

  @Test
  void queues_of_all_pools_are_listed_and_not_counted() {
    pool();
    api().post(queues(), "{'name':'%s'}".formatted(unique)).is(201);

    var found =
        api()
            .post(
                "/work_queues/filter", "{'work_queues':{'name':{'any_':['%s']}}}".formatted(unique))
            .is(200)
            .body();

    assertThat(found.size()).isEqualTo(1);
    assertThat(found.path(0).path("work_pool_name").asString()).isEqualTo(unique);
    api().post("/work_queues/count", "{}").is(404);
    api().post("/v2/concurrency_limits/count", "{}").is(405);
    api().post("/work_queues/filter", "{'limit':201}").is(422);
  }

  @Test
  void a_queue_that_goes_leaves_its_deployment_the_name_alone() {
    pool();
    api().post(queues(), "{'name':'q'}").is(201);
    var deployment = deployment(",'work_pool_name':'%s','work_queue_name':'q'".formatted(unique));

    api().delete(queues() + "/q").is(204);

    read(deployment).has("{'work_pool_name':null,'work_queue_name':'q','work_queue_id':null}");
  }

  @Test
  void a_limit_takes_no_nulls() {
    var limits = "/v2/concurrency_limits/";
    api().post(limits, "{'name':'%s','limit':3}".formatted(unique)).is(201);

    for (var field : List.of("limit", "active", "name", "slot_decay_per_second")) {
      api().patch(limits + unique, "{'%s':null}".formatted(field)).is(409);
    }
    api().patch(limits + unique, "{}").is(204);
    api().patch(limits + unique, "{'active':false,'active_slots':2}").is(204);
    api().get(limits + unique).is(200).has("{'active':false,'active_slots':2,'limit':3}");
    api().post(limits, "{'name':'x','limit':1,'active':null}").refuses("bool_type", "body.active");
    api().post(limits, "{'name':'a/b','limit':1}").refuses("string_pattern_mismatch", "body.name");
    api().post(limits, "{'name':'x'}").refuses("missing", "body.limit");
  }

  @Test
  void the_limit_of_a_tag_is_changed_as_any_other_and_overwritten_by_its_creation() {
    var path = "/v2/concurrency_limits/tag:" + unique;
    var body = "{'tag':'%s','concurrency_limit':%d}";
    api().post("/concurrency_limits/", body.formatted(unique, 3)).is(201);

    api().patch(path, "{'limit':5,'active':false}").is(204);
    api().get("/concurrency_limits/tag/" + unique).is(200).has("{'concurrency_limit':5}");
    api().post("/concurrency_limits/", body.formatted(unique, 7)).is(200);
    api().get(path).is(200).has("{'limit':7,'active':false}");
    api().post("/v2/concurrency_limits/", "{'name':'tag:%s','limit':1}".formatted(unique)).is(409);
    api().post("/concurrency_limits/", body.formatted(unique + "/x", 3)).is(500);
  }

  @Test
  void a_limit_that_goes_leaves_its_deployment_without() {
    var limit =
        api().post("/v2/concurrency_limits/", "{'name':'%s','limit':3}".formatted(unique)).is(201);
    var deployment = deployment(",'global_concurrency_limit_id':'%s'".formatted(limit.id()));

    api().delete("/v2/concurrency_limits/" + unique).is(204);

    read(deployment).has("{'global_concurrency_limit':null}");
  }

  private Answer automation(String trigger, String actions) {
    return api()
        .post(
            "/automations/",
            "{'name':'%s','trigger':%s,'actions':[%s]}".formatted(unique, trigger, actions));
  }

  @Test
  void actions_read_back_with_their_defaults() {
    var id = "'" + NOWHERE + "'";
    var forms =
        Map.of(
            "{'type':'do-nothing','unknown':1}",
            "{'type':'do-nothing'}",
            "{'type':'run-deployment','source':'inferred'}",
            "{'type':'run-deployment','source':'inferred','deployment_id':null,"
                + "'parameters':null,'job_variables':null,'schedule_after':0.0}",
            "{'type':'pause-deployment','deployment_id':%s}".formatted(id),
            "{'type':'pause-deployment','source':'selected','deployment_id':%s}".formatted(id),
            "{'type':'change-flow-run-state','state':'FAILED'}",
            "{'type':'change-flow-run-state','name':null,'state':'FAILED','message':null,"
                + "'force':false}",
            "{'type':'send-notification','block_document_id':%s,'body':'b'}".formatted(id),
            "{'type':'send-notification','block_document_id':%s,".formatted(id)
                + "'subject':'Prefect automated notification','body':'b'}",
            "{'type':'call-webhook','block_document_id':%s}".formatted(id),
            "{'type':'call-webhook','block_document_id':%s,'payload':''}".formatted(id),
            "{'type':'resume-work-pool','source':'inferred'}",
            "{'type':'resume-work-pool','source':'inferred','work_pool_id':null}",
            "{'type':'pause-work-queue','work_queue_id':%s}".formatted(id),
            "{'type':'pause-work-queue','source':'selected','work_queue_id':%s}".formatted(id),
            "{'type':'resume-automation','source':'inferred'}",
            "{'type':'resume-automation','source':'inferred','automation_id':null}");
    forms.forEach((given, read) -> {
      var action = automation(REACTIVE, given).is(201).body().path("actions").path(0);

      assertThat(action).isEqualTo(Json.MAPPER.readTree(read.replace('\'', '"')));
    });
  }

  @Test
  void wrong_actions_are_refused() {
    var deployment = "body.actions.0.function-after[selected_deployment_requires_id(), %s]";

    automation(REACTIVE, "{'type':'nope'}")
        .refuses("literal_error", "body.actions.0.DoNothing.type");
    automation(REACTIVE, "{'type':'run-deployment'}")
        .refuses("value_error", deployment.formatted("RunDeployment"));
    automation(
            REACTIVE,
            "{'type':'pause-deployment','source':'inferred','deployment_id':'%s'}"
                .formatted(NOWHERE))
        .refuses("value_error", deployment.formatted("PauseDeployment"));
    automation(REACTIVE, "{'type':'pause-work-pool'}")
        .refuses(
            "value_error",
            "body.actions.0.function-after[selected_work_pool_requires_id(), PauseWorkPool]");
    automation(REACTIVE, "{'type':'send-notification','body':'b'}")
        .refuses("missing", "body.actions.0.SendNotification.block_document_id");
    automation(REACTIVE, "{'type':'change-flow-run-state'}")
        .refuses("missing", "body.actions.0.ChangeFlowRunState.state");
    automation(REACTIVE, "{'type':'change-flow-run-state','state':'NOPE'}")
        .refuses("enum", "body.actions.0.ChangeFlowRunState.state");
    automation(REACTIVE, "{'type':'run-deployment','source':'inferred','schedule_after':-1}")
        .refuses("value_error", deployment.formatted("RunDeployment") + ".schedule_after");
  }

  @Test
  void composite_triggers_read_back_with_their_defaults() {
    var compound =
        "{'type':'compound','require':'any','within':10,'triggers':["
            + "{'posture':'Proactive'},{'type':'sequence','within':null,'triggers':[%s]}]}"
                .formatted(REACTIVE);
    var event =
        "{'type':'event','id':'*','match':{},'match_related':{},'after':[],'expect':[],"
            + "'for_each':[],'posture':'%s','threshold':1,'within':%s}";

    var trigger = automation(compound, "").is(201).body().path("trigger");

    new Answer(200, trigger)
        .hasBody(
            "{'type':'compound','id':'*','triggers':[%s,{'type':'sequence','id':'*','triggers':[%s],'within':null}],'within':10.0,'require':'any'}"
                .formatted(
                    event.formatted("Proactive", "10.0"), event.formatted("Reactive", "0.0")));
  }

  @Test
  void wrong_triggers_are_refused() {
    var compound =
        "body.trigger.function-after[validate_require(), function-after[validate_require(),"
            + " CompoundTrigger]]";

    automation("{'type':'metric','posture':'Metric'}", "")
        .refuses("literal_error", "body.trigger.EventTrigger.type");
    automation("{'type':'event'}", "").refuses("missing", "body.trigger.EventTrigger.posture");
    automation("{'type':'event','posture':'Metric'}", "")
        .refuses("literal_error", "body.trigger.EventTrigger.posture");
    automation("{'type':'event','posture':'Proactive','within':5}", "")
        .refuses("value_error", "body.trigger.EventTrigger");
    automation("{'type':'event','posture':'Reactive','within':-1}", "")
        .refuses("greater_than_equal", "body.trigger.EventTrigger.within");
    automation("{'type':'compound','require':2,'within':1,'triggers':[]}", "")
        .refuses("value_error", compound);
    automation("{'type':'compound','require':'some','within':1,'triggers':[]}", "")
        .refuses("literal_error", compound + ".require.literal['any','all']");
    automation("{'type':'sequence','triggers':[]}", "")
        .refuses("missing", "body.trigger.SequenceTrigger.within");
  }

  @Test
  void a_refused_replacement_changes_nothing_and_an_empty_patch_neither() {
    var created = automation(REACTIVE, "").is(201);
    var path = "/automations/" + created.id();
    api().patch(path, "{'enabled':false}").is(204);

    api()
        .send("PUT", path, "{'name':'x','trigger':{'type':'event'},'actions':[]}")
        .refuses("missing", "body.trigger.EventTrigger.posture");
    api().patch(path, "{}").is(204);

    api().get(path).is(200).has("{'name':'%s','enabled':false}".formatted(unique));
  }

  @Test
  void tags_are_kept_and_an_owner_is_not_shown() {
    var created =
        api()
            .post(
                "/automations/",
                "{'name':'%1$s','tags':['b','a','b'],'trigger':%2$s,'actions':[],'owner_resource':'prefect.deployment.%1$s'}"
                    .formatted(unique, REACTIVE))
            .is(201);
    var path = "/automations/" + created.id();

    created.has("{'tags':['b','a','b']}");
    assertThat(created.body().has("owner_resource")).isFalse();
    api()
        .send(
            "PUT",
            path,
            "{'name':'%s','trigger':%s,'actions':[],'owner_resource':'x'}"
                .formatted(unique, REACTIVE))
        .refuses("extra_forbidden", "body.owner_resource");
    api().delete("/automations/owned-by/prefect.deployment." + unique).is(202);
    api().get(path).is(404);
  }
}
