package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.Change;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.sandbox.prefect.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the provider promises of flows and their deployments, work pools, variables and blocks.
abstract class PrefectProviderSuite extends WorkspaceSuite {
  private static final String POOL =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: WorkPool
      metadata: {name: pool-$N}
      spec: {type: docker, description: "Nightly loads", concurrencyLimit: 5, paused: false}
      """;

  private static final String VARIABLE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Variable
      metadata: {name: region_$N}
      spec: {value: {name: eu-west-1, weight: 1.50}, tags: [b, a]}
      """;

  private static final String BLOCK =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: token-$N}
      spec: {valueFrom: {env: TOKEN}}
      """;

  private static final String CREDENTIALS =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Block
      metadata: {name: aws-credentials/loader-$N}
      spec:
        data: {region_name: eu-west-1}
        secrets: {aws_secret_access_key: {env: TOKEN}}
      """;

  private static final String FLOW =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Flow
      metadata: {name: load-$N}
      spec:
        entrypoint: flows/load.py:main
        image: registry.example.com/etl:1.4
        env: {REGION: "{{ prefect.variables.region_$N }}"}
        tags: [etl]
        workPool: pool-$N
        pull: {accessToken: "{{ prefect.blocks.secret.token-$N }}"}
        deployments:
          - name: nightly
            description: Every night
            parameters: {n: 3}
            concurrency: {limit: 1, collisionStrategy: CANCEL_NEW}
            schedules:
              - {name: night, cron: "0  3 * * *", timezone: Europe/Berlin}
              - {name: often, interval: 15m, parameters: {n: 1}}
              - {name: weekly, rrule: "FREQ=WEEKLY;BYDAY=MO", active: false}
              - {name: main-only, cron: "0 4 * * *", environments: [main]}
          - name: manual
      """;

  /// What the server tells of its version.
  Optional<String> version() {
    return Optional.of("3.8.3");
  }

  private String[] all() {
    return new String[] {text(POOL), text(VARIABLE), text(BLOCK), text(CREDENTIALS), text(FLOW)};
  }

  private String[] with(String from, String to) {
    var manifests = all();
    manifests[4] = manifests[4].replace(from, to);
    assertThat(manifests[4]).isNotEqualTo(text(FLOW));
    return manifests;
  }

  private JsonNode deployment(String name) {
    return find("/deployments/name/{}/{}", "load-" + n, name).orElseThrow();
  }

  private void patchDeployment(String body) {
    patch("/deployments/{}", deployment("nightly").path("id").asString(), body);
  }

  @Test
  void everything_is_created_and_a_second_look_writes_nothing() {
    var commit = workspace.commit("1", all());

    workspace.converge(commit);
    proxy.log().clear();
    var again = workspace.plan(commit);

    assertThat(again.steps()).isEmpty();
    assertThat(proxy.log().writes()).isEmpty();
    var nightly = deployment("nightly");
    assertThat(nightly.path("schedules").size()).isEqualTo(3);
    assertThat(nightly.path("global_concurrency_limit").path("limit").asInt()).isEqualTo(1);
    assertThat(nightly.path("job_variables").path("image").asString())
        .isEqualTo("registry.example.com/etl:1.4");
    assertThat(nightly.path("pull_steps").toString())
        .contains("{{ prefect.variables.snowdrift_env-" + n + "_commit }}")
        .contains("{{ prefect.blocks.secret.token-" + n + " }}");
    assertThat(variable("snowdrift_env-" + n + "_commit")).isEqualTo("1".repeat(40));
  }

  private String variable(String name) {
    return find("/variables/name/{}", name).orElseThrow().path("value").asString();
  }

  @Test
  void a_new_commit_without_other_changes_writes_one_variable() {
    workspace.converge(workspace.commit("1", all()));
    var schedules = deployment("nightly").path("schedules");
    var runs = runsOnceScheduled();
    proxy.log().clear();

    var plan = workspace.converge(workspace.commit("2", all()));

    assertThat(Workspace.effects(plan))
        .containsExactly(
            "PATCH /variables/name/snowdrift_env-%s_commit {\"value\":\"%s\"}"
                .formatted(n, "2".repeat(40)));
    assertThat(proxy.log().writes()).hasSize(1);
    assertThat(deployment("nightly").path("schedules")).isEqualTo(schedules);
    assertThat(runs()).containsAll(runs);
  }

  private List<String> runsOnceScheduled() {
    var end = Instant.now().plusSeconds(60);
    var runs = runs();
    while (runs.isEmpty() && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(100_000_000);
      runs = runs();
    }
    assertThat(runs).isNotEmpty();
    return runs;
  }

  /// Scheduled runs of the nightly deployment, by id.
  private List<String> runs() {
    var question = Json.object().put("sort", "ID_DESC");
    question
        .putObject("flow_runs")
        .putObject("deployment_id")
        .putArray("any_")
        .add(deployment("nightly").path("id").asString());
    return hand.ask(ApiPath.of("/flow_runs/filter"), question)
        .valueStream()
        .map(run -> run.path("id").asString())
        .toList();
  }

  @Test
  void one_changed_field_is_one_patch_with_only_that_field() {
    workspace.converge(workspace.commit("1", all()));

    var plan = workspace.converge(workspace.commit("1", with("Every night", "Each night")));

    assertThat(Workspace.effects(plan))
        .containsExactly(
            "PATCH /deployments/load-%s/nightly {\"description\":\"Each night\"}".formatted(n));
  }

  @Test
  void a_changed_parameter_changes_the_version_in_the_same_patch() {
    workspace.converge(workspace.commit("1", all()));

    var plan = workspace.converge(workspace.commit("1", with("{n: 3}", "{n: 4}")));

    assertThat(Workspace.effects(plan))
        .singleElement()
        .asString()
        .matches(
            "PATCH /deployments/load-%s/nightly \\{\"parameters\":\\{\"n\":4},\"version\":\"[0-9a-f]{12}\"}"
                .formatted(n));
  }

  @Test
  void fields_changed_by_hand_are_healed_each_by_itself() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    var changes =
        List.of(
            "{\"description\":\"mine\"}",
            "{\"entrypoint\":\"other.py:main\"}",
            "{\"version\":\"mine\"}",
            "{\"parameters\":{\"n\":9,\"m\":null}}",
            "{\"job_variables\":{\"image\":\"mine\"}}",
            "{\"pull_steps\":[]}",
            "{\"enforce_parameter_schema\":false}",
            "{\"concurrency_limit\":7}",
            "{\"concurrency_options\":{\"collision_strategy\":\"ENQUEUE\"}}",
            "{\"work_pool_name\":null}");
    for (var change : changes) {
      patchDeployment(change);

      var plan = workspace.plan(commit);

      assertThat(Workspace.effects(plan)).as(change).hasSize(1);
      workspace.run(plan);
      assertThat(Workspace.effects(workspace.plan(commit))).as(change).isEmpty();
    }
    assertThat(deployment("nightly").path("schedules").size()).isEqualTo(3);
  }

  @Test
  void what_nobody_declares_is_left_alone() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);

    patch("/deployments/{}", deployment("manual").path("id").asString(), "{\"paused\":true}");

    var plan = workspace.plan(commit);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.objects())
        .hasEntrySatisfying(
            new ResourceId("Deployment", "load-" + n + "/manual"),
            status -> assertThat(status.health().status()).isEqualTo(Health.Status.SUSPENDED));
  }

  @Test
  void a_schedule_paused_by_hand_is_resumed_and_keeps_its_parameters() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    var often = schedule("often");
    hand.write(
        Method.PATCH,
        ApiPath.of(
            "/deployments/{}/schedules/{}",
            deployment("nightly").path("id").asString(),
            often.path("id").asString()),
        Optional.of(JSON.readTree("{\"active\":false,\"parameters\":{\"n\":1}}")),
        List.of());

    var plan = workspace.plan(commit);
    workspace.run(plan);

    assertThat(Workspace.effects(plan)).hasSize(1);
    assertThat(Workspace.effects(plan).getFirst())
        .startsWith("PATCH /deployments/load-%s/nightly/schedules/often".formatted(n));
    var healed = schedule("often");
    assertThat(healed.path("id")).isEqualTo(often.path("id"));
    assertThat(healed.path("active").asBoolean()).isTrue();
    assertThat(healed.path("parameters").path("n").asInt()).isEqualTo(1);
    assertThat(healed.path("schedule").path("anchor_date"))
        .isEqualTo(often.path("schedule").path("anchor_date"));
    assertThat(workspace.plan(commit).steps()).isEmpty();
  }

  private JsonNode schedule(String slug) {
    return deployment("nightly")
        .path("schedules")
        .valueStream()
        .filter(item -> item.path("slug").asString("").equals(slug))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void schedules_that_nobody_declares_are_removed_and_missing_ones_come_back() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    var id = deployment("nightly").path("id").asString();
    var foreign =
        JSON.readTree(
            """
            [{"schedule":{"cron":"1 1 * * *"}},{"schedule":{"cron":"2 2 * * *"}},
             {"slug":"mine","schedule":{"cron":"3 3 * * *"}}]
            """);
    hand.write(
        Method.POST, ApiPath.of("/deployments/{}/schedules", id), Optional.of(foreign), List.of());
    hand.write(
        Method.DELETE,
        ApiPath.of("/deployments/{}/schedules/{}", id, schedule("night").path("id").asString()),
        Optional.empty(),
        List.of());

    var plan = workspace.plan(commit);
    workspace.run(plan);

    assertThat(Workspace.effects(plan)).hasSize(3);
    assertThat(workspace.plan(commit).steps()).isEmpty();
    assertThat(deployment("nightly").path("schedules").size()).isEqualTo(3);
  }

  @Test
  void a_changed_schedule_is_one_call_for_that_schedule() {
    workspace.converge(workspace.commit("1", all()));
    var night = schedule("night").path("id");

    var plan = workspace.converge(workspace.commit("1", with("0  3 * * *", "30 3 * * *")));

    assertThat(Workspace.effects(plan))
        .containsExactly(
            ("PATCH /deployments/load-%s/nightly/schedules/night"
                    + " {\"active\":true,\"parameters\":{},\"schedule\":{\"cron\":\"30 3 * *"
                    + " *\",\"day_or\":true,\"timezone\":\"Europe/Berlin\"}}")
                .formatted(n));
    assertThat(schedule("night").path("id")).isEqualTo(night);
  }

  @Test
  void a_schedule_of_another_sort_is_the_same_schedule() {
    workspace.converge(workspace.commit("1", all()));
    var often = schedule("often").path("id");

    workspace.converge(workspace.commit("1", with("interval: 15m", "cron: '*/15 * * * *'")));

    assertThat(schedule("often").path("id")).isEqualTo(often);
  }

  @Test
  void a_deployment_deleted_by_hand_comes_back() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    hand.write(
        Method.DELETE,
        ApiPath.of("/deployments/{}", deployment("nightly").path("id").asString()),
        Optional.empty(),
        List.of());

    var plan = workspace.converge(commit);

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> assertThat(step.change()).isInstanceOf(Change.Create.class));
  }

  @Test
  void work_pools_variables_and_block_data_changed_by_hand_are_healed() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    patch("/work_pools/{}", "pool-" + n, "{\"concurrency_limit\":9,\"is_paused\":true}");
    patch("/variables/name/{}", "region_" + n, "{\"value\":\"us\"}");

    var plan = workspace.converge(commit);

    assertThat(Workspace.effects(plan))
        .containsExactlyInAnyOrder(
            "PATCH /work_pools/pool-%s {\"concurrency_limit\":5,\"is_paused\":false}".formatted(n),
            "PATCH /variables/name/region_%s {\"value\":{\"name\":\"eu-west-1\",\"weight\":1.5}}"
                .formatted(n));
  }

  @Test
  void a_rotated_secret_is_written_and_shown_nowhere() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    workspace.secret("TOKEN", "rotated-" + n);

    var plan = workspace.converge(commit);

    assertThat(plan.steps()).hasSize(2);
    assertThat(Workspace.effects(plan))
        .contains(
            "PATCH /block_documents/secret/token-%s {\"data\":{\"value\":\"***\"},\"merge_existing_data\":true}"
                .formatted(n))
        .noneMatch(effect -> effect.contains("rotated"));
    assertThat(secret()).isEqualTo("rotated-" + n);
  }

  private String secret() {
    var document =
        find("/block_types/slug/{}/block_documents/name/{}", "secret", "token-" + n).orElseThrow();
    var question = Json.object().put("include_secrets", true);
    question
        .putObject("block_documents")
        .putObject("id")
        .putArray("any_")
        .add(document.path("id").asString());
    return hand.ask(ApiPath.of("/block_documents/filter"), question)
        .path(0)
        .path("data")
        .path("value")
        .asString("");
  }

  @Test
  void a_secret_changed_by_hand_is_noticed_without_reading_it() {
    var commit = workspace.commit("1", all());
    workspace.converge(commit);
    var id =
        find("/block_types/slug/{}/block_documents/name/{}", "secret", "token-" + n)
            .orElseThrow()
            .path("id")
            .asString();
    patch("/block_documents/{}", id, "{\"data\":{\"value\":\"mine\"}}");

    workspace.converge(commit);

    assertThat(secret()).isEqualTo("t0ken-" + n);
  }

  @Test
  void deployments_go_before_their_pool_and_the_flow_stays() {
    workspace.converge(workspace.commit("1", all()));

    var plan = workspace.plan(workspace.commit("2", text(VARIABLE)));

    assertThat(plan.steps().stream().map(step -> step.change().word() + " " + step.id().kind()))
        .containsSubsequence("delete Deployment", "delete Deployment", "delete WorkPool");
    assertThat(Workspace.effects(plan)).noneMatch(effect -> effect.startsWith("DELETE /flows"));
  }

  @Test
  void a_pool_that_others_use_is_not_deleted() {
    workspace.converge(workspace.commit("1", text(POOL)));
    var flow =
        hand.write(
                Method.POST,
                ApiPath.of("/flows/"),
                Optional.of(Json.object().put("name", "foreign-" + n)),
                List.of())
            .body();
    var body = Json.object().put("name", "mine").put("work_pool_name", "pool-" + n);
    body.put("flow_id", flow.path("id").asString());
    hand.write(Method.POST, ApiPath.of("/deployments/"), Optional.of(body), List.of());
    var plan = workspace.plan(workspace.commit("2", text(VARIABLE)));

    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.CONFLICT))
        .hasMessageContaining("still runs in it");
    assertThat(find("/work_pools/{}", "pool-" + n)).isPresent();
  }

  @Test
  void a_shared_limit_survives_the_deployment_that_used_it() {
    workspace.converge(workspace.commit("1", all()));
    var limit = Json.object().put("name", "shared-" + n).put("limit", 4);
    var id =
        hand.write(
                Method.POST, ApiPath.of("/v2/concurrency_limits/"), Optional.of(limit), List.of())
            .body()
            .path("id")
            .asString();
    var manual = deployment("manual").path("id").asString();
    patch("/deployments/{}", manual, "{\"global_concurrency_limit_id\":\"%s\"}".formatted(id));

    var manifests = all();
    manifests[4] = manifests[4].replace("  - name: manual\n", "");
    workspace.converge(workspace.commit("2", manifests));

    assertThat(find("/deployments/name/{}/{}", "load-" + n, "manual")).isEmpty();
    assertThat(find("/v2/concurrency_limits/{}", id)).isPresent();
  }

  @Test
  void a_lost_answer_is_an_unknown_outcome_and_makes_no_duplicate() {
    var commit = workspace.commit("1", all());
    proxy.inject(lost("/deployments/", new Fault.Effect.DropAfter()));
    var first = workspace.plan(commit);

    assertThatThrownBy(() -> workspace.run(first))
        .isInstanceOfSatisfying(
            TargetFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME));
    workspace.converge(commit);

    var question = Json.object();
    question.putObject("flows").putObject("name").putArray("any_").add("load-" + n);
    assertThat(hand.ask(ApiPath.of("/deployments/count"), question).asInt()).isEqualTo(2);
  }

  private static Fault lost(String path, Fault.Effect effect) {
    return Fault.next(
        1, request -> request.method().equals("POST") && request.path().equals(path), effect);
  }

  @Test
  void a_block_whose_creation_was_cut_short_is_finished() {
    var commit = workspace.commit("1", text(BLOCK));
    proxy.inject(lost("/block_documents/", new Fault.Effect.DropBefore()));
    var plan = workspace.plan(commit);

    assertThatThrownBy(() -> workspace.run(plan)).isInstanceOf(TargetFailure.class);
    workspace.converge(commit);

    assertThat(secret()).isEqualTo("t0ken-" + n);
  }

  @Test
  void a_busy_server_is_asked_again() {
    proxy.inject(Fault.next(3, request -> request.writes(), Fault.busy(503, 0)));

    workspace.converge(workspace.commit("1", all()));
  }

  @Test
  void what_is_not_ours_waits_for_adoption() {
    hand.write(
        Method.POST,
        ApiPath.of("/variables/"),
        Optional.of(JSON.readTree(text("{\"name\":\"region_$N\",\"value\":1,\"tags\":[\"x\"]}"))),
        List.of());
    var foreign = workspace.plan(workspace.commit("1", text(VARIABLE)));
    assertThat(foreign.going()).isEmpty();
    assertThat(foreign.held()).hasSize(1);

    var adopted = text(VARIABLE) + "lifecycle: {adopt: true}\n";
    workspace.converge(workspace.commit("2", adopted));

    var tags = find("/variables/name/{}", "region_" + n).orElseThrow().path("tags").toString();
    assertThat(tags).contains("\"a\"", "\"b\"", "snowdrift:env-" + n).doesNotContain("\"x\"");
  }

  @Test
  void the_version_of_the_server_is_known() {
    assertThat(workspace.provider().version()).isEqualTo(version());
    assertThat(workspace.provider().described().concern()).isEmpty();
  }
}
