package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.sandbox.prefect.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the provider promises of work queues, concurrency limits and automations.
abstract class OrchestrationSuite extends WorkspaceSuite {
  private static final String POOL =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkPool
      metadata: {name: pool-$N}
      spec: {type: process}
      """;

  private static final String QUEUE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkQueue
      metadata: {name: pool-$N/fast}
      spec: {description: Quick ones, concurrencyLimit: 3, paused: true, priority: 1}
      """;

  private static final String DEFAULT =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkQueue
      metadata: {name: pool-$N/default}
      spec: {concurrencyLimit: 9, priority: 2}
      """;

  private static final String LIMIT =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: ConcurrencyLimit
      metadata: {name: "Database $N"}
      spec: {limit: 5, active: false, slotDecayPerSecond: 0.5}
      """;

  private static final String TAG_LIMIT =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: ConcurrencyLimit
      metadata: {name: "tag:gpu-$N"}
      spec: {limit: 2, active: false}
      """;

  private static final String BLOCK =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: slack-webhook/alerts-$N}
      spec: {secrets: {url: {env: TOKEN}}}
      """;

  private static final String FLOW =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Flow
      metadata: {name: load-$N}
      spec:
        entrypoint: flows/load.py:main
        workPool: pool-$N
        workQueue: fast
        deployments: [{name: nightly}]
      """;

  private static final String AUTOMATION =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Automation
      metadata: {name: "alert $N"}
      spec:
        description: Tell somebody
        enabled: true
        tags: [b, a]
        trigger:
          type: event
          match: {prefect.resource.id: [prefect.flow-run.*]}
          matchRelated: {prefect.resource.name: "load-$N", prefect.resource.role: flow}
          after: [prefect.flow-run.Running]
          expect: [prefect.flow-run.Failed, prefect.flow-run.Crashed]
          forEach: [prefect.resource.id]
          posture: Reactive
          threshold: 2
          within: 15m
        actions:
          - type: run-deployment
            deployment: load-$N/nightly
            parameters: {n: 3, date: null}
            jobVariables: {env: {A: b}}
            scheduleAfter: 1m
          - {type: pause-work-queue, workQueue: pool-$N/fast}
          - {type: pause-work-pool, workPool: pool-$N}
          - {type: pause-deployment}
          - {type: send-notification, block: slack-webhook/alerts-$N, body: "{{ flow.name }} failed"}
        actionsOnTrigger: [{type: change-flow-run-state, state: FAILED, message: late, force: true}]
        actionsOnResolve: [{type: resume-work-pool, workPool: pool-$N}]
      """;

  private String[] all() {
    return texts(POOL, QUEUE, DEFAULT, LIMIT, TAG_LIMIT, BLOCK, FLOW, AUTOMATION);
  }

  private String[] texts(String... templates) {
    return Arrays.stream(templates).map(this::text).toArray(String[]::new);
  }

  private Plan converge(String id, String... templates) {
    return workspace.converge(workspace.commit(id, texts(templates)));
  }

  private JsonNode queue(String name) {
    return find("/work_pools/{}/queues/{}", "pool-" + n, name).orElseThrow();
  }

  private void patchQueue(String name, String body) {
    send(Method.PATCH, ApiPath.of("/work_pools/{}/queues/{}", "pool-" + n, name), body);
  }

  /// The queues of the pool, by priority.
  private List<String> queues() {
    var path = ApiPath.of("/work_pools/{}/queues/filter", "pool-" + n);
    var names = new ArrayList<String>();
    var page = hand.ask(path, Json.object());
    while (!page.isEmpty()) {
      page.forEach(queue -> names.add(queue.path("name").asString()));
      page = hand.ask(path, Json.object().put("offset", names.size()));
    }
    return names;
  }

  private JsonNode limit(String name) {
    return find("/v2/concurrency_limits/{}", text(name)).orElseThrow();
  }

  private List<JsonNode> automations() {
    var question = Json.object();
    question.putObject("automations").putObject("name").putArray("any_").add("alert " + n);
    return hand.ask(ApiPath.of("/automations/filter"), question).valueStream().toList();
  }

  private JsonNode automation() {
    assertThat(automations()).hasSize(1);
    return automations().getFirst();
  }

