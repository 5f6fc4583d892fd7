package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.snowdrift.prefect.PrefectClient.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the provider promises of concurrency limits.
abstract class LimitSuite extends OrchestrationSuite {
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
}
