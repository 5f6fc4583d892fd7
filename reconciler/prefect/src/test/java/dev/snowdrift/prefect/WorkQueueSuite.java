package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the provider promises of work queues.
abstract class WorkQueueSuite extends OrchestrationSuite {
  private void patchQueue(String name, String body) {
    send(Method.PATCH, ApiPath.of("/work_pools/{}/queues/{}", "pool-" + n, name), body);
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

  @Test
  void a_deployment_in_a_queue_that_is_neither_declared_nor_present_is_a_problem() {
    var plan = workspace.plan(workspace.commit("1", texts(POOL, FLOW)));

    assertThat(plan.problems())
        .extracting(problem -> problem.what())
        .containsExactly(
            "workQueue: WorkQueue pool-%s/fast is neither declared nor present".formatted(n));
  }
}
