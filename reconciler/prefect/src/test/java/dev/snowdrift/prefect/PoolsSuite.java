package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.plan.Change;
import dev.snowdrift.prefect.PrefectClient.Method;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.report.PlanText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Work pools and their templates, against whatever speaks Prefect's API.
abstract class PoolsSuite extends WorkspaceSuite {
  private static final String HEAD = "apiVersion: snowdrift.dev/v1alpha1\nkind: WorkPool\n";

  private static final String DOCKER =
      HEAD
          + """
          metadata: {name: pool-$N}
          spec:
            type: docker
            description: Nightly loads
            jobDefaults:
              image: registry.example/etl:1.4
              env: {REGION: eu, MODE: fast}
              auto_remove: true
          """;

  private static final String GIVEN =
      HEAD
          + """
          metadata: {name: pool-$N}
          spec:
            type: process
            baseJobTemplate:
              job_configuration: {command: "{{ command }}", env: "{{ env }}"}
              variables:
                type: object
                properties:
                  command: {type: string}
                  env: {type: object, default: {A: "1"}}
          """;

  private static String changed(String manifest, String from, String to) {
    assertThat(manifest).contains(from);
    return manifest.replace(from, to);
  }

  private JsonNode pool() {
    return hand.find(ApiPath.of("/work_pools/{}", "pool-" + n)).orElseThrow();
  }

  private JsonNode standard(String variable) {
    return pool()
        .path("base_job_template")
        .path("variables")
        .path("properties")
        .path(variable)
        .path("default");
  }

  private void patch(JsonNode template) {
    var body = Json.object();
    body.set("base_job_template", template);
    hand.write(
        Method.PATCH, ApiPath.of("/work_pools/{}", "pool-" + n), Optional.of(body), List.of());
  }

  private JsonNode post(String path, String body) {
    return hand.write(Method.POST, ApiPath.of(path), Optional.of(JSON.readTree(body)), List.of())
        .body();
  }

  private boolean fetchesTemplates() {
    return proxy.log().requests().stream()
        .anyMatch(request -> request.path().contains("worker-metadata"));
  }

  @Test
  void a_pool_has_the_template_of_its_type_with_other_defaults() {
    var commit = workspace.commit("1", text(DOCKER));

    workspace.converge(commit);

    assertThat(standard("image").asString()).isEqualTo("registry.example/etl:1.4");
    assertThat(standard("env").path("MODE").asString()).isEqualTo("fast");
    assertThat(pool().at("/base_job_template/job_configuration/networks").asString())
        .isEqualTo("{{ networks }}");
    proxy.log().clear();
    assertThat(workspace.plan(commit).steps()).isEmpty();
    assertThat(fetchesTemplates()).isFalse();
  }

  @Test
  void a_default_changed_by_hand_is_healed_and_what_else_is_in_the_template_stays() {
    var commit = workspace.commit("1", text(DOCKER));
    workspace.converge(commit);
    var template = pool().path("base_job_template").deepCopy();
    var properties = template.path("variables").path("properties");
    ((ObjectNode) properties.path("image")).put("default", "mine");
    ((ObjectNode) properties.path("privileged")).put("default", true);
    patch(template);
    proxy.log().clear();

    var plan = workspace.converge(commit);

    assertThat(plan.steps().getFirst().change().drifts())
        .extracting(Drift::path)
        .containsExactly("jobDefaults.image");
    assertThat(standard("image").asString()).isEqualTo("registry.example/etl:1.4");
    assertThat(standard("privileged").asBoolean()).isTrue();
    assertThat(fetchesTemplates()).isFalse();
  }

  @Test
  void defaults_change_and_go() {
    workspace.converge(workspace.commit("1", text(DOCKER)));

    workspace.converge(
        workspace.commit(
            "2", changed(text(DOCKER), "env: {REGION: eu, MODE: fast}", "env: {REGION: us}")));
    assertThat(standard("env").toString()).isEqualTo("{\"REGION\":\"us\"}");

    workspace.converge(
        workspace.commit(
            "3",
            changed(text(DOCKER), "    image: registry.example/etl:1.4\n", "")
                .replace("env: {REGION: eu, MODE: fast}", "env: {REGION: us}")));
    assertThat(standard("image").isMissingNode()).isTrue();
    assertThat(standard("auto_remove").asBoolean()).isTrue();
  }

  @Test
  void a_pool_whose_template_no_worker_has_filled_in_gets_one() {
    var bare =
        changed(text(DOCKER), text(DOCKER).substring(text(DOCKER).indexOf("  jobDefaults")), "");
    workspace.converge(workspace.commit("1", bare));
    assertThat(pool().path("base_job_template").isEmpty()).isTrue();

    workspace.converge(workspace.commit("2", text(DOCKER)));

    assertThat(standard("image").asString()).isEqualTo("registry.example/etl:1.4");
  }

  @Test
  void a_template_that_a_worker_fills_in_is_no_drift() {
    var bare = HEAD + text("metadata: {name: pool-$N}\nspec: {type: process}\n");
    var commit = workspace.commit("1", bare);
    workspace.converge(commit);
    patch(
        JSON.readTree(
            "{\"job_configuration\":{\"command\":\"x\"},\"variables\":{\"type\":\"object\",\"properties\":{}}}"));

    assertThat(workspace.plan(commit).steps()).isEmpty();
  }

