package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.snowflake.ServiceWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tags and digests, against an account.
class ServiceImagesIT {
  private static final ResourceId WORKER = new ResourceId("Service", "ETL.APP.WORKER");

  private final ServiceWorld world = new ServiceWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static DesiredState worker(String version) {
    return ServiceWorld.state(service("WORKER", version));
  }

  private static String service(String name, String version) {
    return """
    Service ETL.APP.%s
    computePool: ETL_POOL
    specification:
      spec:
        containers:
        - {name: worker, image: '/etl/app/repo/worker%s', resources: {requests: {cpu: 10m, memory: 10Mi}}}
    """
        .formatted(name, version);
  }

  @Test
  void a_tag_that_moved_is_drift_and_rolled_out() {
    var state = worker(":v1");
    world.push("v1", 1).converge(state);

    world.push("v1", 2);
    var plan = world.plan(state);
    world.run(plan);

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.risk()).isEqualTo(Risk.RESTART);
          assertThat(step.change().drifts())
              .extracting(Drift::path, drift -> drift.desired().orElseThrow().asString())
              .containsExactly(
                  tuple("images.worker", "/etl/app/repo/worker:v1@" + ServiceWorld.digest(2)));
          assertThat(step.change().drifts())
              .extracting(Drift::origin)
              .containsExactly(Drift.Origin.OUT_OF_BAND);
        });
    assertThat(world.plan(state).isEmpty()).isTrue();
    assertThat(world.observe(state, "ETL.APP.WORKER").fact("image.worker"))
        .contains("/etl/app/repo/worker:v1@" + ServiceWorld.digest(2));
  }

  @Test
  void a_tag_that_moved_is_rolled_out_to_a_service_that_stands_still() {
    var state =
        ServiceWorld.state(service("WORKER", ":v1") + "suspended: true\nautoResume: false\n");
    world.push("v1", 1).converge(state);

    world.push("v1", 2).step(Duration.ofSeconds(1)).converge(state);

    assertThat(world.plan(state).isEmpty()).isTrue();
    assertThat(world.observe(state, "ETL.APP.WORKER").fact("image.worker"))
        .hasValueSatisfying(image -> assertThat(image).endsWith(ServiceWorld.digest(2)));
  }

  @Test
  void another_tag_is_one_difference_and_not_two() {
    var before = worker(":v1");
    world.push("v1", 1).push("v2", 2).converge(before);

    var plan = world.plan(worker(":v2"), Optional.of(before));

    assertThat(plan.steps())
        .singleElement()
        .satisfies(step ->
            assertThat(step.change().drifts())
                .extracting(Drift::path)
                .containsExactly("specification.containers[worker].image"));
  }

  @Test
  void an_image_given_by_its_digest_is_left_alone() {
    var state = worker("@" + ServiceWorld.digest(1));
    world.push("v1", 1).converge(state);

    world.push("v1", 2);

    assertThat(world.plan(state).isEmpty()).isTrue();
  }

  @Test
  void a_tag_that_nobody_pushed_is_a_problem_that_names_the_nearest() {
    var before = worker(":v1");
    world.push("v1", 1).push("v1.1", 2).push("nightly", 3).converge(before);

    var plan = world.plan(worker(":v1.2"), Optional.of(before));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo(Code.IMAGE_UNKNOWN);
          assertThat(problem.what()).contains("/etl/app/repo/worker:v1.2", "ETL.APP.REPO");
          assertThat(problem.next()).contains("the tags `v1.1`", "`nightly`", "`v1`");
        });
  }

  @Test
  void an_image_that_nobody_pushed_is_a_problem_that_names_the_others() {
    world.push("v1", 1).converge(ServiceWorld.state());
    var other = ServiceWorld.state(service("WORKER", ":v1").replace("repo/worker", "repo/wroker"));

    var plan = world.plan(other);

    assertThat(plan.problems())
        .extracting(Problem::next)
        .singleElement()
        .asString()
        .contains("`worker`");
  }

  @Test
  void a_running_service_is_not_disturbed_when_its_tag_is_gone() {
    var state = worker(":v1");
    world.push("v1", 1).converge(state);

    world.containers().images().clear("ETL.APP.REPO");
    world.push("v2", 2);
    var plan = world.plan(state);

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void a_service_waits_for_the_first_push_and_nothing_else_does() {
    world.converge(ServiceWorld.state());
    var state = ServiceWorld.state(service("WORKER", ":v1"), "Stage ETL.APP.FILES");

    var plan = world.plan(state, Optional.of(ServiceWorld.state()));

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.going()).extracting(step -> step.id().kind()).containsExactly("Stage");
    assertThat(plan.held())
        .extracting(Step::verdict)
        .singleElement()
        .isEqualTo(
            new Verdict.Held(
                Guard.AWAITED,
                "nothing has been pushed to ETL.APP.REPO yet",
                "push `/etl/app/repo/worker:v1`; it goes on by itself",
                false));
    world.push("v1", 1).converge(state);
    assertThat(world.plan(state).isEmpty()).isTrue();
  }

  @Test
  void a_repository_of_the_same_plan_is_made_first() {
    var state = worker(":v1");

    var plan = world.push("v1", 1).plan(state, Optional.empty());

    assertThat(plan.problems()).isEmpty();
    assertThat(plan.going()).extracting(Step::id).contains(WORKER);
  }

  @Test
  void images_that_cannot_be_listed_say_nothing() {
    var state = worker(":v1");
    world.push("v1", 1).converge(state);
    world.push("v1", 2);
    world.sandbox().faults().on("SHOW IMAGES").refuse(3001, "42501", "Insufficient privileges");

    var plan = world.plan(state);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.objects().get(WORKER)).extracting("sync").isEqualTo(Sync.SYNCED);
  }

  @Test
  void a_tag_that_follows_every_push_is_said_so() {
    var plan = world.push("latest", 1).plan(worker(""), Optional.empty());

    assertThat(PlanText.render(plan, false))
        .contains("follows every push to /etl/app/repo/worker:latest");
  }

  @Test
  void many_services_at_rest_cost_two_statements() {
    var services = new ArrayList<String>();
    IntStream.range(0, 30).forEach(i -> services.add(service("W" + i, ":v1")));
    var ground = ServiceWorld.state();
    var state = ServiceWorld.state(services.toArray(String[]::new));
    world.push("v1", 1).converge(state);
    var without = statements(() -> world.plan(ground, Optional.of(ground)));
    world.plan(state);

    var with = statements(() -> world.plan(state));

    assertThat(with - without).isEqualTo(2);
  }

  private int statements(Supplier<Plan> look) {
    var before = world.sandbox().statements().last();
    var _ = look.get();
    return world.sandbox().statements().since(before).size();
  }
}
