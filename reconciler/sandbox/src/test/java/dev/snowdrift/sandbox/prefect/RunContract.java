package dev.snowdrift.sandbox.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.prefect.Api.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Flow runs: making them, moving them from state to state, and finding them again.
abstract class RunContract extends PrefectContract {
  private static final String SCHEMA =
      ",'parameter_openapi_schema':{'type':'object','properties':{'n':{'type':'integer'}},"
          + "'required':['n']}";

  @Test
  void a_run_takes_over_parameters_and_tags_and_adds_its_own() {
    var deployment = deployment(",'parameters':{'a':1,'b':1},'tags':['own'],'version':'7'");

    var run =
        run(deployment, "{'parameters':{'b':2},'tags':['more','own'],'name':'n','context':{'c':1}}")
            .is(201);

    run.has(
        """
        {'name':'n','parameters':{'a':1,'b':2},'deployment_version':'7','state_type':'SCHEDULED',
         'state_name':'Scheduled','run_count':0,'auto_scheduled':false,'idempotency_key':null,
         'start_time':null,'end_time':null,'total_run_time':0.0,'context':{'c':1},
         'work_pool_name':null,'job_variables':{},'created_by':null,
         'empirical_policy':{'max_retries':0,'retry_delay_seconds':0.0,'retries':null,
         'retry_delay':null,'pause_keys':[],'resuming':false,'retry_type':null}}
        """);
    assertThat(Api.texts(run.body().path("tags"))).containsExactlyInAnyOrder("own", "more");
    assertThat(run.body().path("next_scheduled_start_time"))
        .isEqualTo(run.body().path("expected_start_time"));
    assertThat(fieldsOf(api().get("/flow_runs/" + run.id()).is(200)))
        .containsExactlyInAnyOrder(
            "id",
            "created",
            "updated",
            "name",
            "flow_id",
            "state_id",
            "deployment_id",
            "deployment_version",
            "work_queue_id",
            "work_queue_name",
            "flow_version",
            "parameters",
            "idempotency_key",
            "context",
            "empirical_policy",
            "tags",
            "labels",
            "parent_task_run_id",
            "state_type",
            "state_name",
            "run_count",
            "expected_start_time",
            "next_scheduled_start_time",
            "start_time",
            "end_time",
            "total_run_time",
            "estimated_run_time",
            "estimated_start_time_delta",
            "auto_scheduled",
            "infrastructure_document_id",
            "infrastructure_pid",
            "created_by",
            "work_pool_id",
            "work_pool_name",
            "state",
            "job_variables");
  }

