package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.TargetFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A pass that changes a task graph is cut short at every statement; the next one ends with exactly
/// the tasks running that the manifests say.
class TaskKillIT {
  /// More statements than any of the changes has.
  private static final int MOST = 60;

  private final TaskWorld world = new TaskWorld();

  @AfterEach
  void close() {
    world.close();
  }

  static Stream<Arguments> changes() {
    var nothing = TaskManifests.none();
    var pipeline = TaskManifests.pipeline();
    var two =
        pipeline
            .with("HOURLY", "schedule: {every: 1 HOUR}\nwarehouse: ETL_WH\nsql: SELECT 8")
            .with("MAIL", "after: [HOURLY]\nwarehouse: ETL_WH\nsql: SELECT 9");
    return Stream.of(
        Arguments.of("a graph is made", nothing, pipeline),
        Arguments.of(
            "a task in the middle is removed",
            pipeline,
            pipeline.without("SPLIT").replacing("TRAIN", "after: [SPLIT]", "after: [FEATURES]")),
        Arguments.of(
            "many tasks are changed, one is made, one is removed, one rests",
            pipeline,
            pipeline
                .replacing("GENERATE", "cron: \"0 2 * * *\"", "cron: \"0 3 * * *\"")
                .replacing("PREPROCESS", "SELECT 2", "SELECT 22")
                .with("CHECK", "after: [PREPROCESS]\nwarehouse: ETL_WH\nsql: SELECT 0")
                .replacing("FEATURES", "after: [PREPROCESS]", "after: [CHECK]")
                .adding("TRAIN", "suspended: true")
                .without("EVALUATE")),
        Arguments.of(
            "a task moves to another graph",
            two,
            two.replacing("MAIL", "after: [HOURLY]", "after: [EVALUATE]")),
        Arguments.of(
            "two graphs become one",
            two,
            two.replacing("HOURLY", "schedule: {every: 1 HOUR}", "after: [EVALUATE]")),
        Arguments.of(
            "a root is put before the others",
            pipeline,
            pipeline
                .with("BEGIN_ALL", "schedule: {every: 2 HOURS}\nwarehouse: ETL_WH\nsql: SELECT 0")
                .replacing(
                    "GENERATE",
                    "schedule: {cron: \"0 2 * * *\", timeZone: UTC}",
                    "after: [BEGIN_ALL]")
                .replacing("CLEAN_UP", "finalizes: GENERATE", "finalizes: BEGIN_ALL")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  @Tag("kill")
  void killed_before_any_statement_the_next_pass_ends_as_the_manifests_say(
      String name, TaskManifests before, TaskManifests after) {
    world.converge(before.state(), Optional.empty());

    var n = 0;
    while (world.killedBefore(n, after.state(), Optional.of(before.state()))) {
      world.converge(after.state(), Optional.of(before.state()));
      assertEnd(after, "killed before statement " + n);
      assertRuns(after, "killed before statement " + n);

      back(after, before);
      n++;
      assertThat(n).isLessThan(MOST);
    }

    assertThat(n).as("statements of the change").isGreaterThan(3);
  }

  /// The statement was run, and nobody learned of it.
  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void an_answer_lost_after_any_statement_ends_as_the_manifests_say(
      String name, TaskManifests before, TaskManifests after) {
    world.converge(before.state(), Optional.empty());
    var statements =
        TaskWorld.statements(world.plan(after.state(), Optional.of(before.state()))).size();

    for (var n = 1; n <= statements; n++) {
      var fault = world.sandbox.faults().on("^(CREATE|ALTER|DROP) TASK").nth(n).dropAfter();
      try {
        world.run(world.plan(after.state(), Optional.of(before.state())), _ -> {}, _ -> {});
      } catch (TargetFailure lost) {
        assertThat(lost.kind()).isEqualTo(TargetFailure.Kind.UNKNOWN_OUTCOME);
      }
      world.sandbox.faults().remove(fault);
      world.converge(after.state(), Optional.of(before.state()));
      assertEnd(after, "lost the answer to statement " + n);

      back(after, before);
    }
  }

  /// The roots that should run do so when their time comes, and those that should follow do.
  private void assertRuns(TaskManifests manifests, String what) {
    var known = world.account.tasks().all().size();
    world.clock.step(Duration.ofDays(1));
    world.states(); // whatever looks at the account sees what the clock did
    assertThat(
            world.account.tasks().all().stream()
                .skip(known)
                .map(run -> run.task().substring("ETL.APP.".length()))
                .distinct())
        .as(what)
        .containsExactlyInAnyOrderElementsOf(manifests.running());
  }

  private void back(TaskManifests after, TaskManifests before) {
    world.converge(before.state(), Optional.of(after.state()));
    assertEnd(before, "back again");
  }

  private void assertEnd(TaskManifests manifests, String what) {
    assertThat(world.states()).as(what).isEqualTo(new TreeMap<>(manifests.states()));
    assertThat(TaskWorld.statements(world.plan(manifests.state(), Optional.of(manifests.state()))))
        .as(what)
        .isEqualTo(List.of());
  }
}