  @Test
  void container_services_have_a_template_although_the_server_knows_none() {
    var manifest =
        HEAD
            + text(
                """
                metadata: {name: pool-$N}
                spec:
                  type: snowpark-container-service
                  jobDefaults: {compute_pool: etl.app.load_pool, image_registry: acme.registry}
                """);

    workspace.converge(workspace.commit("1", manifest));

    assertThat(standard("compute_pool").asString()).isEqualTo("etl.app.load_pool");
    assertThat(
            pool()
                .at("/base_job_template/job_configuration/job_manifest/spec/containers/0/image")
                .asString())
        .isEqualTo("{{ image }}");
    assertThat(fetchesTemplates()).isFalse();
  }

  @Test
  void defaults_are_held_against_the_template_before_anything_is_written() {
    var manifest =
        changed(text(DOCKER), "auto_remove: true", "auto_remove: sometimes, netwroks: [a]")
            .replace("    auto_remove", "    stream_output: true\n    auto_remove");
    manifest =
        manifest.replace(
            "auto_remove: sometimes, netwroks: [a]", "auto_remove: sometimes\n    netwroks: [a]");

    var plan = workspace.plan(workspace.commit("1", manifest));

    assertThat(plan.problems())
        .extracting(Problem::code, Problem::what)
        .containsExactlyInAnyOrder(
            tuple(Code.FIELD_UNKNOWN, "jobDefaults: the template has no variable `netwroks`"),
            tuple(
                Code.FIELD_TYPE,
                "jobDefaults: `auto_remove`: \"sometimes\" is not of type boolean"));
    assertThat(proxy.log().writes()).isEmpty();
  }

  @Test
  void a_type_without_a_known_template_needs_one() {
    var plan =
        workspace.plan(workspace.commit("1", changed(text(DOCKER), "type: docker", "type: acme")));

    assertThat(plan.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.next()).contains("baseJobTemplateFile"));
  }

  @Test
  void a_template_of_ones_own_is_kept_as_it_is() {
    var commit = workspace.commit("1", text(GIVEN));
    workspace.converge(commit);
    var template = pool().path("base_job_template").deepCopy();
    ((ObjectNode) template.at("/variables/properties/command")).put("default", "mine");
    patch(template);

    var plan = workspace.converge(commit);

    assertThat(plan.steps().getFirst().change().drifts())
        .extracting(Drift::path)
        .containsExactly("baseJobTemplate.variables.properties.command.default");
  }

  @Test
  void another_type_waits_for_a_person_and_says_what_it_takes_along() {
    workspace.converge(workspace.commit("1", text(DOCKER)));

    var plan =
        workspace.plan(
            workspace.commit(
                "2", HEAD + text("metadata: {name: pool-$N}\nspec: {type: process}\n")));

    assertThat(plan.going()).noneMatch(step -> step.change() instanceof Change.Recreate);
    assertThat(plan.held())
        .anySatisfy(step ->
            assertThat(step.change())
                .isInstanceOfSatisfying(
                    Change.Recreate.class,
                    change -> assertThat(change.loses()).contains("queues and workers")));
  }

  @Test
  void a_pool_in_use_is_not_deleted_and_the_plan_says_what_goes_along() {
    workspace.converge(workspace.commit("1", text(DOCKER)));
    var flow = post("/flows/", "{\"name\":\"foreign-%s\"}".formatted(n)).path("id").asString();
    post(
        "/deployments/",
        "{\"name\":\"mine\",\"flow_id\":\"%s\",\"work_pool_name\":\"pool-%s\"}".formatted(flow, n));
    var other =
        "apiVersion: snowdrift.dev/v1alpha1\nkind: Variable\nmetadata: {name: v_%s}\nspec: {value: 1}\n"
            .formatted(n);

    var plan = workspace.plan(workspace.commit("2", other));

    assertThat(PlanText.render(plan, false)).contains("takes along its work queues and workers");
    assertThatThrownBy(() -> workspace.run(plan))
        .isInstanceOf(TargetFailure.class)
        .hasMessageContaining("still runs in it");
    assertThat(hand.find(ApiPath.of("/work_pools/{}", "pool-" + n))).isPresent();
  }

  @Test
  void a_foreign_pool_is_exported_so_that_nothing_changes() {
    workspace.converge(workspace.commit("1", text(GIVEN)));
    var kind =
        PrefectKinds.all().stream()
            .filter(each -> each.name().equals("WorkPool"))
            .findFirst()
            .orElseThrow();
    var seen = workspace.provider().observe(workspace.commit("1", text(GIVEN)).resources());

    var exported = kind.exported(seen.find(new ResourceId("WorkPool", "pool-" + n)).orElseThrow());

    assertThat(exported.spec().propertyNames())
        .containsExactlyInAnyOrder("type", "baseJobTemplate");
    assertThat(
            workspace
                .plan(
                    workspace.commit(
                        "2",
                        HEAD + text("metadata: {name: pool-$N}\nspec: ") + exported.spec() + "\n"))
                .steps())
        .isEmpty();
  }
}
