package dev.snowdrift.plan;

import static dev.snowdrift.plan.Boxes.TODAY;
import static dev.snowdrift.plan.Boxes.box;
import static dev.snowdrift.plan.Boxes.errand;
import static dev.snowdrift.plan.Boxes.service;
import static dev.snowdrift.plan.Boxes.state;
import static dev.snowdrift.plan.Boxes.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.report.StatusText;
import dev.snowdrift.report.WhyText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Migrations before servers: what waits for whom, and what the plan says of it.
class ReadinessTest {
  private static final Runs REMEMBERED = new Runs(true, Map.of());
  private static final Policy CONVERGE = Policy.converge(TODAY).withRuns(REMEMBERED);
  private static final ResourceId MIGRATE = new ResourceId("Errand", "MIGRATE");

  private static Plan plan(DesiredState desired, Observation world) {
    return plan(desired, Optional.of(desired), world, CONVERGE);
  }

  private static Plan plan(
      DesiredState desired, Optional<DesiredState> previous, Observation world, Policy policy) {
    return new Planner(Boxes.REGISTRY, Boxes.KEY).plan(desired, previous, world, policy);
  }

  private static List<String> statements(Plan plan) {
    return plan.going().stream()
        .flatMap(step -> step.effects().stream())
        .map(Effect::redacted)
        .toList();
  }

  private static DesiredState system() {
    var migrate = errand("MIGRATE").colour("v1");
    return state(migrate, service("SERVER").after(migrate));
  }

  @Test
  void at_first_only_the_errand_is_run() {
    var plan = plan(system(), world());

    assertThat(statements(plan)).containsExactly("make MIGRATE");
    assertThat(PlanText.render(plan, false))
        .contains(
            "2 changes: 1 create, 1 waiting",
            "+ Service SERVER   waits for Errand MIGRATE: it is started first");
    assertThat(plan.progresses()).isTrue();
  }

  @Test
  void while_it_runs_what_needs_it_waits_and_says_how_it_stands() {
    var running = errand("MIGRATE").colour("v1").health(Health.progressing("RUNNING"));

    var plan = plan(system(), world(running));

    assertThat(statements(plan)).isEmpty();
    assertThat(plan.progresses()).isTrue();
    assertThat(plan.held()).isEmpty();
    assertThat(StatusText.render(plan)).contains("waits for Errand MIGRATE: RUNNING");
    assertThat(WhyText.render(plan, new ResourceId("Service", "SERVER")))
        .contains("create waits for Errand MIGRATE: RUNNING", "Errand MIGRATE is synced");
  }

  @Test
  void once_it_has_ended_what_needs_it_is_made() {
    var plan = plan(system(), world(errand("MIGRATE").colour("v1")));

    assertThat(statements(plan)).containsExactly("make SERVER");
  }

  @Test
  void a_failed_errand_blocks_what_needs_it_with_its_reason_and_does_not_progress() {
    var failed = errand("MIGRATE").colour("v1").health(Health.degraded("exit code 7"));

    var plan = plan(system(), world(failed));

    assertThat(statements(plan)).isEmpty();
    assertThat(plan.progresses()).isFalse();
    assertThat(plan.steps())
        .extracting(Step::verdict)
        .containsExactly(new Verdict.Waiting(MIGRATE, "exit code 7", false));
  }

  @Test
  void a_changed_errand_runs_again_before_anything_that_needs_it_is_changed() {
    var migrate = errand("MIGRATE").colour("v2");
    var server = service("SERVER").size(2).after(migrate);
    var desired = state(migrate, server, box("LID").size(3).on("B"), box("B"));
    var before = world(errand("MIGRATE").colour("v1"), service("SERVER"), box("LID"), box("B"));

    var plan = plan(desired, before);

    assertThat(statements(plan)).containsExactly("alter LID size", "alter MIGRATE colour");
    assertThat(plan.waiting())
        .singleElement()
        .satisfies(step -> assertThat(step.id().name()).isEqualTo("SERVER"));
  }

