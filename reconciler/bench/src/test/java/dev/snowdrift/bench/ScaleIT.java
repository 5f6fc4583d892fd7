package dev.snowdrift.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport;
import org.junit.jupiter.api.Test;

/// What a pass at rest asks of its targets, in two sizes.
class ScaleIT {

  @Test
  void a_pass_at_rest_asks_one_question_per_kind_and_scope_however_many_objects_there_are() {
    var small = atRest(100);
    var large = atRest(200);

    assertThat(large.writes()).isZero();
    assertThat(large.requestWrites()).isZero();
    assertThat(large.shows()).isEqualTo(small.shows());
    assertThat(large.grants()).isEqualTo(small.grants()).isEqualTo(Estate.ROLES);
    // What SHOW does not tell: the values of a network rule, and the lists of an integration. All
    // of
    // them where they are few, and otherwise in turn.
    assertThat(small.describes()).isEqualTo(100 * 12 / 100);
    assertThat(large.describes()).isEqualTo(20);
    assertThat(large.requests()).isEqualTo(small.requests());
  }

  private static Cost atRest(int manifests) {
    try (var rig = Rig.start(Estate.of(manifests))) {
      var reconciler = rig.reconciler();
      assertThat(Rig.converge(reconciler).result()).isEqualTo(PassReport.Result.CHANGED);
      var before = rig.now();
      assertThat(Rig.converge(reconciler).result()).isEqualTo(PassReport.Result.NOOP);
      return rig.since(before);
    }
  }
}