  private void putAutomation(UnaryOperator<String> change) {
    var automation = automation();
    var body = Json.object();
    for (var field :
        List.of(
            "name",
            "description",
            "enabled",
            "tags",
            "trigger",
            "actions",
            "actions_on_trigger",
            "actions_on_resolve")) {
      body.set(field, automation.path(field));
    }
    var changed = change.apply(body.toString());
    assertThat(changed).isNotEqualTo(body.toString());
    var path = ApiPath.of("/automations/{}", automation.path("id").asString());
    send(Method.PUT, path, changed);
  }

  @Test
  void everything_is_created_and_a_second_look_writes_nothing() {
    var commit = workspace.commit("1", all());

    workspace.converge(commit);
    proxy.log().clear();
    var again = workspace.plan(commit);

    assertThat(again.steps()).isEmpty();
    assertThat(proxy.log().writes()).isEmpty();
    assertThat(queues()).containsExactly("fast", "default");
    assertThat(queue("fast").path("is_paused").asBoolean()).isTrue();
    assertThat(queue("default").path("description").asString())
        .startsWith("The work pool's default queue. [snowdrift:");
    assertThat(limit("Database $N").path("slot_decay_per_second").asDouble()).isEqualTo(0.5);
    assertThat(limit("Database $N").path("active").asBoolean()).isFalse();
    assertThat(limit("tag:gpu-$N").path("limit").asInt()).isEqualTo(2);
    assertThat(limit("tag:gpu-$N").path("active").asBoolean()).isFalse();
    var actions = automation().path("actions");
    assertThat(actions.path(0).path("deployment_id"))
        .isEqualTo(
            find("/deployments/name/{}/{}", "load-" + n, "nightly").orElseThrow().path("id"));
    assertThat(actions.path(3).path("source").asString()).isEqualTo("inferred");
    assertThat(again.objects().get(new ResourceId("Automation", "alert " + n)).health())
        .isEqualTo(Health.HEALTHY);
  }

  @Test
  void every_field_of_a_queue_changes_and_goes_back_to_its_default() {
    converge("1", POOL, QUEUE);
    var changed =
        converge(
            "2",
            POOL,
            QUEUE.replace(
                "{description: Quick ones, concurrencyLimit: 3, paused: true,",
                "{description: Slow ones, concurrencyLimit: 4, paused: false,"));
    var back = converge("3", POOL, QUEUE.replaceAll("spec: .*", "spec: {}"));

    assertThat(Workspace.effects(changed))
        .singleElement()
        .asString()
        .startsWith("PATCH /work_pools/pool-" + n + "/queues/fast {\"concurrency_limit\":4,")
        .contains("\"is_paused\":false", "Slow ones [snowdrift:");
    assertThat(Workspace.effects(back))
        .singleElement()
        .asString()
        .contains("\"concurrency_limit\":null", "\"description\":\"[snowdrift:");
    assertThat(queue("fast").path("concurrency_limit").isNull()).isTrue();
  }

  @Test
  void a_queue_changed_by_hand_is_healed_field_by_field() {
    var commit = workspace.commit("1", texts(POOL, QUEUE, DEFAULT));
    workspace.converge(commit);
    for (var change :
        List.of("{'concurrency_limit':null}", "{'is_paused':false}", "{'priority':7}")) {
      patchQueue("fast", change.replace('\'', '"'));

      assertThat(Workspace.effects(workspace.converge(commit))).as(change).hasSize(1);
    }
    assertThat(queues()).containsExactly("fast", "default");
  }

  @Test
  void a_description_that_lost_its_mark_is_not_ours_until_adopted() {
    converge("1", POOL, QUEUE);
    patchQueue("fast", "{\"description\":\"mine\"}");

    var held = workspace.plan(workspace.commit("1", texts(POOL, QUEUE)));
    converge("2", POOL, QUEUE + "lifecycle: {adopt: true}\n");

    assertThat(held.going()).isEmpty();
    assertThat(held.held()).hasSize(1);
    assertThat(queue("fast").path("description").asString()).startsWith("Quick ones [snowdrift:");
  }

  @Test
  void declared_queues_come_in_their_order_and_others_keep_theirs() {
    converge("1", POOL);
    send(
        Method.POST,
        ApiPath.of("/work_pools/{}/queues", "pool-" + n),
        "{\"name\":\"foreign\",\"priority\":2}");

    converge("2", POOL, queueOf("a", 1), queueOf("b", 2), queueOf("c", 3));
    var created = queues();
    converge("3", POOL, queueOf("a", 3), queueOf("b", 2), queueOf("c", 1));
    var turned = queues();
    converge(
        "4",
        POOL,
        queueOf("a", 1),
        queueOf("b", 2),
        queueOf("c", 3),
        DEFAULT.replace("priority: 2", "priority: 4"));

    assertThat(created)
        .containsSubsequence("a", "b", "c")
        .containsSubsequence("default", "foreign");
    assertThat(turned).containsSubsequence("c", "b", "a").containsSubsequence("default", "foreign");
    assertThat(queues()).containsSubsequence("a", "b", "c", "default");
  }