  @Test
  void what_needs_it_through_something_else_waits_too() {
    var migrate = errand("MIGRATE").colour("v1").health(Health.progressing("RUNNING"));
    var between = service("SERVER").after(migrate);
    var far = service("WORKER").size(5).after(between);
    var desired = state(migrate, between, far);

    var plan = plan(desired, world(migrate, between, service("WORKER").after(between)));

    assertThat(statements(plan)).isEmpty();
    assertThat(plan.waiting()).hasSize(1);
  }

  @Test
  void an_errand_that_runs_is_followed_and_not_run_over() {
    var desired = state(errand("MIGRATE").colour("v2"));
    var running = errand("MIGRATE").colour("v1").health(Health.progressing("RUNNING"));

    var plan = plan(desired, world(running));

    assertThat(statements(plan)).isEmpty();
    assertThat(PlanText.render(plan, false)).contains("waits: it runs");
    assertThat(plan.progresses()).isTrue();
  }

  @Test
  void a_service_is_waited_for_before_another_is_made_and_not_before_it_is_changed() {
    var server = service("SERVER").health(Health.progressing("PENDING"));
    var desired = state(server, service("NEW").after(server), service("OLD").size(2).after(server));

    var plan = plan(desired, world(server, service("OLD").after(server)));

    assertThat(statements(plan)).containsExactly("alter OLD size");
    assertThat(plan.waiting()).extracting(step -> step.id().name()).containsExactly("NEW");
  }

  @Test
  void a_service_that_rests_on_purpose_keeps_nobody_waiting() {
    var server = service("SERVER").health(Health.suspended("suspended"));
    var desired = state(server, service("NEW").after(server));

    var plan = plan(desired, world(server));

    assertThat(statements(plan)).containsExactly("make NEW");
  }

  @Test
  void a_remembered_run_that_the_account_forgot_is_not_run_again() {
    var policy = CONVERGE.withRuns(new Runs(true, Map.of(MIGRATE, "v1")));

    var plan = plan(system(), Optional.of(system()), world(), policy);

    assertThat(statements(plan)).containsExactly("make SERVER");
    assertThat(plan.objects().get(MIGRATE))
        .satisfies(status -> {
          assertThat(status.sync()).isEqualTo(Sync.SYNCED);
          assertThat(status.health().status()).isEqualTo(Health.Status.HEALTHY);
        });
  }

  @Test
  void a_remembered_run_of_something_else_is_no_reason_not_to_run() {
    var policy = CONVERGE.withRuns(new Runs(true, Map.of(MIGRATE, "v0")));

    var plan = plan(system(), Optional.of(system()), world(), policy);

    assertThat(statements(plan)).containsExactly("make MIGRATE");
  }

  @Test
  void without_any_memory_it_waits_for_a_person_where_what_needs_it_exists() {
    var forgotten = Policy.converge(TODAY);
    var seen = world(service("SERVER"));

    var plan = plan(system(), Optional.empty(), seen, forgotten);
    var approved =
        plan(system(), Optional.empty(), seen, forgotten.withApproved(Set.of(plan.digest())));

    assertThat(plan.held())
        .singleElement()
        .satisfies(step ->
            assertThat(step.verdict())
                .isInstanceOfSatisfying(
                    Verdict.Held.class,
                    held -> assertThat(held.guard()).isEqualTo(Guard.RUN_EVIDENCE)));
    assertThat(statements(approved)).containsExactly("make MIGRATE");
  }

  @Test
  void without_any_memory_and_with_nothing_there_it_is_run() {
    var plan = plan(system(), Optional.empty(), world(), Policy.converge(TODAY));

    assertThat(statements(plan)).containsExactly("make MIGRATE");
  }

  @Test
  void somebody_elses_errand_is_never_taken_over() {
    var desired = state(errand("MIGRATE").colour("v1").adopt());

    var plan = plan(desired, world(errand("MIGRATE").colour("v1").mark(Optional.empty())));

    assertThat(statements(plan)).isEmpty();
    assertThat(PlanText.render(plan, false)).contains("it cannot be taken over");
  }

  @Test
  void the_rest_of_a_plan_has_the_digest_that_it_was_said_to_have() {
    var first = plan(system(), world());

    var second = plan(system(), world(errand("MIGRATE").colour("v1")));

    assertThat(second.digest()).isEqualTo(first.restDigest()).isNotEqualTo(first.digest());
  }
}
