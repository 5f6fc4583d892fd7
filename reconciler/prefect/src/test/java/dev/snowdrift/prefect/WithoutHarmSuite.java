package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.Notation;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.prefect.kind.PrefectKinds;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What other people have in the same workspace, through a whole life of ours.
abstract class WithoutHarmSuite {
  private static final List<String> SORTS =
      List.of(
          "flows",
          "deployments",
          "work_pools",
          "work_queues",
          "variables",
          "block_documents",
          "v2/concurrency_limits",
          "automations");

  private static final String THEIRS =
      """
      POST /work_pools/ {"name": "theirs", "type": "process", "concurrency_limit": 3}
      POST /work_pools/theirs/queues {"name": "fast", "priority": 1}
      POST /variables/ {"name": "theirs", "value": {"a": 1}, "tags": ["b", "a"]}
      POST /v2/concurrency_limits/ {"name": "theirs", "limit": 9}
      POST /flows/ {"name": "theirs"}
      POST /deployments/ {"name": "theirs", "flow_id": "<flow theirs>", "work_pool_name": "theirs", "concurrency_limit": 2,
        "tags": ["b", "a", "a"], "parameters": {"n": null}, "job_variables": {"env": {}},
        "schedules": [{"schedule": {"cron": "0 3 * * *"}}, {"slug": "often", "schedule": {"interval": 90000}, "active": false}]}
      POST /deployments/ {"name": "sharing", "flow_id": "<flow theirs>", "global_concurrency_limit_id": "<limit theirs>"}
      POST /block_documents/ {"name": "theirs", "data": {"value": "theirs"},
        "block_type_id": "<block-type secret>", "block_schema_id": "<block-schema secret>"}
      POST /automations/ {"name": "theirs", "trigger": {"type": "event", "posture": "Reactive", "expect": [], "threshold": 1},
        "actions": [{"type": "do-nothing"}]}
      """;

  private static final String OURS =
      """
      WorkPool etl
        type: process
      Variable region
        value: eu
      Block token
        valueFrom: {env: TOKEN}
      ConcurrencyLimit database
        limit: 5
      WorkQueue etl/fast
        concurrencyLimit: 5
      Flow load
        entrypoint: flows/load.py:main
        workPool: etl
        deployments:
          - name: nightly
            concurrency: {limit: 1}
            schedules: [{name: night, cron: "0 3 * * *"}]
          - name: other
      """;

  private static final String ADOPTING =
      """
      WorkPool etl
        type: process
      Flow load
        lifecycle: {adopt: true}
        spec:
          entrypoint: flows/load.py:main
          workPool: etl
          deployments:
            - {name: nightly, schedules: [{name: night, cron: "0 3 * * *"}]}
      """;

  private static final String CHANGED =
      OURS.replace("value: eu", "value: us")
          .replace("limit: 5", "limit: 6")
          .replace("concurrencyLimit: 5", "concurrencyLimit: 6")
          .replace("0 3 * * *", "0 4 * * *")
          .replace("concurrency: {limit: 1}", "concurrency: {limit: 2}");

  private Hands hands;
  private Workspace workspace;

  /// The API of the server under test.
  abstract URI api();

  @BeforeEach
  void open() {
    hands = new Hands(api());
    hands.empty();
    hands.doAll(THEIRS);
    workspace = new Workspace(api(), "dev");
    workspace.secret("TOKEN", "t0ken");
  }

  @AfterEach
  void close() {
    workspace.close();
    hands.close();
  }

  private DesiredState state(String resources) {
    return workspace.commit(
        "1",
        Notation.resources(resources, PrefectKinds.all()).stream()
            .map(Notation::manifest)
            .toArray(String[]::new));
  }

  /// Everything that is there, to the byte, by sort and id.
  private SortedMap<String, String> everything() {
    var all = new TreeMap<String, String>();
    for (var sort : SORTS) {
      hands.all(sort).forEach(item -> all.put(sort + " " + id(item), item.toString()));
    }
    return all;
  }

  private static String id(JsonNode item) {
    return item.path("id").asString();
  }

  private void converge(DesiredState state, Optional<DesiredState> previous) {
    var plan = workspace.plan(state, previous, Set.of());
    workspace.run(workspace.plan(state, previous, Set.of(plan.digest())));
  }

  @Test
  void what_others_have_is_the_same_to_the_byte_after_a_whole_life_of_ours() {
    var before = everything();
    var created = state(OURS);
    var changed = state(CHANGED);
    var gone = state("");

    converge(created, Optional.empty());
    assertThat(everything()).containsAllEntriesOf(before);
    converge(changed, Optional.of(created));
    assertThat(everything()).containsAllEntriesOf(before);
    hands.doAll("PATCH /work_pools/etl {\"is_paused\": true}\nDELETE /variables/name/region");
    converge(changed, Optional.of(changed));
    assertThat(everything()).containsAllEntriesOf(before);
    converge(gone, Optional.of(changed));

    // Of ours only the flow stays, with its history.
    assertThat(everything()).containsAllEntriesOf(before).hasSize(before.size() + 1);
  }

  @Test
  void a_limit_that_is_shared_survives_our_change_and_our_deletion() {
    var created = state(OURS.replace("      concurrency: {limit: 1}\n", ""));
    converge(created, Optional.empty());
    hands.doAll(
        "PATCH /deployments/<deployment load/nightly>"
            + " {\"global_concurrency_limit_id\": \"<limit theirs>\"}");
    var limit = hands.get("/v2/concurrency_limits/theirs").toString();
    var sharing = hands.deployment("theirs/sharing").toString();

    converge(state(CHANGED), Optional.of(created));
    assertThat(hands.get("/v2/concurrency_limits/theirs")).hasToString(limit);
    converge(state(""), Optional.of(state(CHANGED)));

    assertThat(hands.get("/v2/concurrency_limits/theirs")).hasToString(limit);
    assertThat(hands.deployment("theirs/sharing")).hasToString(sharing);
  }

  @Test
  void a_deployment_that_is_taken_over_keeps_its_runs_and_the_ids_of_its_schedules() {
    hands.doAll(
        """
        POST /flows/ {"name": "load"}
        POST /deployments/ {"name": "nightly", "flow_id": "<flow load>",
          "schedules": [{"slug": "night", "schedule": {"cron": "0 3 * * *"}}]}
        POST /deployments/<deployment load/nightly>/create_flow_run {"name": "by hand", "state": {"type": "COMPLETED"}}
        POST /deployments/<deployment load/nightly>/create_flow_run {"name": "still waiting"}
        """);
    var before = hands.deployment("load/nightly");
    var schedule = hands.schedule("load/nightly", "night").path("id");
    var runs = runsByHand(id(before));

    converge(state(ADOPTING), Optional.empty());

    assertThat(runs).hasSize(2);
    assertThat(runsByHand(id(before))).isEqualTo(runs);
    assertThat(id(hands.deployment("load/nightly"))).isEqualTo(id(before));
    assertThat(hands.schedule("load/nightly", "night").path("id")).isEqualTo(schedule);
  }

  private List<String> runsByHand(String deployment) {
    Stream<JsonNode> runs = hands.all("flow_runs").stream();
    return runs.filter(run -> run.path("deployment_id").asString("").equals(deployment))
        .filter(run -> !run.path("auto_scheduled").asBoolean())
        .map(run -> id(run) + " " + run.path("state_type").asString())
        .sorted()
        .toList();
  }
}
