package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Repair;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is planned for each kind, to the letter, and that an account takes it.
///
/// After a change that is meant, run with `-Dgolden.update=true`, and read what became different.
class GoldenPlansIT {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  static List<GoldenFile.Case> cases() {
    return GoldenFile.cases();
  }

  static List<SnowflakeKind<?>> kinds() {
    return SnowflakeKinds.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_has_a_plan_for_each_thing_that_can_happen_to_it(SnowflakeKind<?> kind) {
    var needed = new ArrayList<>(List.of("create", "change", "delete"));
    if (kind.adoptable()) {
      needed.add("adopt");
    }
    if (kind.fields().stream().anyMatch(field -> field.repair() instanceof Repair.Recreate)) {
      needed.add("held");
    }

    assertThat(GoldenFile.of(kind.name()).names()).containsAll(needed);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_plan_is_as_it_was_read_and_agreed(GoldenFile.Case golden) {
    var file = GoldenFile.of(golden.kind());
    try (var rig = new Rig(1_000)) {
      var before = file.before(golden.name());
      var after = file.after(golden.name());
      file.givenByHand().forEach(rig::byHand);
      settle(rig, before, Optional.empty(), "");
      file.byHand(golden.name()).forEach(rig::byHand);

      var plan = rig.plan(after, Optional.of(before));

      var text = masked(plan);
      if (UPDATE) {
        file.rewrite(golden.name(), text);
      } else {
        assertThat(text).isEqualTo(file.plan(golden.name()));
      }
      settle(rig, after, Optional.of(before), plan.digest());
      assertThat(open(rig.plan(after, Optional.of(after)))).isEmpty();
    }
  }

  /// Runs plans, each as if a person had read and approved it, until none has anything to do.
  private static void settle(
      Rig rig, DesiredState state, Optional<DesiredState> previous, String approved) {
    var digest = approved;
    for (var round = 0; round < 6; round++) {
      rig.run(rig.plan(state, previous, Set.of(digest)));
      rig.clock.step(Duration.ofMinutes(10));
      var next = rig.plan(state, previous);
      if (open(next).isEmpty()) {
        return;
      }
      digest = next.digest();
    }
    assertThat(open(rig.plan(state, previous))).isEmpty();
  }

  /// All but what is only shown, and never done.
  private static List<Step> open(Plan plan) {
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.objects().values()).noneMatch(object -> object.sync() == Sync.UNKNOWN);
    return plan.steps().stream()
        .filter(step -> !(step.verdict() instanceof Verdict.Held held) || held.approvable())
        .toList();
  }

  /// The plan as people read it, without what depends on the installation's key.
  private static String masked(Plan plan) {
    return PlanText.render(plan, true)
            .replaceAll("\\[snowdrift:[^]]*]", "[mark]")
            .replace(plan.digest(), "DIGEST")
            .replace(plan.shortDigest(), "DIGEST")
            .strip()
        + "\n";
  }
}
