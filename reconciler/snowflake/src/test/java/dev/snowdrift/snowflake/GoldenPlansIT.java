package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.GoldenFile;
import dev.snowdrift.golden.GoldenPlan;
import dev.snowdrift.golden.Notation;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is planned for each kind, to the letter, and that an account takes it.
class GoldenPlansIT {

  static List<GoldenFile.Case> cases() {
    return GoldenFile.cases(SnowflakeKinds.all());
  }

  static List<SnowflakeKind<?>> kinds() {
    return SnowflakeKinds.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_has_a_plan_for_each_thing_that_can_happen_to_it(SnowflakeKind<?> kind) {
    assertThat(GoldenFile.of(kind.name()).names()).containsAll(GoldenPlan.needed(kind));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_plan_is_as_it_was_read_and_agreed(GoldenFile.Case golden) {
    try (var rig = new Rig(1_000)) {
      GoldenPlan.check(golden, new Account(rig));
    }
  }

  /// An account of its own for each case; what is done by hand is SQL.
  private record Account(Rig rig) implements GoldenPlan.Ground {
    @Override
    public DesiredState state(String resources) {
      return World.of(Notation.resources(resources, SnowflakeKinds.all()).toArray(String[]::new));
    }

    @Override
    public void byHand(String text) {
      Stream.of(text.split(";\\s*(?:\\n|$)"))
          .map(String::strip)
          .filter(sql -> !sql.isEmpty())
          .forEach(rig::byHand);
    }

    @Override
    public Plan plan(DesiredState state, Optional<DesiredState> previous, Set<String> approved) {
      return rig.plan(state, previous, approved);
    }

    @Override
    public void run(Plan plan) {
      rig.run(plan);
    }

    @Override
    public void settled() {
      rig.clock.step(Duration.ofMinutes(10));
    }
  }
}
