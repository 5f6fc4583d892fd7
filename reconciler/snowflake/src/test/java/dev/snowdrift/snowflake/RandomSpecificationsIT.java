package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.RandomManifest;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random specifications of every kind: what was converged is in sync, and one field that is
/// changed is one change that names it. `-Dkinds.tries` says how many of each kind, `-Dkinds.seed`
/// repeats what failed.
class RandomSpecificationsIT {
  private static final int TRIES = Integer.getInteger("kinds.tries", 8);
  private static final long SEED = Long.getLong("kinds.seed", new Random().nextLong());

  static List<RandomManifest> kinds() {
    return RandomManifests.all();
  }

  @Test
  void every_kind_is_drawn() {
    assertThat(kinds())
        .extracting(RandomManifest::kind)
        .containsExactlyInAnyOrderElementsOf(
            SnowflakeKinds.all().stream().map(SnowflakeKind::name).toList());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_was_converged_is_in_sync_and_one_changed_field_is_one_change(RandomManifest kind) {
    var random = new Random(SEED);
    var drawn = new ArrayList<RandomManifest.Draw>();
    var changed = new ArrayList<RandomManifest.Changed>();
    for (var number = 1; number <= tries(kind); number++) {
      drawn.add(kind.draw(number, random));
      changed.add(drawn.getLast().changed(random));
    }
    var before = state(kind, drawn);
    var after = state(kind, changed.stream().map(RandomManifest.Changed::draw).toList());
    try (var rig = new Rig(10_000)) {
      rig.converge(before, Optional.empty());
      rig.clock.step(Duration.ofMinutes(10));

      var rest = rig.plan(before, Optional.of(before));
      var plan = rig.plan(after, Optional.of(before));

      assertThat(rest.problems()).as("seed %d", SEED).isEmpty();
      assertThat(rest.steps()).as("seed %d", SEED).isEmpty();
      assertThat(rest.objects().values())
          .as("seed %d", SEED)
          .allMatch(object -> object.sync() == Sync.SYNCED);
      var named = new TreeMap<ResourceId, List<String>>();
      for (var step : plan.changes()) {
        named.computeIfAbsent(step.id(), _ -> new ArrayList<>()).addAll(fields(step));
      }
      var expected = new TreeMap<ResourceId, List<String>>();
      for (var one : changed) {
        expected.put(id(kind, one.draw()), List.of(one.field()));
      }
      assertThat(named)
          .as(
              "seed %d: %s -> %s",
              SEED,
              texts(drawn),
              texts(changed.stream().map(RandomManifest.Changed::draw).toList()))
          .isEqualTo(expected);
    }
  }

  private static List<String> texts(List<RandomManifest.Draw> draws) {
    return draws.stream().map(RandomManifest.Draw::text).toList();
  }

  /// There is only one object of this name in an account.
  private static int tries(RandomManifest kind) {
    return kind.name().contains("%d") ? TRIES : 1;
  }

  private static List<String> fields(Step step) {
    return step.change().drifts().stream().map(Drift::field).distinct().toList();
  }

  private static ResourceId id(RandomManifest kind, RandomManifest.Draw draw) {
    var of =
        SnowflakeKinds.all().stream()
            .filter(each -> each.name().equals(kind.kind()))
            .findFirst()
            .orElseThrow();
    return new ResourceId(kind.kind(), of.canonicalName(kind.name().formatted(draw.number())));
  }

  private static DesiredState state(RandomManifest kind, List<RandomManifest.Draw> draws) {
    var grounds = new ArrayList<>(kind.given());
    if (kind.kind().equals("Grant")) {
      draws.forEach(draw -> grounds.add("Schema ETL.S" + draw.number()));
    }
    return World.of(
        Stream.concat(grounds.stream(), draws.stream().map(RandomManifest.Draw::text))
            .toArray(String[]::new));
  }
}