  private static String queueOf(String name, int priority) {
    return """
    apiVersion: snowdrift.dev/v1alpha1
    kind: WorkQueue
    metadata: {name: pool-$N/%s}
    spec: {priority: %d}
    """
        .formatted(name, priority);
  }

  @Test
  void numbers_that_others_moved_are_no_difference() {
    var commit = workspace.commit("1", texts(POOL, QUEUE, DEFAULT));
    workspace.converge(commit);

    send(
        Method.POST,
        ApiPath.of("/work_pools/{}/queues", "pool-" + n),
        "{\"name\":\"foreign\",\"priority\":1}");

    assertThat(queues()).containsExactly("foreign", "fast", "default");
    assertThat(workspace.plan(commit).steps()).isEmpty();
  }

  @Test
  void the_default_queue_is_ours_as_its_pool_is_and_is_let_go_of() {
    converge("1", POOL);
    converge("2", POOL, DEFAULT);

    var plan = converge("3", POOL);

    assertThat(Workspace.effects(plan))
        .containsExactly(
            "PATCH /work_pools/pool-%s/queues/default {\"description\":\"The work pool's default queue.\"}"
                .formatted(n));
    assertThat(queue("default").path("concurrency_limit").asInt()).isEqualTo(9);
  }

  @Test
  void the_default_queue_of_somebody_elses_pool_waits_for_adoption() {
    send(Method.POST, ApiPath.of("/work_pools/"), "{\"name\":\"pool-$N\",\"type\":\"process\"}");

    var foreign = workspace.plan(workspace.commit("1", texts(DEFAULT)));

    assertThat(foreign.going()).isEmpty();
    assertThat(foreign.held()).hasSize(1);
  }

  @Test
  void a_pool_goes_with_its_default_queue_declared() {
    converge("1", POOL, QUEUE, DEFAULT, LIMIT);

    converge("2", LIMIT);

    assertThat(find("/work_pools/{}", "pool-" + n)).isEmpty();
  }

