package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.sandbox.prefect.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the provider promises of automations, and of all three kinds together.
abstract class AutomationSuite extends OrchestrationSuite {
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
    assertThat(status(again).health()).isEqualTo(Health.HEALTHY);
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

  private ObjectStatus status(Plan plan) {
    return Objects.requireNonNull(plan.objects().get(new ResourceId("Automation", "alert " + n)));
  }

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
    var status = status(plan);
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
        .hasMessageContaining("metric triggers exist in Prefect Cloud only");
    assertThat(automations()).isEmpty();
  }
}
