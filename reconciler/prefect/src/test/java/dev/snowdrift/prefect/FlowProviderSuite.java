package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.report.PlanText;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a flow's manifest becomes, against whatever speaks Prefect's API: resources by the type of
/// the pool, limits, schedules, what goes back to its default, and what is not ours. Every test has
/// an environment and names of its own.
abstract class FlowProviderSuite {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String POOL =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkPool
      metadata: {name: pool-$N}
      spec: {type: docker}
      """;

  private static final String QUEUE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkQueue
      metadata: {name: pool-$N/fast}
      spec: {}
      """;

  private static final String FLOW =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Flow
      metadata: {name: load-$N}
      spec:
        entrypoint: flows/load.py:main
        workPool: pool-$N
        deployments:
          - name: nightly
      """;

  /// A template as a person writes one for ECS: closed, and with the disk that Fargate has.
  private static final String ECS_TEMPLATE =
      """
      {"job_configuration": {"image": "{{ image }}", "env": "{{ env }}", "cpu": "{{ cpu }}",
        "memory": "{{ memory }}", "ephemeralStorage": "{{ ephemeral_storage }}"},
       "variables": {"type": "object", "additionalProperties": false, "properties": {
         "image": {"type": "string"}, "cpu": {"type": "integer"}, "memory": {"type": "integer"},
         "ephemeral_storage": {"type": "object"}, "launch_type": {"enum": ["FARGATE", "EC2"]},
         "env": {"type": "object", "additionalProperties": {"type": "string"}}}}}
      """;

  private String n = "";
  private Workspace workspace;
  private Hands hands;
  private PrefectClient hand;

  /// The API of the server under test.
  abstract URI api();

  @BeforeEach
  void open() {
    n = UUID.randomUUID().toString().substring(0, 8);
    workspace = new Workspace(api(), "env-" + n);
    hands = new Hands(api());
    hand =
        new PrefectClient(PrefectSettings.of(api(), new PrefectAuth.None()), RequestListener.NONE);
  }

  @AfterEach
  void close() {
    hand.close();
    hands.close();
    workspace.close();
  }

  private String text(String template) {
    return template.replace("$N", n);
  }

  private static String pool(String spec) {
    return POOL.replace("{type: docker}", spec);
  }

  /// @param more lines of the deployment
  private static String flow(String... more) {
    return FLOW + Stream.of(more).map(line -> "      " + line + "\n").collect(Collectors.joining());
  }

  private Plan converge(String... manifests) {
    return workspace.converge(
        workspace.commit("1", Stream.of(manifests).map(this::text).toArray(String[]::new)));
  }

  private List<Problem> refused(String... manifests) {
    return workspace
        .plan(workspace.commit("1", Stream.of(manifests).map(this::text).toArray(String[]::new)))
        .problems();
  }

  private JsonNode deployment() {
    return hands.deployment("load-" + n + "/nightly");
  }

  private Optional<JsonNode> find(String path, String... parts) {
    return hand.find(ApiPath.of(path, parts));
  }

  private List<String> effects(Plan plan) {
    return Workspace.effects(plan).stream().map(effect -> effect.replace(n, "$N")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: docker}|{\"image\":\"etl:1\",\"mem_limit\":\"4g\"}|memory: 4Gi",
        "{type: kubernetes}|{\"cpu_limit\":\"500m\",\"cpu_request\":\"500m\",\"image\":\"etl:1\","
            + "\"memory_limit\":\"4Gi\",\"memory_request\":\"4Gi\"}|cpu: 500m; memory: 4Gi",
        "{type: ecs}|{\"cpu\":4096,\"image\":\"etl:1\",\"memory\":30720}|cpu: 4; memory: 30Gi",
        "{type: ecs, baseJobTemplate:"
            + " $ECS}|{\"cpu\":256,\"ephemeral_storage\":{\"sizeInGiB\":200},\"image\":\"etl:1\",\"memory\":512}|cpu:"
            + " 250m; memory: 512Mi; ephemeralStorage: 200Gi",
        "{type: snowpark-container-service}|{\"compute_pool\":\"db.app.p\",\"cpu_limit\":\"2\","
            + "\"cpu_request\":\"2\",\"image\":\"etl:1\",\"image_registry\":\"r\","
            + "\"memory_limit\":\"4Gi\",\"memory_request\":\"4Gi\"}|cpu: 2; memory: 4Gi;"
            + " jobVariables: {compute_pool: db.app.p, image_registry: r}"
      })
  void what_a_run_needs_is_written_in_the_words_of_its_pool(
      String spec, String variables, String needs) {
    var pool = pool(spec.replace("$ECS", ECS_TEMPLATE.replace("\n", " ")));
    var more = Stream.concat(Stream.of("image: etl:1"), Stream.of(needs.split("; ", -1)));

    converge(pool, flow(more.map(String::strip).toArray(String[]::new)));

    assertThat(Json.exact(deployment().path("job_variables"))).hasToString(variables);
  }

  @Test
  void an_amount_changed_in_git_is_one_variable_and_one_changed_by_hand_is_healed() {
    converge(pool("{type: ecs}"), flow("cpu: 2", "memory: 4Gi"));

    var plan = converge(pool("{type: ecs}"), flow("cpu: 4", "memory: 4Gi"));
    hands.doAll(
        text("PATCH /deployments/<deployment load-$N/nightly> {\"job_variables\":{\"cpu\":1}}"));
    var healing = converge(pool("{type: ecs}"), flow("cpu: 4", "memory: 4Gi"));

    assertThat(paths(plan)).containsExactly("version", "jobVariables.cpu");
    assertThat(paths(healing)).containsExactly("jobVariables.cpu", "jobVariables.memory");
    assertThat(deployment().path("job_variables")).hasToString("{\"cpu\":4096,\"memory\":4096}");
  }

  private static List<String> paths(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.change().drifts().stream())
        .map(drift -> drift.path())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: process}|image: etl:1|`image` has no effect in",
        "{type: process}|cpu: 2|`cpu` has no effect in",
        "{type: docker}|cpu: 2|`cpu` has no effect in",
        "{type: ecs}|cpu: 300m|`cpu: 300m` is no whole number of units of 1/1024 CPU",
        "{type: ecs}|ephemeralStorage: 21Gi|`ephemeralStorage` has no effect in",
        "{type: vertex-ai}|memory: 1Gi|how `memory` is called in",
        "{type: docker}|secrets: {PW: {snowflakeSecret: db.app.pw}}|cannot read the Snowflake"
            + " secret for `PW`",
        "{type: docker}|jobVariables: {imag_pull_policy: Always}|`imag_pull_policy` is no job"
            + " variable of",
        "{type: snowpark-container-service}|jobVariables: {image_registry: r}|`compute_pool` is"
            + " missing",
        "{type: snowpark-container-service}|jobVariables: {image_registry: r, compute_pool: p}|"
            + "`p` does not name a database, a schema and a pool"
      })
  void what_a_pool_cannot_give_is_a_problem_before_the_write(
      String spec, String needs, String problem) {
    assertThat(refused(pool(spec), flow(needs)))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.what()).contains(problem);
          assertThat(found.subject()).isEqualTo("Deployment load-%s/nightly".formatted(n));
        });
  }

  /// The same that the provider finds before, the server would refuse.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"imagee\":\"x\"}|`imagee` is no job variable of|write `image`",
        "{\"other\":1}|`other` is no job variable of|remove it",
        "{\"cpu\":\"many\"}|`cpu` does not fit|422",
        "{\"env\":{\"RETRIES\":3}}|`env.RETRIES` does not fit|422",
        "{\"launch_type\":\"FARGAT\"}|`launch_type` does not fit|422"
      })
  void values_that_the_template_of_the_pool_does_not_take_are_problems(
      String variables, String what, String next) {
    var pool = pool("{type: ecs, baseJobTemplate: %s}".formatted(ECS_TEMPLATE.replace("\n", " ")));

    var problems = refused(pool, flow("jobVariables: " + variables));

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what()).contains(what);
          assertThat(problem.next()).contains(next);
        });
    converge(pool, flow());
    assertRefused(variables);
  }

  private void assertRefused(String variables) {
    var body = (ObjectNode) JSON.readTree(text("{\"name\":\"x\",\"work_pool_name\":\"pool-$N\"}"));
    body.put("flow_id", find("/flows/name/{}", "load-" + n).orElseThrow().path("id").asString());
    body.set("job_variables", JSON.readTree(variables));
    assertThatThrownBy(() ->
            hand.write(
                PrefectClient.Method.POST,
                ApiPath.of("/deployments/"),
                Optional.of(body),
                List.of()))
        .isInstanceOfSatisfying(
            TargetFailure.class, failure -> assertThat(failure.code()).contains("HTTP 422"));
  }

  @Test
  void the_template_that_a_pool_shows_decides_where_none_is_declared() {
    converge(pool("{type: docker}"));
    hands.doAll(
        text(
            """
            PATCH /work_pools/pool-$N {"base_job_template": {"job_configuration":
              {"image": "{{ image }}", "nano_cpus": "{{ cpus }}"},
              "variables": {"type": "object", "properties":
                {"image": {"type": "string"}, "cpus": {"type": "number"}}}}}
            """));

    converge(pool("{type: docker}"), flow("cpu: 1500m"));

    assertThat(deployment().path("job_variables")).hasToString("{\"cpus\":1.5}");
    assertThat(refused(pool("{type: docker}"), flow("memory: 1Gi")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.next()).contains("`mem_limit`"));
  }

  private void sharedLimit() {
    hands.doAll(text("POST /v2/concurrency_limits/ {\"name\":\"shared-$N\",\"limit\":3}"));
  }

  @Test
  void a_shared_limit_is_linked_by_name_and_left_as_it_is_when_it_is_no_longer_wanted() {
    sharedLimit();
    converge(POOL, flow("concurrency: {shared: shared-$N, collisionStrategy: CANCEL_NEW}"));
    assertThat(limit()).isEqualTo("shared-$N 3");

    var own = converge(POOL, flow("concurrency: {limit: 7}"));
    assertThat(effects(own).getFirst())
        .isEqualTo("PATCH /deployments/load-$N/nightly {\"global_concurrency_limit_id\":null}");
    assertThat(limit()).isEqualTo("deployment:<id> 7");
    assertThat(find("/v2/concurrency_limits/{}", "shared-" + n).orElseThrow().path("limit").asInt())
        .isEqualTo(3);

    converge(POOL, flow("concurrency: {shared: shared-$N}"));
    assertThat(limit()).isEqualTo("shared-$N 3");
    assertThat(find("/v2/concurrency_limits/{}", "deployment:" + id())).isEmpty();

    converge(POOL, flow());
    assertThat(deployment().path("global_concurrency_limit").isNull()).isTrue();
    assertThat(find("/v2/concurrency_limits/{}", "shared-" + n).orElseThrow().path("limit").asInt())
        .isEqualTo(3);
  }

  private String id() {
    return deployment().path("id").asString();
  }

  private String limit() {
    var limit = deployment().path("global_concurrency_limit");
    return "%s %d"
        .formatted(limit.path("name").asString(), limit.path("limit").asInt())
        .replace(n, "$N")
        .replace(id(), "<id>");
  }

  @Test
  void how_many_a_shared_limit_admits_is_no_difference_of_the_deployment() {
    sharedLimit();
    var commit = workspace.commit("1", text(POOL), text(flow("concurrency: {shared: shared-$N}")));
    workspace.converge(commit);

    hands.doAll(text("PATCH /v2/concurrency_limits/shared-$N {\"limit\":9}"));

    assertThat(workspace.plan(commit).steps()).isEmpty();
  }

  @Test
  void a_shared_limit_that_is_not_there_is_a_problem() {
    assertThat(refused(POOL, flow("concurrency: {shared: none-$N}")))
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("neither declared nor present"));
  }

  @Test
  void every_form_of_schedule_comes_to_rest() {
    var schedules =
        """
        [{name: five, cron: "0 3 * jan-mar mon,fri"}, {name: seconds, cron: "0 3 * * * 30"},
         {name: word, cron: "@daily", timezone: Europe/Berlin}, {name: last, cron: "0 0 L * *"},
         {name: hourly, cron: "*/60 * * * *"}, {name: both, cron: "0 0 13 * 5", dayOr: false},
         {name: plain, interval: 90}, {name: anchored, interval: PT6H, anchor: "2026-01-01T00:30:00"},
         {name: rule, rrule: "FREQ=WEEKLY;BYDAY=MO"}, {name: often, rrule: "FREQ=MINUTELY;INTERVAL=15"},
         {name: from, rrule: "DTSTART:20260101T000000\\nRRULE:FREQ=DAILY;COUNT=3", active: false}]
        """;

    var plan = converge(POOL, flow("schedules: " + schedules.replace("\n", " ")));

    assertThat(deployment().path("schedules").size()).isEqualTo(11);
    assertThat(PlanText.render(plan, false))
        .contains("`*/60` in the minute field means at minute 0 and nothing else: hourly");
  }

  @Test
  void a_renamed_schedule_keeps_its_id() {
    converge(
        POOL, flow("schedules: [{name: night, interval: 1h}, {name: noon, cron: '0 12 * * *'}]"));
    var before = hands.schedule("load-" + n + "/nightly", "night");

    var plan =
        converge(
            POOL,
            flow("schedules: [{name: late, interval: 1h}, {name: noon, cron: '0 12 * * *'}]"));

    var after = hands.schedule("load-" + n + "/nightly", "late");
    assertThat(effects(plan)).hasSize(1);
    assertThat(after.path("id")).isEqualTo(before.path("id"));
    assertThat(after.path("schedule").path("anchor_date"))
        .isEqualTo(before.path("schedule").path("anchor_date"));
  }

  @Test
  void what_git_no_longer_says_goes_back_to_its_default() {
    converge(
        POOL,
        QUEUE,
        flow(
            "image: etl:1",
            "description: Every night",
            "tags: [night]",
            "workQueue: fast",
            "paused: true",
            "parameters: {n: 3}",
            "parameterSchema: {type: object, properties: {n: {type: integer}}}",
            "concurrency: {limit: 2, collisionStrategy: CANCEL_NEW}",
            "pull: {steps: []}",
            "schedules: [{cron: '0 3 * * *'}]"));

    var plan = converge(POOL, QUEUE, flow());

    assertThat(PlanText.render(plan, false))
        .contains("Prefect cannot empty job variables: {\"env\": {}} stands for none");
    var bare = deployment();
    assertThat(bare.path("job_variables")).hasToString("{\"env\":{}}");
    assertThat(bare.path("description").isNull()).isTrue();
    assertThat(bare.path("tags").size()).isEqualTo(1);
    assertThat(bare.path("work_queue_name").asString()).isEqualTo("default");
    assertThat(bare.path("paused").asBoolean()).isFalse();
    assertThat(bare.path("parameters").isEmpty()).isTrue();
    assertThat(bare.path("parameter_openapi_schema").path("properties").isEmpty()).isTrue();
    assertThat(bare.path("global_concurrency_limit").isNull()).isTrue();
    assertThat(bare.path("concurrency_options").isNull()).isTrue();
    assertThat(bare.path("pull_steps").size()).isEqualTo(1);
    assertThat(bare.path("schedules").isEmpty()).isTrue();
  }

  private void foreign(String deployment) {
    hands.doAll(text(POOL_BY_HAND));
    hands.doAll(text("POST /flows/ {\"name\":\"load-$N\",\"tags\":[\"theirs\"]}"));
    hands.doAll(text(deployment));
  }

  private static final String POOL_BY_HAND =
      "POST /work_pools/ {\"name\":\"pool-$N\",\"type\":\"docker\"}";
  private static final String THEIRS =
      """
      POST /deployments/ {"name": "nightly", "flow_id": "<flow load-$N>", "work_pool_name": "pool-$N",
        "entrypoint": "flows/load.py:main", "description": "Theirs", "tags": ["theirs"],
        "schedules": [{"schedule": {"cron": "1 1 * * *"}}, {"slug": "night",
          "schedule": {"cron": "0 3 * * *"}}]}
      """;

  @Test
  void a_flow_and_a_deployment_of_somebody_else_are_not_touched() {
    foreign(THEIRS);
    var before = deployment();

    var plan = workspace.plan(workspace.commit("1", text(flow("description: Ours"))));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.held()).extracting(step -> step.id().kind()).contains("Flow", "Deployment");
    assertThat(deployment()).isEqualTo(before);
  }

  @Test
  void an_adopted_deployment_keeps_what_fits_and_shows_which_schedules_go() {
    foreign(THEIRS);
    var night = hands.schedule("load-" + n + "/nightly", "night").path("id");
    var adopting =
        text(flow("description: Ours", "schedules: [{name: night, cron: '0 3 * * *'}]"))
            + "lifecycle: {adopt: true}\n";

    var plan = workspace.converge(workspace.commit("1", adopting));

    assertThat(paths(plan)).contains("description", "tags", "schedules[(without slug 1)]");
    assertThat(deployment().path("schedules"))
        .singleElement()
        .satisfies(schedule -> assertThat(schedule.path("id")).isEqualTo(night));
    assertThat(deployment().path("tags").toString())
        .contains("snowdrift:")
        .doesNotContain("theirs");
  }

  @Test
  void a_removal_shows_what_goes_along_and_leaves_no_automation_behind() {
    converge(POOL, flow("concurrency: {limit: 1}", "schedules: [{cron: '0 3 * * *'}]"));
    var id = id();
    hands.doAll(
        text(
            """
            POST /automations/ {"name": "theirs-$N", "owner_resource": "prefect.deployment.%s",
              "trigger": {"type": "event", "expect": ["a"], "posture": "Reactive", "threshold": 1},
              "actions": [{"type": "do-nothing"}]}
            """
                .formatted(id)));

    var plan = converge(POOL);

    assertThat(PlanText.render(plan, false).replaceAll("\\s+", " "))
        .contains(
            "takes along its schedule, runs that have not started, its concurrency limit,"
                + " automations that it owns");
    assertThat(find("/v2/concurrency_limits/{}", "deployment:" + id)).isEmpty();
    assertThat(automations()).doesNotContain("theirs-" + n);
    assertThat(find("/flows/name/{}", "load-" + n)).isPresent();
  }

  private List<String> automations() {
    return hands.all("automations").stream().map(item -> item.path("name").asString("")).toList();
  }

  @Test
  void a_flow_is_deleted_only_with_consent_and_only_without_deployments() {
    var deleting = "lifecycle: {deletion: Delete}\n";
    converge(POOL, flow() + deleting);
    hands.doAll(text("POST /deployments/ {\"name\":\"mine\",\"flow_id\":\"<flow load-$N>\"}"));

    var plan = workspace.plan(workspace.commit("1", text(POOL)));

    assertThat(PlanText.render(plan, true))
        .contains("takes along its whole run history, running runs included; approve the plan")
        .contains(
            "DELETE /flows/load-%s; only if the flow load-%s has no deployment".formatted(n, n));
    var deletion =
        plan.held().stream()
            .filter(step -> step.id().kind().equals("Flow"))
            .findFirst()
            .orElseThrow();
    workspace.run(plan);
    assertThatThrownBy(() ->
            deletion
                .effects()
                .forEach(effect -> workspace.provider().execute(effect, workspace.secretReader())))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.CONFLICT))
        .hasMessageContaining("the deployment mine still belongs to it");
    assertThat(find("/flows/name/{}", "load-" + n)).isPresent();
  }

  @Test
  void a_schema_that_is_read_from_the_code_is_written_and_at_rest() {
    var plan = converge(POOL, FLOW.replace("spec:", "spec:\n  parametersFrom: signature"));

    assertThat(deployment().path("parameter_openapi_schema").path("properties").path("n"))
        .isEqualTo(
            JSON.readTree(
                """
                {"default": 1, "position": 0, "title": "n", "type": "integer"}
                """));
    assertThat(plan.going()).isNotEmpty();
  }

  @Test
  void parameters_that_the_schema_refuses_are_refused_by_the_server_too() {
    converge(POOL, flow());
    var body =
        (ObjectNode) JSON.readTree(text("{\"name\":\"x\",\"enforce_parameter_schema\":true}"));
    body.put("flow_id", find("/flows/name/{}", "load-" + n).orElseThrow().path("id").asString());
    body.set(
        "parameter_openapi_schema",
        JSON.readTree("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}"));
    body.set("parameters", JSON.readTree("{\"n\":\"three\"}"));

    assertThatThrownBy(() ->
            hand.write(
                PrefectClient.Method.POST,
                ApiPath.of("/deployments/"),
                Optional.of(body),
                List.of()))
        .isInstanceOfSatisfying(
            TargetFailure.class, failure -> assertThat(failure.code()).contains("HTTP 422"));
  }
}