  @Test
  void a_queue_that_others_use_is_not_deleted() {
    converge("1", POOL, QUEUE);
    foreignDeployment("\"work_pool_name\":\"pool-$N\",\"work_queue_name\":\"fast\"");
    var plan = workspace.plan(workspace.commit("2", texts(POOL)));

    assertThat(Workspace.effects(plan))
        .containsExactly(
            "DELETE /work_pools/pool-%1$s/queues/fast; only if no deployment uses the work queue pool-%1$s/fast"
                .formatted(n));
    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.CONFLICT))
        .hasMessageContaining("the deployment mine still runs in it");
    assertThat(queues()).contains("fast");
  }

  private void foreignDeployment(String fields) {
    var flow = send(Method.POST, ApiPath.of("/flows/"), "{\"name\":\"foreign-$N\"}");
    send(
        Method.POST,
        ApiPath.of("/deployments/"),
        "{\"name\":\"mine\",\"flow_id\":\"%s\",%s}".formatted(flow.path("id").asString(), fields));
  }

  @Test
  void a_deployment_in_a_queue_that_is_neither_declared_nor_present_is_a_problem() {
    var plan = workspace.plan(workspace.commit("1", texts(POOL, FLOW)));

    assertThat(plan.problems())
        .extracting(problem -> problem.what())
        .containsExactly(
            "workQueue: WorkQueue pool-%s/fast is neither declared nor present".formatted(n));
  }

  @Test
  void every_field_of_a_limit_changes_and_goes_back_to_its_default() {
    converge("1", LIMIT, TAG_LIMIT);
    var changed =
        converge(
            "2",
            LIMIT.replaceAll("spec: .*", "spec: {limit: 6, active: true, slotDecayPerSecond: 2}"),
            TAG_LIMIT.replaceAll("spec: .*", "spec: {limit: 3, active: true}"));
    converge("3", LIMIT, TAG_LIMIT);
    var back =
        converge(
            "4",
            LIMIT.replaceAll("spec: .*", "spec: {limit: 5}"),
            TAG_LIMIT.replaceAll("spec: .*", "spec: {limit: 2}"));

    assertThat(Workspace.effects(changed))
        .containsExactlyInAnyOrder(
            "PATCH /v2/concurrency_limits/Database %s {\"active\":true,\"limit\":6,\"slot_decay_per_second\":2}"
                .formatted(n),
            "PATCH /v2/concurrency_limits/tag:gpu-%s {\"active\":true,\"limit\":3}".formatted(n));
    assertThat(Workspace.effects(back)).hasSize(2);
    assertThat(limit("Database $N").path("slot_decay_per_second").asDouble()).isZero();
    assertThat(limit("Database $N").path("active").asBoolean()).isTrue();
  }

  @Test
  void limits_changed_by_hand_are_healed_and_slots_are_left_alone() {
    var commit = workspace.commit("1", texts(LIMIT, TAG_LIMIT));
    workspace.converge(commit);
    for (var name : List.of("Database $N", "tag:gpu-$N")) {
      for (var change : List.of("{\"limit\":9}", "{\"active\":true}")) {
        patch("/v2/concurrency_limits/{}", text(name), change);

        assertThat(Workspace.effects(workspace.converge(commit))).as(change).hasSize(1);
      }
    }
    patch("/v2/concurrency_limits/{}", text("Database $N"), "{\"slot_decay_per_second\":3}");
    assertThat(Workspace.effects(workspace.converge(commit))).hasSize(1);

    patch("/v2/concurrency_limits/{}", text("tag:gpu-$N"), "{\"active_slots\":1}");
    assertThat(workspace.plan(commit).steps()).isEmpty();
  }

  @Test
  void limits_that_are_not_ours_wait_for_adoption() {
    send(
        Method.POST,
        ApiPath.of("/concurrency_limits/"),
        "{\"tag\":\"gpu-$N\",\"concurrency_limit\":7}");
    send(
        Method.POST,
        ApiPath.of("/v2/concurrency_limits/"),
        "{\"name\":\"Database $N\",\"limit\":7}");

    var held = workspace.plan(workspace.commit("1", texts(LIMIT, TAG_LIMIT)));
    assertThat(held.going()).isEmpty();
    assertThat(held.held()).hasSize(2);
    var adopt = "lifecycle: {adopt: true}\n";
    converge("2", LIMIT + adopt, TAG_LIMIT + adopt);

    assertThat(limit("tag:gpu-$N").path("limit").asInt()).isEqualTo(2);
    assertThat(limit("Database $N").path("limit").asInt()).isEqualTo(5);
  }

  @Test
  void a_limit_that_somebody_makes_meanwhile_is_not_overwritten() {
    for (var template : List.of(LIMIT, TAG_LIMIT)) {
      var plan = workspace.plan(workspace.commit("1", texts(template)));
      send(
          Method.POST,
          ApiPath.of("/v2/concurrency_limits/"),
          "{\"name\":\"%s\",\"limit\":7}"
              .formatted(template.equals(LIMIT) ? "Database $N" : "tag:gpu-$N"));

      assertThatThrownBy(() -> workspace.run(plan)).hasMessageContaining("exists meanwhile");
      assertThat(workspace.plan(workspace.commit("1", texts(template))).going()).isEmpty();
    }
    assertThat(limit("Database $N").path("limit").asInt()).isEqualTo(7);
    assertThat(limit("tag:gpu-$N").path("limit").asInt()).isEqualTo(7);
  }

  @Test
  void limits_are_deleted_with_their_marks_and_those_of_deployments_stay() {
    converge("1", POOL, LIMIT, TAG_LIMIT);
    foreignDeployment("\"concurrency_limit\":2");

    var plan = converge("2", POOL);

    assertThat(plan.steps()).hasSize(2);
    assertThat(find("/v2/concurrency_limits/{}", text("Database $N"))).isEmpty();
    assertThat(find("/concurrency_limits/tag/{}", text("gpu-$N"))).isEmpty();
    assertThat(find("/variables/name/{}", text("snowdrift_limit-tag_3agpu-$N"))).isEmpty();
    var own = find("/deployments/name/{}/{}", text("foreign-$N"), "mine").orElseThrow();
    assertThat(own.path("global_concurrency_limit").path("limit").asInt()).isEqualTo(2);
  }

  @Test
  void a_limit_that_a_deployment_points_at_is_not_deleted() {
    converge("1", POOL, LIMIT);
    var id = limit("Database $N").path("id").asString();
    foreignDeployment("\"global_concurrency_limit_id\":\"%s\"".formatted(id));
    var plan = workspace.plan(workspace.commit("2", texts(POOL)));

    assertThat(Workspace.effects(plan))
        .contains(
            "DELETE /v2/concurrency_limits/Database %1$s; only if no deployment points at the limit Database %1$s"
                .formatted(n));
    assertThatThrownBy(() -> workspace.run(plan))
        .hasMessageContaining("the deployment mine still points at it");
    assertThat(limit("Database $N").path("limit").asInt()).isEqualTo(5);
  }

  @Test
  void every_field_of_an_automation_changes_and_goes_back_to_its_default() {
    workspace.converge(workspace.commit("1", all()));
    var changes = new ArrayList<String[]>();
    changes.add(new String[] {"Tell somebody", "Tell everybody"});
    changes.add(new String[] {"tags: [b, a]", "tags: [b, c]"});
    changes.add(new String[] {"[prefect.flow-run.*]", "[prefect.flow-run.*, x]"});
    changes.add(new String[] {"prefect.resource.role: flow", "prefect.resource.role: deployment"});
    changes.add(
        new String[] {"after: [prefect.flow-run.Running]", "after: [prefect.flow-run.Pending]"});
    changes.add(new String[] {", prefect.flow-run.Crashed", ""});
    changes.add(new String[] {"forEach: [prefect.resource.id]", "forEach: []"});
    changes.add(new String[] {"Reactive", "Proactive"});
    changes.add(new String[] {"threshold: 2", "threshold: 3"});
    changes.add(new String[] {"within: 15m", "within: 900.5"});
    changes.add(new String[] {"{n: 3, date: null}", "{n: 3}"});
    changes.add(new String[] {"{env: {A: b}}", "{env: {A: c}}"});
    changes.add(new String[] {"scheduleAfter: 1m", "scheduleAfter: 0"});
    changes.add(new String[] {"{type: pause-deployment}", "{type: cancel-flow-run}"});
    changes.add(new String[] {"failed\"", "failed\", subject: Oh"});
    changes.add(new String[] {"message: late, force: true", "name: Late"});
    changes.add(new String[] {"resume-work-pool, workPool: pool-$N", "do-nothing"});
    var manifest = AUTOMATION;
    for (var change : changes) {
      manifest = manifest.replace(change[0], change[1]);
      var manifests = all();
      manifests[7] = text(manifest);

      var plan = workspace.converge(workspace.commit("1", manifests));

      assertThat(Workspace.effects(plan)).as(change[0]).hasSize(1);
      assertThat(Workspace.effects(plan).getFirst()).startsWith("PUT /automations/alert " + n);
    }
    var manifests = all();
    manifests[7] =
        text(
            """
            apiVersion: snowdrift.dev/v1alpha1
            kind: Automation
            metadata: {name: "alert $N"}
            spec: {trigger: {type: event}, actions: [{type: do-nothing}]}
            """);
    workspace.converge(workspace.commit("2", manifests));
    var bare = automation();
    assertThat(bare.path("description").asString()).isEmpty();
    assertThat(bare.path("tags").size()).isEqualTo(1);
    assertThat(bare.path("actions_on_trigger").size()).isZero();
    assertThat(bare.path("actions_on_resolve").size()).isZero();
  }

  @Test
  void switching_an_automation_off_keeps_its_trigger() {
    workspace.converge(workspace.commit("1", all()));
    var trigger = automation().path("trigger").path("id");
    var manifests = all();
    manifests[7] = manifests[7].replace("enabled: true", "enabled: false");

    var plan = workspace.converge(workspace.commit("1", manifests));

    assertThat(Workspace.effects(plan))
        .containsExactly("PATCH /automations/alert %s {\"enabled\":false}".formatted(n));
    assertThat(automation().path("trigger").path("id")).isEqualTo(trigger);
  }

  @Test
  void an_automation_changed_by_hand_is_healed_field_by_field() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    List<UnaryOperator<String>> changes =
        List.of(
            json -> json.replace("Tell somebody", "mine"),
            json -> json.replace("\"enabled\":true", "\"enabled\":false"),
            json -> json.replace("\"b\",", ""),
            json -> json.replace("\"threshold\":2", "\"threshold\":4"),
            json -> json.replace("prefect.flow-run.Failed", "prefect.flow-run.Late"),
            json -> json.replace("\"within\":900.0", "\"within\":1.5"),
            json -> json.replace("pause-work-pool", "resume-work-pool"),
            json -> json.replace("60.0", "61.0"),
            json -> json.replace("\"late\"", "null"),
            json -> json.replaceAll("\"actions_on_resolve\":.*", "\"actions_on_resolve\":[]}"));
    for (var change : changes) {
      putAutomation(change);

      var plan = workspace.converge(commit);

      assertThat(Workspace.effects(plan)).hasSize(1);
    }
  }

  @Test
  void an_action_follows_a_deployment_that_was_made_anew() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    var before = automation().path("actions").path(0).path("deployment_id").asString();
    hand.write(Method.DELETE, ApiPath.of("/deployments/{}", before), Optional.empty(), List.of());

    var plan = workspace.converge(commit);

    assertThat(Workspace.effects(plan)).hasSize(2);
    assertThat(automation().path("actions").path(0).path("deployment_id").asString())
        .isNotEqualTo(before);
  }

  @Test
  void what_nobody_declares_of_an_automation_is_written_back_as_it_was() {
    var bare =
        """
        apiVersion: snowdrift.dev/v1alpha1
        kind: Automation
        metadata: {name: "alert $N"}
        spec: {trigger: {type: event}, actions: [{type: do-nothing}]}
        """;
    var commit = workspace.commit("1", text(bare));
    workspace.converge(commit);
    putAutomation(json ->
        json.replace("\"description\":\"\"", "\"description\":\"by hand\"")
            .replace("\"enabled\":true", "\"enabled\":false")
            .replace(
                "\"actions_on_resolve\":[]",
                "\"actions_on_resolve\":[{\"type\":\"cancel-flow-run\"}]"));
    assertThat(workspace.plan(commit).steps()).isEmpty();

    converge("2", bare.replace("{type: event}", "{type: event, threshold: 5}"));

    var automation = automation();
    assertThat(automation.path("trigger").path("threshold").asInt()).isEqualTo(5);
    assertThat(automation.path("description").asString()).isEqualTo("by hand");
    assertThat(automation.path("enabled").asBoolean()).isFalse();
    assertThat(automation.path("actions_on_resolve").path(0).path("type").asString())
        .isEqualTo("cancel-flow-run");
  }

  @Test
  void a_lost_answer_makes_no_second_automation() {
    var commit = workspace.commit("1", all());
    proxy.inject(
        Fault.next(
            1,
            request -> request.method().equals("POST") && request.path().equals("/automations/"),
            new Fault.Effect.DropAfter()));
    var first = workspace.plan(commit);

    assertThatThrownBy(() -> workspace.run(first))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME));
    workspace.converge(commit);

    assertThat(automations()).hasSize(1);
  }

  private static final String BARE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Automation
      metadata: {name: "alert $N"}
      spec: {trigger: {type: event}, actions: [{type: do-nothing}]}
      """;

  private void foreignAutomation() {
    send(
        Method.POST,
        ApiPath.of("/automations/"),
        "{\"name\":\"alert"
            + " $N\",\"description\":\"theirs\",\"trigger\":{\"type\":\"event\",\"posture\":\"Reactive\"},\"actions\":[]}");
  }

  @Test
  void an_automation_that_somebody_makes_meanwhile_gets_no_twin() {
    var plan = workspace.plan(workspace.commit("1", text(BARE)));
    foreignAutomation();

    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.CONFLICT))
        .hasMessageContaining("an automation alert %s exists meanwhile".formatted(n));
    assertThat(automations()).hasSize(1);
  }

  @Test
  void an_automation_that_is_not_ours_waits_for_adoption() {
    foreignAutomation();
    var held = workspace.plan(workspace.commit("1", text(BARE)));
    assertThat(held.going()).isEmpty();
    assertThat(held.held()).hasSize(1);

    converge("2", BARE + "lifecycle: {adopt: true}\n");

    assertThat(automation().path("actions").path(0).path("type").asString())
        .isEqualTo("do-nothing");
    assertThat(automation().path("description").asString()).isEqualTo("theirs");
  }

  @Test
  void of_two_automations_with_one_name_none_is_touched() {
    foreignAutomation();
    foreignAutomation();

    var plan = workspace.plan(workspace.commit("1", text(BARE) + "lifecycle: {adopt: true}\n"));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.held()).hasSize(1);
    var status = plan.objects().get(new ResourceId("Automation", "alert " + n));
    assertThat(status.sync()).isEqualTo(Sync.UNMANAGED);
    assertThat(status.reason())
        .isEqualTo("2 automations have this name, and none of them is touched");
    assertThat(status.health().status()).isEqualTo(Health.Status.DEGRADED);
  }

  @Test
  void one_of_ours_that_got_a_twin_is_neither_changed_nor_removed() {
    var commit = workspace.commit("1", text(BARE));
    workspace.converge(commit);
    foreignAutomation();

    assertThat(workspace.plan(commit).going()).isEmpty();
    assertThat(workspace.plan(workspace.commit("2", text(POOL))).going())
        .extracting(step -> step.id().kind())
        .containsExactly("WorkPool");
  }

  @Test
  void automations_go_before_what_they_name() {
    workspace.converge(workspace.commit("1", all()));

    var plan = workspace.plan(workspace.commit("2", text(LIMIT)));

    assertThat(plan.steps().stream().map(step -> step.change().word() + " " + step.id().kind()))
        .containsSubsequence(
            "delete Automation", "delete Deployment", "delete WorkQueue", "delete WorkPool")
        .containsSubsequence("delete Automation", "delete Block");
  }

  @Test
  void an_automation_that_a_commit_removes_is_deleted() {
    converge("1", POOL, BARE);

    converge("2", POOL);

    assertThat(automations()).isEmpty();
  }

  @Test
  void every_type_of_action_reads_back_as_it_was_written() {
    var manifests = all();
    manifests[7] =
        text(
            """
            apiVersion: snowdrift.dev/v1alpha1
            kind: Automation
            metadata: {name: "alert $N"}
            spec:
              trigger: {type: event, expect: [x]}
              actions:
                - {type: do-nothing}
                - {type: run-deployment, deployment: load-$N/nightly}
                - {type: pause-deployment, deployment: load-$N/nightly}
                - {type: resume-deployment}
                - {type: cancel-flow-run}
                - {type: change-flow-run-state, state: CRASHED, name: Gone}
                - {type: suspend-flow-run}
                - {type: resume-flow-run}
                - {type: delete-flow-run}
                - {type: send-notification, block: slack-webhook/alerts-$N, subject: s, body: b}
                - {type: call-webhook, block: slack-webhook/alerts-$N, payload: "{{ event.id }}"}
                - {type: pause-work-pool, workPool: pool-$N}
                - {type: resume-work-pool}
                - {type: pause-work-queue, workQueue: pool-$N/default}
                - {type: resume-work-queue}
                - {type: pause-automation, automation: "other $N"}
                - {type: resume-automation}
            """);
    var other = text(BARE).replace("alert", "other");

    workspace.converge(
        workspace.commit(
            "1", Stream.concat(Arrays.stream(manifests), Stream.of(other)).toArray(String[]::new)));

    assertThat(automation().path("actions").size()).isEqualTo(17);
  }

  @Test
  void compound_triggers_and_sequences_read_back_as_they_were_written() {
    for (var trigger :
        List.of(
            "{type: compound, require: any, triggers: [{expect: [a]}, {type: event, expect: [b]}]}",
            "{type: compound, require: 2, within: 1h, triggers: [{expect: [a]}, {expect: [b]}]}",
            "{type: compound, require: all, within: 90, triggers: [{expect: [b]}, {posture:"
                + " Proactive}]}",
            "{type: sequence, within: 10m, triggers: [{expect: [a]}, {posture: Proactive, within:"
                + " 20}]}",
            "{type: event, posture: Proactive, threshold: 0}",
            "{type: event, matchRelated: [{a: b}, {c: [d, e]}]}")) {
      converge("1", BARE.replace("{type: event}", trigger));
    }
    assertThat(automation().path("trigger").path("match_related").size()).isEqualTo(2);
  }

  @Test
  void a_metric_trigger_is_not_sent_to_a_server() {
    var metric = "{type: metric, metric: {name: lateness, operator: '>', threshold: 60}}";
    var plan = workspace.plan(workspace.commit("1", text(BARE).replace("{type: event}", metric)));

    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.INPUT))
        .hasMessageContaining("a metric trigger is there in Prefect Cloud alone");
    assertThat(automations()).isEmpty();
  }
}
