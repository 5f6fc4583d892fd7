package dev.snowdrift.plan;

import static dev.snowdrift.plan.Boxes.TODAY;
import static dev.snowdrift.plan.Boxes.box;
import static dev.snowdrift.plan.Boxes.state;
import static dev.snowdrift.plan.Boxes.vault;
import static dev.snowdrift.plan.Boxes.world;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.report.DriftText;
import dev.snowdrift.report.PlanText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Policy CONVERGE = Policy.converge(TODAY);

  private static Plan plan(DesiredState desired, DesiredState previous, Observation world) {
    return plan(desired, Optional.of(previous), world, CONVERGE);
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

  @Test
  void an_unchanged_world_plans_nothing() {
    var desired = state(box("A").size(3).colour("red"));

    var plan = plan(desired, desired, world(box("A").size(3).colour("red")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.objects().values()).extracting(ObjectStatus::sync).containsExactly(Sync.SYNCED);
  }

  @Test
  void a_missing_object_is_created_after_what_it_stands_on() {
    var plan = plan(state(box("A").on("Z"), box("Z")), state(), world());

    assertThat(statements(plan)).containsExactly("make Z", "make A");
    assertThat(plan.steps().getLast().after()).containsExactly(new ResourceId("Box", "Z"));
  }

  @Test
  void a_hand_made_change_is_out_of_band_and_altered_back() {
    var desired = state(box("A").size(3));

    var plan = plan(desired, desired, world(box("A").size(5)));

    assertThat(PlanText.render(plan, true))
        .isEqualTo(
            """
            Plan %s  dev @ 8b1e6f0  "raise it"  1 change: 1 update

              ~ Box A
                  size   5 -> 3   out-of-band
                    alter A size

              statements: 1 (snowflake 1, prefect 0)      warehouse used: no
            """
                .formatted(plan.shortDigest()));
    assertThat(DriftText.render(plan))
        .isEqualTo(
            """
            dev @ 8b1e6f0: 1 difference made out-of-band
              ~ Box A: size is 5, Git says 3
            """);
  }

  @Test
  void a_plan_says_whether_it_takes_a_warehouse() {
    var desired = state(box("A").size(3).colour("red"));

    assertThat(
            PlanText.render(plan(desired, desired, world(box("A").size(5).colour("red"))), false))
        .contains("warehouse used: no");
    assertThat(
            PlanText.render(plan(desired, desired, world(box("A").size(3).colour("blue"))), false))
        .contains("warehouse used: yes");
  }

  @Test
  void a_commit_is_the_origin_of_what_it_changed() {
    var plan = plan(state(box("A").size(3)), state(box("A").size(2)), world(box("A").size(2)));

    assertThat(plan.steps().getFirst().change().drifts())
        .extracting(Drift::origin)
        .containsExactly(Drift.Origin.GIT);
  }

  @Test
  void a_field_that_git_stops_declaring_goes_back_to_its_standard_value() {
    var plan = plan(state(box("A")), state(box("A").size(7)), world(box("A").size(7)));

    assertThat(statements(plan)).containsExactly("alter A size");
    assertThat(plan.steps().getFirst().change().drifts().getFirst().desired()).isEmpty();
  }

  @Test
  void a_field_that_git_never_declared_is_left_alone() {
    var desired = state(box("A"));

    assertThat(plan(desired, desired, world(box("A").size(7).colour("red"))).isEmpty()).isTrue();
  }

  @Test
  void what_a_commit_removed_is_dropped_after_what_stood_on_it() {
    var plan =
        plan(
            state(box("K")),
            state(box("K"), box("A"), box("B").on("A")),
            world(box("K"), box("A"), box("B")));

    assertThat(statements(plan)).containsExactly("drop B", "drop A");
  }

  @Test
  @Tag("T51")
  void a_stranger_is_not_touched_without_adoption() {
    var plan = plan(state(box("A").size(3)), state(), world(box("A").mark(Optional.empty())));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.steps().getFirst().verdict())
        .isInstanceOfSatisfying(
            Verdict.Held.class, held -> assertThat(held.guard()).isEqualTo(Guard.NOT_OWNED));
    assertThat(plan.objects().values())
        .extracting(ObjectStatus::sync)
        .containsExactly(Sync.UNMANAGED);
  }

  @Test
  void an_adopted_object_is_marked_before_it_is_altered() {
    var plan =
        plan(state(box("A").size(3).adopt()), state(), world(box("A").mark(Optional.empty())));

    assertThat(statements(plan)).containsExactly("mark A", "alter A size");
  }

  @Test
  @Tag("T52")
  void a_mark_copied_from_another_object_is_no_proof() {
    var copied = Boxes.KEY.mark("dev", new ResourceId("Box", "OTHER"));

    var plan = plan(state(), state(box("A")), world(box("A").mark(Optional.of(copied))));

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  @Tag("T47")
  void more_removals_than_the_budget_wait_for_approval_of_this_plan() {
    var previous = state(box("A"), box("B"), box("C"), box("D"), box("E"));
    var all = world(box("A"), box("B"), box("C"), box("D"), box("E"));

    var held = plan(state(box("E")), previous, all);
    var approved =
        plan(
            state(box("E")),
            Optional.of(previous),
            all,
            CONVERGE.withApproved(Set.of(held.digest())));
    var other =
        plan(
            state(box("E")),
            Optional.of(previous),
            all,
            CONVERGE.withApproved(Set.of("0".repeat(64))));

    assertThat(held.going()).isEmpty();
    assertThat(approved.going()).hasSize(4);
    assertThat(other.going()).isEmpty();
  }

  @Test
  @Tag("T46")
  void rewritten_history_removes_nothing() {
    var plan =
        plan(
            state(),
            Optional.of(state(box("A"))),
            world(box("A")),
            CONVERGE.withPruneBlocked("history was rewritten"));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.held()).hasSize(1);
  }

  @Test
  void an_incomplete_look_creates_and_removes_nothing() {
    var blind =
        new Observation(
            new TreeMap<>(world(box("OLD")).objects()),
            List.of(new Observation.Gap("Box", "", "the listing was truncated")));

    var plan = plan(state(box("NEW")), state(box("OLD")), blind);

    assertThat(plan.going()).isEmpty();
    assertThat(plan.objects().get(new ResourceId("Box", "NEW")))
        .extracting(ObjectStatus::sync)
        .isEqualTo(Sync.UNKNOWN);
  }

  @Test
  void what_was_orphaned_is_shown_and_asks_for_nothing() {
    var plan = plan(state(box("K")), state(box("K")), world(box("K"), vault("V")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.objects().values())
        .extracting(ObjectStatus::sync)
        .containsExactly(Sync.SYNCED, Sync.EXTRA);
  }

  @Test
  @Tag("T48")
  void what_holds_data_is_left_behind_or_waits_for_a_person() {
    var left = plan(state(), state(vault("V")), world(vault("V")));
    var asked = plan(state(), state(vault("V").deleted()), world(vault("V")));

    assertThat(left.isEmpty()).isTrue();
    assertThat(asked.going()).isEmpty();
    assertThat(asked.held()).hasSize(1);
  }

  @Test
  void what_was_left_behind_on_purpose_is_shown_and_not_planned_away() {
    var plan = plan(state(box("K")), state(box("K")), world(box("K"), vault("V")));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.objects().get(new ResourceId("Vault", "V")))
        .extracting(ObjectStatus::sync)
        .isEqualTo(Sync.EXTRA);
  }

  @Test
  @Tag("T49")
  void a_change_that_needs_a_new_object_says_what_it_loses_and_waits() {
    var desired = state(box("A").metal("iron"));

    var plan = plan(desired, desired, world(box("A").metal("tin")));

    assertThat(plan.going()).isEmpty();
    assertThat(PlanText.render(plan, false))
        .contains("held: metal cannot change; loses its dents; approve " + plan.shortDigest());
  }

  @Test
  void what_loses_data_waits_for_a_person_and_the_rest_does_not_wait_with_it() {
    var before = state(vault("A").size(5).colour("red"));
    var desired = state(vault("A").size(3).colour("blue"));
    var world = world(vault("A").size(5).colour("red"));

    var plan = plan(desired, before, world);
    var approved =
        plan(desired, Optional.of(before), world, CONVERGE.withApproved(Set.of(plan.digest())));

    assertThat(statements(plan)).containsExactly("alter A colour");
    assertThat(plan.steps().getLast().verdict())
        .isEqualTo(
            new Verdict.Held(
                Guard.HOLDS_DATA,
                "what does not fit is lost",
                "approve " + plan.shortDigest(),
                true));
    assertThat(statements(approved)).containsExactly("alter A colour", "alter A size");
  }

  @Test
  void a_forbidden_replacement_cannot_even_be_approved() {
    var desired = state(box("A").metal("iron").irreplaceable());
    var world = world(box("A").metal("tin"));
    var digest = plan(desired, desired, world).digest();

    var approved =
        plan(desired, Optional.of(desired), world, CONVERGE.withApproved(Set.of(digest)));

    assertThat(approved.going()).isEmpty();
  }

  @Test
  void healing_can_be_off_or_limited_to_what_disturbs_nobody() {
    var desired = state(box("A").size(3).colour("red"));
    var world = world(box("A").size(3).colour("blue"));

    var off = plan(desired, Optional.of(desired), world, CONVERGE.with(Policy.Heal.OFF));
    var safe = plan(desired, Optional.of(desired), world, CONVERGE.with(Policy.Heal.SAFE));
    var on = plan(desired, Optional.of(desired), world, CONVERGE);

    assertThat(off.going()).isEmpty();
    assertThat(safe.going()).isEmpty();
    assertThat(on.going()).hasSize(1);
    assertThat(off.objects().values()).extracting(ObjectStatus::sync).containsExactly(Sync.DRIFTED);
  }

  @Test
  void an_ignored_field_is_shown_and_left_alone_until_the_rule_expires() {
    var ignored = box("A").size(3).ignore("size", Optional.of(TODAY));
    var expired = box("A").size(3).ignore("size", Optional.of(TODAY.minusDays(1)));

    var during = plan(state(ignored), state(ignored), world(box("A").size(9)));
    var after = plan(state(expired), state(expired), world(box("A").size(9)));

    assertThat(during.isEmpty()).isTrue();
    assertThat(during.objects().values())
        .extracting(ObjectStatus::sync)
        .containsExactly(Sync.IGNORED);
    assertThat(after.going()).hasSize(1);
  }

  @Test
  void a_reference_that_leads_nowhere_is_a_problem_and_nothing_runs() {
    var plan = plan(state(box("A").on("GONE")), state(), world());

    assertThat(plan.problems()).hasSize(1);
    assertThat(plan.going()).isEmpty();
    assertThat(plan.problems().getFirst().what())
        .isEqualTo("on: Box GONE is neither declared nor present");
  }

  @Test
  void a_reference_to_what_the_same_commit_removes_is_a_problem() {
    var plan =
        plan(state(box("A").on("B")), state(box("A").on("B"), box("B")), world(box("A"), box("B")));

    assertThat(plan.problems()).hasSize(1);
    assertThat(plan.going()).isEmpty();
  }

  @Test
  void what_needs_a_held_object_waits_for_it() {
    var plan =
        plan(state(box("A").on("B"), box("B")), state(), world(box("B").mark(Optional.empty())));

    assertThat(plan.steps())
        .filteredOn(step -> step.id().name().equals("A"))
        .extracting(Step::verdict)
        .containsExactly(new Verdict.Blocked(new ResourceId("Box", "B")));
  }

  @Test
  void the_digest_changes_with_the_plan_and_with_nothing_else() {
    var desired = state(box("A").size(3));

    var once = plan(desired, desired, world(box("A").size(5)));
    var again = plan(desired, desired, world(box("A").size(5)));
    var held =
        plan(
            desired, Optional.of(desired), world(box("A").size(5)), CONVERGE.with(Policy.Heal.OFF));
    var other = plan(desired, desired, world(box("A").size(3)));

    assertThat(again).isEqualTo(once);
    assertThat(held.digest()).isEqualTo(once.digest());
    assertThat(other.digest()).isNotEqualTo(once.digest());
  }

  @Test
  void what_is_left_behind_in_so_many_words_is_released_once() {
    var before = state(box("A"), box("K").orphaned());
    var observed = world(box("A"), box("K"));

    var plan = plan(state(box("A")), before, observed);

    assertThat(plan.going()).hasSize(1);
    assertThat(plan.going().getFirst().change()).isInstanceOf(Change.Release.class);
    assertThat(plan.going().getFirst().effects())
        .extracting(Effect::redacted)
        .containsExactly("unmark K");
    var released = world(box("A"), box("K").mark(Optional.empty()));
    assertThat(plan(state(box("A")), before, released).isEmpty()).isTrue();
    assertThat(plan(state(box("A")), state(box("A")), released).isEmpty()).isTrue();
  }

  @Test
  void rewritten_history_releases_nothing() {
    var plan =
        new Planner(Boxes.REGISTRY, Boxes.KEY)
            .plan(
                state(box("A")),
                Optional.of(state(box("A"), box("K").orphaned())),
                world(box("A"), box("K")),
                Policy.converge(TODAY).withPruneBlocked("history was rewritten"));

    assertThat(plan.going()).isEmpty();
    assertThat(plan.held()).hasSize(1);
  }

  @Test
  void what_failed_goes_back_and_is_held_until_a_commit_changes_it() {
    var desired = state(box("A").colour("red").size(2));
    var good = box("A").colour("blue").desired();
    var back = Map.of(good.id(), new Rollback(good, "red failed", "paint it otherwise"));

    var failing = plan(desired, desired, world(box("A").colour("red").size(2)), back);
    var afterwards = plan(desired, desired, world(box("A").colour("blue").size(2)), back);
    var drifted = plan(desired, desired, world(box("A").colour("blue").size(5)), back);

    assertThat(failing.going())
        .singleElement()
        .satisfies(step -> assertThat(step.change().fromGit()).isTrue())
        .extracting(step -> step.effects().getFirst().redacted())
        .isEqualTo("alter A colour");
    assertThat(afterwards.going()).isEmpty();
    assertThat(afterwards.held())
        .singleElement()
        .extracting(Step::verdict)
        .isEqualTo(new Verdict.Held(Guard.ROLLBACK, "red failed", "paint it otherwise", false));
    assertThat(afterwards.objects().values())
        .extracting(ObjectStatus::sync, ObjectStatus::reason)
        .containsExactly(tuple(Sync.DRIFTED, "red failed"));
    assertThat(drifted.going())
        .singleElement()
        .extracting(step -> step.effects().getFirst().redacted())
        .isEqualTo("alter A size");
  }

  @Test
  void what_must_be_made_again_is_not_restarted_before() {
    var desired = state(box("A").metal("iron").colour("red").size(2));

    var plan = plan(desired, desired, world(box("A").metal("tin").colour("blue").size(1)));

    assertThat(plan.going())
        .singleElement()
        .extracting(step -> step.effects().getFirst().redacted())
        .isEqualTo("alter A size");
    assertThat(plan.held())
        .singleElement()
        .satisfies(step -> assertThat(step.change().drifts()).hasSize(2));
  }

  private static Plan plan(
      DesiredState desired,
      DesiredState previous,
      Observation observation,
      Map<ResourceId, Rollback> rollbacks) {
    return new Planner(Boxes.REGISTRY, Boxes.KEY)
        .plan(desired, Optional.of(previous), observation, Policy.converge(TODAY), rollbacks);
  }
}