  @Test
  void a_known_key_gives_the_run_that_there_is() {
    var deployment = deployment("");

    var first = run(deployment, "{'idempotency_key':'k'}").is(201);
    var second = run(deployment, "{'idempotency_key':'k','tags':['late']}").is(200);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.body().path("tags").isEmpty()).isTrue();
  }

  @Test
  void parameters_of_a_run_are_checked_with_what_they_require() {
    var deployment = deployment(SCHEMA);

    run(deployment, "{}")
        .is(409)
        .hasBody(
            "{'detail':'Error creating flow run: Validation failed. Failure reason:"
                + " \\u0027n\\u0027 is a required property'}");
    run(deployment, "{'parameters':{'n':'x'}}")
        .is(409)
        .hasBody(
            "{'detail':'Error creating flow run: Validation failed for field \\u0027n\\u0027."
                + " Failure reason: \\u0027x\\u0027 is not of type \\u0027integer\\u0027'}");
    run(deployment, "{'parameters':{'n':'x'},'enforce_parameter_schema':false}").is(201);
    run(deployment, "{'parameters':{'n':3}}").is(201);
    run(deployment, "{'x':1}").refuses("extra_forbidden", "body.x");
    run(deployment, "{'state':{'type':'NOPE'}}").refuses("enum", "body.state.type");
    api().post("/deployments/%s/create_flow_run".formatted(NOWHERE), "{}").is(404);
  }

  @Test
  void parameters_that_say_how_they_come_about_are_rendered() {
    var deployment = deployment("");
    api().post("/variables/", "{'name':'%s','value':{'v':9}}".formatted(unique)).is(201);
    var templates =
        """
        {'parameters':{'j':{'__prefect_kind':'json','value':'[7]'},
         'n':{'__prefect_kind':'none','value':8},
         't':{'__prefect_kind':'jinja','template':'plain'},
         'v':{'deep':{'__prefect_kind':'workspace_variable','variable_name':'%s'}}}}
        """
            .formatted(unique);
    var rendered = "{'parameters':{'j':[7],'n':8,'t':'plain','v':{'deep':{'v':9}}}}";

    run(deployment, templates).is(201).has(rendered);
    api()
        .post(
            "/deployments/",
            body("," + templates.strip().substring(1, templates.strip().length() - 1)));
    assertThat(read(deployment).body().path("parameters").path("n").isObject()).isTrue();
    patch(deployment, templates).is(204);
    read(deployment).has(rendered);

    var unknown =
        "{'parameters':{'v':{'__prefect_kind':'workspace_variable','variable_name':'none'}}}";
    patch(deployment, unknown)
        .is(400)
        .hasBody(
            "{'detail':'Error hydrating deployment parameters: Variable \\u0027none\\u0027 not"
                + " found in workspace.'}");
    run(deployment, unknown).is(400);
  }

  @Test
  void a_run_in_a_pool_needs_the_pools_variables_and_can_name_a_queue() {
    run(deployment(""), "{'work_queue_name':'q'}").is(400);
    pool();
    var deployment = deployment(",'work_pool_name':'%s'".formatted(unique), 200);

    run(deployment, "{}")
        .is(422)
        .hasBody(
            "{'detail':'Error creating flow run: Validation failed. Failure reason:"
                + " \\u0027image\\u0027 is a required property'}");
    run(deployment, "{'job_variables':{'image':5}}").is(422);
    var run = run(deployment, "{'job_variables':{'image':'i'},'work_queue_name':'q'}").is(201);

    run.has(
        "{'work_pool_name':'%s','work_queue_name':'q','job_variables':{'image':'i'}}"
            .formatted(unique));
    api().get("/work_pools/%s/queues/q".formatted(unique)).is(200);
  }

  @Test
  void states_follow_each_other_and_leave_their_times() {
    var id = run(deployment(""), "{}").is(201).id();

    var first = state(id, "{'state':{'type':'PENDING'}}").is(201);
    first.has("{'status':'ACCEPT','details':{'type':'accept_details'}}");
    state(id, "{'state':{'type':'PENDING'}}").is(200).has("{'status':'ABORT'}");
    var running = state(id, "{'state':{'type':'RUNNING'}}").is(201);
    var run = api().get("/flow_runs/" + id).is(200);
    run.has(
        "{'state_type':'RUNNING','state_name':'Running','run_count':1,'end_time':null,"
            + "'next_scheduled_start_time':null}");
    assertThat(run.body().path("start_time"))
        .isEqualTo(running.body().path("state").path("timestamp"));
    state(id, "{'state':{'type':'FAILED','name':'TimedOut','message':'m'}}").is(201);

    run = api().get("/flow_runs/" + id).is(200);
    run.has("{'state_type':'FAILED','state_name':'TimedOut','run_count':1}");
    assertThat(run.body().path("state").path("message").asString()).isEqualTo("m");
    assertThat(run.body().path("end_time")).isEqualTo(run.body().path("state").path("timestamp"));
    state(id, "{'state':{'type':'NOPE'}}").refuses("enum", "body.state.type");
    state(NOWHERE, "{'state':{'type':'RUNNING'}}")
        .is(404)
        .hasBody("{'exception_message':'Flow run with id %s not found'}".formatted(NOWHERE));
    api().delete("/flow_runs/" + id).is(204);
    api().delete("/flow_runs/" + id).is(404).hasBody("{'detail':'Flow run not found'}");
  }

  @Test
  void runs_are_found_by_state_time_and_deployment_and_counted() {
    var deployment = deployment("");
    var failed = run(deployment, "{}").id();
    state(failed, "{'state':{'type':'RUNNING'}}").is(201);
    state(failed, "{'state':{'type':'FAILED'}}").is(201);
    var waiting =
        run(
                deployment,
                "{'state':{'type':'SCHEDULED','state_details':{'scheduled_time':'2099-01-01T00:00:00Z'}}}")
            .id();
    var mine = "'deployment_id':{'any_':['%s']}".formatted(deployment.id());

    assertThat(
            found(
                "{'flow_runs':{%s,'state':{'type':{'any_':['FAILED','CRASHED']}}}}"
                    .formatted(mine)))
        .containsExactly(failed);
    assertThat(found("{'flow_runs':{%s,'state':{'name':{'any_':['Scheduled']}}}}".formatted(mine)))
        .containsExactly(waiting);
    assertThat(
            found(
                "{'flow_runs':{%s,'expected_start_time':{'after_':'2098-01-01T00:00:00Z'}}}"
                    .formatted(mine)))
        .containsExactly(waiting);
    assertThat(found("{'flow_runs':{%s,'start_time':{'is_null_':false}}}".formatted(mine)))
        .containsExactly(failed);
    assertThat(found("{'flow_runs':{%s},'sort':'START_TIME_DESC'}".formatted(mine)))
        .containsExactly(waiting, failed);
    assertThat(
            found(
                "{'deployments':{'id':{'any_':['%s']}},'sort':'EXPECTED_START_TIME_ASC'}"
                    .formatted(deployment.id())))
        .containsExactly(failed, waiting);
    api().post("/flow_runs/count", "{'flow_runs':{%s}}".formatted(mine)).is(200).hasBody("2");
    api()
        .post(
            "/flow_runs/count",
            "{'flow_runs':{%s,'state':{'type':{'any_':['FAILED']}}}}".formatted(mine))
        .hasBody("1");
    api()
        .post("/flow_runs/count", "{'flow_runs':{'state':{'type':{'any_':['NOPE']}}}}")
        .refuses("enum", "body.flow_runs.state.type.any_.0");
    api().post("/flow_runs/filter", "{'sort':'NOPE'}").refuses("enum", "body.sort");
    api()
        .post("/flow_runs/paginate", "{'flow_runs':{%s},'limit':1,'page':2}".formatted(mine))
        .is(200)
        .has("{'count':2,'limit':1,'pages':2,'page':2}");
  }

  @Test
  void a_run_that_does_not_start_is_called_late() {
    var deployment = deployment("");
    var mine = "{'deployments':{'id':{'any_':['%s']}}}".formatted(deployment.id());
    api().post("/flow_runs/lateness", mine).is(200).hasBody("null");

    var id =
        run(
                deployment,
                "{'state':{'type':'SCHEDULED','state_details':"
                    + "{'scheduled_time':'2026-01-01T00:00:00Z'}}}")
            .id();

    assertThat(api().post("/flow_runs/lateness", mine).is(200).body().asDouble())
        .isGreaterThan(86_400);
    var late =
        peer()
            .until(
                () -> api().get("/flow_runs/" + id),
                run -> run.body().path("state_name").asString().equals("Late"));
    late.has("{'state_type':'SCHEDULED','state_name':'Late'}");
    assertThat(late.body().path("expected_start_time").asString())
        .isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void deleting_a_deployment_takes_what_has_not_started_and_leaves_the_rest_without_it() {
    var deployment = deployment("");
    var waiting = run(deployment, "{}").id();
    var running = run(deployment, "{}").id();
    state(running, "{'state':{'type':'RUNNING'}}").is(201);

    api().delete("/deployments/" + deployment.id()).is(204);

    api().get("/flow_runs/" + waiting).is(404);
    api()
        .get("/flow_runs/" + running)
        .is(200)
        .has("{'state_type':'RUNNING','deployment_id':'%s'}".formatted(deployment.id()));
    api().delete("/flows/" + deployment.body().path("flow_id").asString()).is(204);
    api().get("/flow_runs/" + running).is(404);
  }

  private Answer run(Answer deployment, String body) {
    return api().post(path(deployment) + "/create_flow_run", body);
  }

  private Answer state(String run, String body) {
    return api().post("/flow_runs/%s/set_state".formatted(run), body);
  }

  private List<String> found(String filter) {
    return Json.elements(api().post("/flow_runs/filter", filter).is(200).body()).stream()
        .map(run -> run.path("id").asString())
        .toList();
  }

  private static List<String> fieldsOf(Answer answer) {
    return answer.body().properties().stream().map(Map.Entry::getKey).toList();
  }
}
