package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.GoldenFile;
import dev.snowdrift.golden.GoldenPlan;
import dev.snowdrift.kind.Wave;
import dev.snowdrift.prefect.kind.PrefectKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// That no case is forgotten.
class GoldenPlansTest {
  /// Nothing said is an empty list; every type of block here that refers to another one must.
  private static final Set<String> ALWAYS_DECLARED = Set.of("actions", "blocks");

  static List<PrefectKind<?>> kinds() {
    return PrefectKinds.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_has_a_plan_for_each_thing_that_can_happen_to_it(PrefectKind<?> kind) {
    var needed = new ArrayList<>(GoldenPlan.needed(kind));
    // The last thing of an environment stands for it and not for a manifest that could say so.
    if (kind.wave() != Wave.FINALLY) {
      needed.add("orphan");
    }

    assertThat(GoldenFile.of(kind.name()).names()).containsAll(needed);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_field_is_changed_by_a_commit_and_by_hand(PrefectKind<?> kind) {
    assertThat(GoldenPlan.missing(kind, "change")).as("changed by a commit").isEmpty();
    assertThat(GoldenPlan.missing(kind, "changed by hand")).as("changed by hand").isEmpty();
    assertThat(GoldenPlan.notReset(kind, "back to the default"))
        .as("left out")
        .isSubsetOf(ALWAYS_DECLARED);
  }
}
