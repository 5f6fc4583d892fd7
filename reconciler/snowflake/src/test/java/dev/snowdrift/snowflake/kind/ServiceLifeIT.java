package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.report.StatusText;
import dev.snowdrift.sandbox.container.Behaviour;
import dev.snowdrift.sandbox.container.Timings;
import dev.snowdrift.snowflake.ServiceWorld;
import dev.snowdrift.snowflake.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The life of a service, against an account whose containers take their time.
class ServiceLifeIT {
  private static final String WORKER = "ETL.APP.WORKER";

  private final ServiceWorld world = new ServiceWorld(Timings.realistic());

  @AfterEach
  void close() {
    world.close();
  }

  private static DesiredState service(String more, String specification) {
    return ServiceWorld.state(text(more, specification));
  }

  private static String text(String more, String specification) {
    return """
    Service ETL.APP.WORKER
    computePool: ETL_POOL
    %s
    specification:
      spec:
        containers:
        - {name: worker, image: '/etl/app/repo/worker:%s'}
    """
        .formatted(more, specification);
  }

  private DesiredState running(String more, String specification) {
    var state = service(more, specification);
    world.push("v1", 1).push("v2", 2).push("v3", 3).converge(state).step(Duration.ofMinutes(10));
    return state;
  }

  private Health health(DesiredState state) {
    return world.observe(state, WORKER).health();
  }

  private static List<String> statements(List<Step> steps) {
    return steps.stream().flatMap(step -> step.effects().stream()).map(Effect::redacted).toList();
  }

  @Test
  void a_rolling_upgrade_is_followed_instance_by_instance() {
    var before = running("instances: {min: 2, max: 2}", "v1");
    var after = service("instances: {min: 2, max: 2}", "v2");

    world.converge(after, Optional.of(before));
    var start = health(after);
    world.step(Duration.ofSeconds(35));
    var half = health(after);
    world.step(Duration.ofMinutes(5));

    assertThat(start.status()).isEqualTo(Health.Status.PROGRESSING);
    assertThat(start.message()).contains("upgrading, 0 of 2 instances run the new specification");
    assertThat(half.message()).contains("upgrading, 1 of 2 instances run the new specification");
    assertThat(health(after)).isEqualTo(Health.HEALTHY);
  }

  @Test
  void a_container_that_never_becomes_ready_says_why() {
    world
        .containers()
        .world()
        .behaviour(
            "etl/app/repo/worker:v2",
            new Behaviour(
                Duration.ZERO,
                new Behaviour.Outcome.NeverReady("Readiness probe is failing"),
                List.of()));
    var before = running("", "v1");
    var after = service("", "v2");

    world.converge(after, Optional.of(before)).step(Duration.ofMinutes(2));

    assertThat(health(after).message())
        .contains("container worker of instance 0 is PENDING, Readiness probe is failing");
    assertThat(world.observe(after, WORKER).fact("container.0.worker"))
        .contains("PENDING, Readiness probe is failing");
  }

