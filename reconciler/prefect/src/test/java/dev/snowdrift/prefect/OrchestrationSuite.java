package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.plan.Plan;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Manifests and looks that the suites of work queues, concurrency limits and automations share.
abstract class OrchestrationSuite extends WorkspaceSuite {
  static final String POOL =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkPool
      metadata: {name: pool-$N}
      spec: {type: process}
      """;

  static final String QUEUE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkQueue
      metadata: {name: pool-$N/fast}
      spec: {description: Quick ones, concurrencyLimit: 3, paused: true, priority: 1}
      """;

  static final String DEFAULT =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkQueue
      metadata: {name: pool-$N/default}
      spec: {concurrencyLimit: 9, priority: 2}
      """;

  static final String LIMIT =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: ConcurrencyLimit
      metadata: {name: "Database $N"}
      spec: {limit: 5, active: false, slotDecayPerSecond: 0.5}
      """;

  static final String TAG_LIMIT =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: ConcurrencyLimit
      metadata: {name: "tag:gpu-$N"}
      spec: {limit: 2, active: false}
      """;

  static final String BLOCK =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: slack-webhook/alerts-$N}
      spec: {secrets: {url: {env: TOKEN}}}
      """;

  static final String FLOW =
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

  static final String AUTOMATION =
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

  String[] all() {
    return texts(POOL, QUEUE, DEFAULT, LIMIT, TAG_LIMIT, BLOCK, FLOW, AUTOMATION);
  }

  String[] texts(String... templates) {
    return Arrays.stream(templates).map(this::text).toArray(String[]::new);
  }

  Plan converge(String id, String... templates) {
    return workspace.converge(workspace.commit(id, texts(templates)));
  }

  JsonNode queue(String name) {
    return find("/work_pools/{}/queues/{}", "pool-" + n, name).orElseThrow();
  }

  /// The queues of the pool, by priority.
  List<String> queues() {
    var path = ApiPath.of("/work_pools/{}/queues/filter", "pool-" + n);
    var names = new ArrayList<String>();
    var page = hand.ask(path, Json.object());
    while (!page.isEmpty()) {
      page.forEach(queue -> names.add(queue.path("name").asString()));
      page = hand.ask(path, Json.object().put("offset", names.size()));
    }
    return names;
  }

  JsonNode limit(String name) {
    return find("/v2/concurrency_limits/{}", text(name)).orElseThrow();
  }

  List<JsonNode> automations() {
    var question = Json.object();
    question.putObject("automations").putObject("name").putArray("any_").add("alert " + n);
    return hand.ask(ApiPath.of("/automations/filter"), question).valueStream().toList();
  }

  JsonNode automation() {
    assertThat(automations()).hasSize(1);
    return automations().getFirst();
  }

  void foreignDeployment(String fields) {
    var flow = send(Method.POST, ApiPath.of("/flows/"), "{\"name\":\"foreign-$N\"}");
    send(
        Method.POST,
        ApiPath.of("/deployments/"),
        "{\"name\":\"mine\",\"flow_id\":\"%s\",%s}".formatted(flow.path("id").asString(), fields));
  }
}
