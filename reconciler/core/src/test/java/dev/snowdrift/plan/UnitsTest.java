package dev.snowdrift.plan;

import static dev.snowdrift.plan.Bells.bell;
import static dev.snowdrift.plan.Bells.state;
import static dev.snowdrift.plan.Bells.world;
import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.report.PlanText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private static final Policy CONVERGE = Policy.converge(Boxes.TODAY);

  private static Plan plan(DesiredState desired, DesiredState previous, Observation world) {
    return plan(desired, previous, world, CONVERGE);
  }

  private static Plan plan(
      DesiredState desired, DesiredState previous, Observation world, Policy policy) {
    return new Planner(Bells.REGISTRY, Boxes.KEY)
        .plan(desired, Optional.of(previous), world, policy);
  }

  private static List<String> statements(Plan plan) {
    return plan.going().stream()
        .flatMap(step -> step.effects().stream())
        .map(Effect::redacted)
        .toList();
  }

  @Test
  void a_change_below_a_running_root_stands_between_its_suspending_and_its_resuming() {
    var before = state(bell("TOP"), bell("LOW").below("TOP"));

    var plan =
        plan(
            state(bell("TOP"), bell("LOW").below("TOP").tone("d")),
            before,
            world(bell("TOP"), bell("LOW").below("TOP")));

    assertThat(PlanText.render(plan, true))
        .isEqualTo(
            """
            Plan %s  dev @ 8b1e6f0  "raise it"  1 change: 1 update

              [ Bell TOP  suspended while what hangs on it is changed
                    still TOP
              ~ Bell LOW
                  tone   c -> d   git 8b1e6f0
                    alter LOW tone
              ] Bell TOP  resumed after all of its unit
                    ring TOP

              statements: 3 (snowflake 3, prefect 0)      warehouse used: no
            """
                .formatted(plan.shortDigest()));
  }

  @Test
  void what_hangs_elsewhere_is_left_running() {
    var before = state(bell("TOP"), bell("LOW").below("TOP"), bell("OTHER"));

    var plan =
        plan(
            state(bell("TOP"), bell("LOW").below("TOP").tone("d"), bell("OTHER")),
            before,
            world(bell("TOP"), bell("LOW").below("TOP"), bell("OTHER")));

    assertThat(statements(plan)).containsExactly("still TOP", "alter LOW tone", "ring TOP");
  }

  @Test
  void a_new_graph_is_resumed_from_its_leaves_to_its_root() {
    var plan = plan(state(bell("TOP"), bell("LOW").below("TOP")), state(), world());

    assertThat(statements(plan)).containsExactly("make TOP", "make LOW", "ring LOW", "ring TOP");
    assertThat(plan.steps().getLast().change())
        .as("never complete before, so not resumed after a failure")
        .isEqualTo(new Change.Resume(plan.steps().getFirst().id(), false));
  }

  @Test
  void one_that_moves_makes_one_unit_of_both_graphs() {
    var seen = world(bell("A"), bell("B"), bell("LOW").below("A"));

    var plan =
        plan(
            state(bell("A"), bell("B"), bell("LOW").below("B")),
            state(bell("A"), bell("B"), bell("LOW").below("A")),
            seen);

    assertThat(statements(plan))
        .containsExactly("still A", "still B", "alter LOW below", "ring A", "ring B");
  }

  @Test
  void a_root_that_becomes_a_child_is_resumed_before_the_new_root() {
    var plan =
        plan(state(bell("TOP").below("Z"), bell("Z")), state(bell("TOP")), world(bell("TOP")));

    assertThat(statements(plan))
        .containsExactly("still TOP", "make Z", "alter TOP below", "ring TOP", "ring Z");
  }

  @Test
  void what_an_interrupted_change_left_still_is_resumed_even_where_nothing_is_healed() {
    var before = state(bell("TOP"), bell("LOW").below("TOP"));
    var changed = state(bell("TOP"), bell("LOW").below("TOP").tone("d"));
    var interrupted = world(bell("TOP").still(), bell("LOW").below("TOP").tone("d"));

    var plan = plan(changed, before, interrupted, CONVERGE.with(Policy.Heal.OFF));

    assertThat(statements(plan)).containsExactly("ring TOP");
    assertThat(plan.changes().getFirst().change().drifts())
        .extracting(Drift::origin)
        .containsExactly(Drift.Origin.GIT);
  }

  @Test
  void what_a_person_suspended_rests_where_nothing_is_healed() {
    var same = state(bell("TOP"), bell("LOW").below("TOP"));

    var plan =
        plan(
            same,
            same,
            world(bell("TOP").still(), bell("LOW").below("TOP")),
            CONVERGE.with(Policy.Heal.OFF));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.steps()).hasSize(2);
  }

  @Test
  void nothing_is_suspended_for_a_change_that_is_held() {
    var same = state(bell("TOP"), bell("LOW").below("TOP"));
    var seen = world(bell("TOP"), bell("LOW").below("TOP").tone("x"));

    var held = plan(same, same, seen, CONVERGE.with(Policy.Heal.OFF));
    var approved =
        plan(same, same, seen, CONVERGE.with(Policy.Heal.OFF).withApproved(Set.of(held.digest())));

    assertThat(held.going()).isEmpty();
    assertThat(statements(approved)).containsExactly("still TOP", "alter LOW tone", "ring TOP");
  }

  @Test
  void a_root_whose_removal_is_held_goes_on_after_the_others_were_changed() {
    var before = state(bell("TOP"), bell("LOW").below("TOP"), bell("B"));
    var after = state(bell("LOW").below("B"), bell("B"));
    var seen = world(bell("TOP"), bell("LOW").below("TOP"), bell("B"));

    var held = plan(after, before, seen, CONVERGE.withPruneBlocked("history was rewritten"));
    var free = plan(after, before, seen);

    assertThat(statements(held))
        .containsExactly("still B", "still TOP", "alter LOW below", "ring B", "ring TOP");
    assertThat(statements(free))
        .containsExactly("still B", "still TOP", "alter LOW below", "drop TOP", "ring B");
    assertThat(held.digest()).isEqualTo(free.digest());
  }

  @Test
  void a_removal_waits_for_what_still_hangs_on_it() {
    var before = state(bell("TOP"), bell("MID").below("TOP"), bell("LOW").below("MID"));
    var after = state(bell("TOP"), bell("LOW").below("TOP"));
    var seen = world(bell("TOP"), bell("MID").below("TOP"), bell("LOW").below("MID"));

    var plan = plan(after, before, seen);

    assertThat(statements(plan))
        .containsExactly("still TOP", "alter LOW below", "drop MID", "ring TOP");
    assertThat(plan.steps().get(2).after()).contains(plan.steps().get(1).id());
  }

  @Test
  void a_strangers_root_is_not_suspended() {
    var seen = world(bell("TOP").strange(), bell("LOW").below("TOP").tone("x"));
    var wanted = state(bell("LOW").below("TOP"));

    var plan = plan(wanted, wanted, seen);
    var adopted = state(bell("TOP").adopt(), bell("LOW").below("TOP"));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.changes().getFirst().verdict())
        .isInstanceOfSatisfying(
            Verdict.Held.class, held -> assertThat(held.guard()).isEqualTo(Guard.NOT_OWNED));
    assertThat(statements(plan(adopted, wanted, seen)))
        .containsExactly("still TOP", "mark TOP", "alter LOW tone", "ring TOP");
  }

  @Test
  void one_that_rests_on_purpose_is_suspended_once_and_not_resumed() {
    var plan = plan(state(bell("TOP").still().tone("d")), state(bell("TOP")), world(bell("TOP")));

    assertThat(statements(plan)).containsExactly("still TOP", "alter TOP tone");
  }

  @Test
  void one_that_the_target_suspended_for_its_errors_is_left_until_a_commit_changes_its_graph() {
    var same = state(bell("TOP"), bell("LOW").below("TOP"));
    var seen = world(bell("TOP").broken(), bell("LOW").below("TOP"));

    var left = plan(same, same, seen);
    var mended = plan(state(bell("TOP"), bell("LOW").below("TOP").tone("d")), same, seen);

    assertThat(left.steps()).isEmpty();
    assertThat(statements(mended)).containsExactly("alter LOW tone", "ring TOP");
  }
}