  @Test
  void a_container_that_falls_over_is_degraded_with_its_exit_code() {
    world
        .containers()
        .world()
        .behaviour("etl/app/repo/worker:v2", Behaviour.exits(Duration.ofSeconds(1), 3));
    var before = running("", "v1");
    var after = service("", "v2");

    world.converge(after, Optional.of(before)).step(Duration.ofMinutes(2));

    assertThat(health(after).status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(health(after).message()).contains("FAILED", "exit code 3");
  }

  @Test
  void what_is_suspended_on_purpose_stays_so() {
    var state = running("suspended: true\nautoResume: false", "v1");
    var still = health(state);
    world.byHand("ALTER SERVICE ETL.APP.WORKER RESUME");

    var plan = world.plan(state);
    world.converge(state).step(Duration.ofMinutes(1));

    assertThat(still.status()).isEqualTo(Health.Status.SUSPENDED);
    assertThat(statements(plan.going())).containsExactly("ALTER SERVICE ETL.APP.WORKER SUSPEND");
    assertThat(health(state).status()).isEqualTo(Health.Status.SUSPENDED);
  }

  @Test
  void what_is_no_longer_suspended_on_purpose_is_resumed_after_its_upgrade() {
    var before = running("suspended: true\nautoResume: false", "v1");
    var after = service("autoResume: false", "v2");

    var plan = world.plan(after, Optional.of(before));

    assertThat(statements(plan.going())).hasSize(2);
    assertThat(statements(plan.going()).getFirst()).contains("FROM SPECIFICATION");
    assertThat(statements(plan.going()).getLast()).endsWith("RESUME");
  }

  @ParameterizedTest
  @CsvSource({
    "'',false",
    "'suspended: false',true",
    "'suspended: false\nautoSuspendSeconds: 600',false"
  })
  void who_suspended_it_is_left_alone_unless_git_says_that_it_runs(String more, boolean healed) {
    var state = running(more, "v1");
    world.byHand("ALTER SERVICE ETL.APP.WORKER SUSPEND");

    var plan = world.plan(state);

    assertThat(statements(plan.going()))
        .isEqualTo(healed ? List.of("ALTER SERVICE ETL.APP.WORKER RESUME") : List.of());
  }

  @Test
  void a_suspension_can_be_ignored() {
    var state =
        ServiceWorld.state(
            """
            Service ETL.APP.WORKER
            lifecycle:
              ignore: [{field: suspended, reason: the night}]
            spec:
              computePool: ETL_POOL
              suspended: false
              specification: {spec: {containers: [{name: worker, image: '/etl/app/repo/worker:v1'}]}}
            """);
    world.push("v1", 1).converge(state);
    world.byHand("ALTER SERVICE ETL.APP.WORKER SUSPEND");

    assertThat(world.plan(state).isEmpty()).isTrue();
  }

  @Test
  void a_suspension_that_traffic_would_end_is_a_problem() {
    var problems = World.problems(text("suspended: true", "v1"));

    assertThat(problems)
        .extracting(Problem::next)
        .containsExactly("write `autoResume: false` beside it");
  }

  private static String block(String size, String instances) {
    return text("instances: {min: %s, max: %s}".formatted(instances, instances), "v1")
            .replace(":v1'}", ":v1', volumeMounts: [{name: data, mountPath: /data}]}")
        + """
            volumes:
            - {name: data, source: block, size: %s, blockConfig: {iops: 4000, snapshotDeleteAfter: 3d}}
        """
            .formatted(size);
  }

  @ParameterizedTest
  @CsvSource({"20Gi,1,blockVolumes.volumes[data].size", "10Gi,2,blockVolumes.instances.max"})
  void what_cannot_change_with_block_volumes_waits_for_a_person(
      String size, String instances, String path) {
    var before = ServiceWorld.state(block("10Gi", "1"));
    var after = ServiceWorld.state(block(size, instances));
    world.push("v1", 1).converge(before).step(Duration.ofMinutes(10));
    assertThat(world.plan(before).isEmpty()).isTrue();

    var plan = world.plan(after, Optional.of(before));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.held())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.change().drifts()).extracting(Drift::path).contains(path);
          assertThat(step.verdict().toString()).contains("the content of its block volumes");
        });
    assertThat(statements(plan.held()).getFirst()).isEqualTo("DROP SERVICE ETL.APP.WORKER FORCE");
  }

  @Test
  void an_approved_new_block_volume_replaces_the_service() {
    var before = ServiceWorld.state(block("10Gi", "1"));
    var after = ServiceWorld.state(block("20Gi", "1"));
    world.push("v1", 1).converge(before).step(Duration.ofMinutes(10));
    var held = world.plan(after, Optional.of(before));

    var plan = world.plan(after, Optional.of(before), Set.of(held.digest()));

    assertThat(plan.going()).hasSize(1);
  }

  @Test
  void a_removed_service_with_block_volumes_waits_for_a_person() {
    var before = ServiceWorld.state(block("10Gi", "1"));
    world.push("v1", 1).converge(before);

    var plan = world.plan(ServiceWorld.state(), Optional.of(before));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.held())
        .singleElement()
        .extracting(Step::verdict)
        .isInstanceOfSatisfying(
            Verdict.Held.class, held -> assertThat(held.guard()).isEqualTo(Guard.HOLDS_DATA));
  }

  @Test
  void endpoints_are_shown_with_their_address_as_soon_as_they_have_one() {
    var state =
        ServiceWorld.state(
            text("", "v1")
                + """
                    endpoints: [{name: ui, port: 8080, public: true}, {name: api, port: 8081}]
                  serviceRoles: [{name: reader, endpoints: [ui, api]}]
                """);
    world.push("v1", 1).converge(state);

    var made = world.observe(state, WORKER);
    world.step(Duration.ofMinutes(5));
    var there = world.observe(state, WORKER);

    assertThat(made.fact("endpoint.ui")).contains("being provisioned");
    assertThat(there.fact("endpoint.ui"))
        .hasValueSatisfying(
            url -> assertThat(url).startsWith("https://").endsWith(".snowflakecomputing.app"));
    assertThat(there.fact("endpoint.api")).isEmpty();
    assertThat(there.fact("role.reader")).contains("ui, api");
    assertThat(StatusText.render(world.plan(state)))
        .contains("    endpoint ui: " + there.fact("endpoint.ui").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{requests: {cpu: 4}}|requests.cpu is 4, which no node of ETL_POOL can hold",
        "{limits: {cpu: 4}}|limits.cpu is 4",
        "{requests: {memory: 14Gi}}|requests.memory is 14Gi",
        "{limits: {memory: 20G}}|limits.memory is 20G",
        "{requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 1}}|nvidia.com/gpu is 1"
      })
  void what_no_node_can_hold_is_refused_with_its_numbers(String resources, String told) {
    world.push("v1", 1).converge(ServiceWorld.state());
    var asking =
        ServiceWorld.state(text("", "v1").replace(":v1'}", ":v1', resources: " + resources + "}"));

    var plan = world.plan(asking);

    assertThat(plan.going()).isEmpty();
    assertThat(plan.problems())
        .isNotEmpty()
        .allSatisfy(problem -> {
          assertThat(problem.what()).contains(told);
          assertThat(problem.why())
              .isEqualTo("a node of CPU_X64_S has 3 cores, 13 GiB of memory and no GPU");
        });
  }

  @Test
  void more_instances_than_ever_fit_are_refused() {
    var asking =
        ServiceWorld.state(
            text("instances: {min: 4, max: 4}", "v1")
                .replace(":v1'}", ":v1', resources: {requests: {cpu: 2}}}"));

    var plan = world.push("v1", 1).plan(asking, Optional.empty());

    assertThat(plan.problems())
        .extracting(Problem::what)
        .containsExactly("4 instances never fit on the 3 nodes of ETL_POOL");
  }

  @Test
  void a_pool_that_git_does_not_declare_is_taken_as_it_is() {
    world.push("v1", 1).converge(ServiceWorld.state());
    var asking =
        World.of(text("", "v1").replace(":v1'}", ":v1', resources: {requests: {cpu: 4}}}"));

    var plan = world.plan(asking, Optional.empty());

    assertThat(plan.problems())
        .extracting(Problem::why)
        .containsExactly("a node of CPU_X64_S has 3 cores, 13 GiB of memory and no GPU");
  }
}
