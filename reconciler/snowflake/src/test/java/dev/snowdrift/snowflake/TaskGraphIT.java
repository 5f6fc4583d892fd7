package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.sandbox.task.TaskScript;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Task graphs of a real driver's account, changed as units.
class TaskGraphIT {
  private static final String SUSPEND = "ALTER TASK ETL.APP.GENERATE SUSPEND";
  private static final String RESUME = "ALTER TASK ETL.APP.GENERATE RESUME";

  private final TaskWorld world = new TaskWorld();
  private final TaskManifests pipeline = TaskManifests.pipeline();

  @AfterEach
  void close() {
    world.close();
  }

  private void converge(TaskManifests manifests) {
    world.converge(manifests.state(), Optional.empty());
  }

  private void converge(TaskManifests before, TaskManifests manifests) {
    world.converge(manifests.state(), Optional.of(before.state()));
  }

  @Test
  void a_new_graph_is_created_and_its_root_resumed_last() {
    converge(pipeline);

    assertThat(world.states())
        .hasSize(7)
        .allSatisfy((_, state) -> assertThat(state).isEqualTo("started"));
    assertThat(world.writesSince(0).getLast()).isEqualTo(RESUME);
    assertThat(world.plan(pipeline.state(), Optional.of(pipeline.state())).steps()).isEmpty();
  }

  static Stream<Arguments> changes() {
    var cron = "schedule: {cron: \"0 2 * * *\", timeZone: UTC}";
    return Stream.of(
        Arguments.of("GENERATE", cron, "schedule: {every: 90 MINUTES}", "schedule"),
        Arguments.of("GENERATE", "sql: SELECT 1", "sql: SELECT 11", "sql"),
        Arguments.of("GENERATE", cron, cron + "\nconfig: {a: 1}", "config"),
        Arguments.of("GENERATE", cron, cron + "\nretries: 2", "retries"),
        Arguments.of("GENERATE", cron, cron + "\noverlap: ALLOW_CHILD_OVERLAP", "overlap"),
        Arguments.of("SPLIT", "sql: SELECT 4", "sql: SELECT 4\nwhen: 1 < 2", "when"),
        Arguments.of(
            "SPLIT", "sql: SELECT 4", "sql: SELECT 4\ntimeoutSeconds: 60", "timeoutSeconds"),
        Arguments.of(
            "SPLIT",
            "sql: SELECT 4",
            "sql: SELECT 4\nsuspendAfterFailures: 1",
            "suspendAfterFailures"),
        Arguments.of(
            "SPLIT",
            "sql: SELECT 4",
            "sql: SELECT 4\nsessionParameters: {TIMEZONE: UTC}",
            "sessionParameters"),
        Arguments.of("SPLIT", "sql: SELECT 4", "sql: SELECT 4\ncomment: halves", "comment"),
        Arguments.of("SPLIT", "sql: SELECT 4", "sql: SELECT 4\nsuspended: true", "state"),
        Arguments.of("SPLIT", "warehouse: ETL_WH\n", "", "warehouse"),
        Arguments.of(
            "SPLIT",
            "warehouse: ETL_WH",
            "serverless: {initialSize: SMALL, maxSize: LARGE}",
            "warehouse"),
        Arguments.of("EVALUATE", "after: [TRAIN]", "after: [SPLIT]", "after"),
        Arguments.of("EVALUATE", "after: [TRAIN]", "after: [TRAIN, SPLIT]", "after"),
        Arguments.of("EVALUATE", "after: [TRAIN]", "schedule: {every: 1 HOUR}", "after"),
        Arguments.of("CLEAN_UP", "finalizes: GENERATE", "after: [EVALUATE]", "finalizes"));
  }

  /// And back again, which takes the declaration away.
  @ParameterizedTest
  @MethodSource("changes")
  void a_field_is_changed_in_place_within_one_unit(
      String task, String from, String to, String field) {
    var changed = pipeline.replacing(task, from, to);
    converge(pipeline);
    var before = world.sandbox.statements().last();

    var plan = world.plan(changed.state(), Optional.of(pipeline.state()));
    converge(pipeline, changed);

    assertThat(plan.changes())
        .singleElement()
        .satisfies(step -> {
          assertThat(step.change().drifts()).extracting(Drift::field).contains(field);
          assertThat(step.id().name()).isEqualTo("ETL.APP." + task);
        });
    assertThat(world.writesSince(before)).first().isEqualTo(SUSPEND);
    assertThat(world.writesSince(before)).contains(RESUME);
    assertThat(world.writesSince(before).getLast()).endsWith("RESUME");
    assertThat(world.plan(changed.state(), Optional.of(changed.state())).steps()).isEmpty();
    world
        .states()
        .forEach((name, state) ->
            assertThat(state)
                .as(name)
                .isEqualTo(field.equals("state") && name.equals(task) ? "suspended" : "started"));

    converge(changed, pipeline);

    assertThat(world.plan(pipeline.state(), Optional.of(pipeline.state())).steps()).isEmpty();
    assertThat(world.states().values()).containsOnly("started");
  }

  @Test
  void schedules_and_bodies_that_mean_the_same_are_not_changed() {
    var written =
        pipeline.replacing("GENERATE", "{cron: \"0 2 * * *\", timeZone: UTC}", "{every: 10 m}");
    converge(written);
    world.byHand(SUSPEND);
    world.byHand("ALTER TASK ETL.APP.GENERATE SET SCHEDULE = '600 SECONDS'");
    world.byHand(RESUME);

    var plan = world.plan(written.state(), Optional.of(written.state()));

    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void a_task_in_the_middle_is_removed_after_what_follows_it_has_moved() {
    var changed =
        pipeline.without("SPLIT").replacing("TRAIN", "after: [SPLIT]", "after: [FEATURES]");
    converge(pipeline);
    var before = world.sandbox.statements().last();

    converge(pipeline, changed);

    assertThat(world.writesSince(before))
        .containsExactly(
            SUSPEND,
            "ALTER TASK ETL.APP.TRAIN ADD AFTER ETL.APP.FEATURES",
            "ALTER TASK ETL.APP.TRAIN REMOVE AFTER ETL.APP.SPLIT",
            "DROP TASK ETL.APP.SPLIT",
            RESUME);
    assertThat(world.states()).hasSize(6).containsValue("started").doesNotContainValue("suspended");
  }

  @Test
  void a_task_moves_from_one_running_graph_to_another() {
    var two =
        pipeline
            .with("HOURLY", "schedule: {every: 1 HOUR}\nwarehouse: ETL_WH\nsql: SELECT 8")
            .with("MAIL", "after: [HOURLY]\nwarehouse: ETL_WH\nsql: SELECT 9");
    var moved = two.replacing("MAIL", "after: [HOURLY]", "after: [EVALUATE]");
    converge(two);
    var before = world.sandbox.statements().last();

    converge(two, moved);

    assertThat(world.writesSince(before))
        .containsExactly(
            SUSPEND,
            "ALTER TASK ETL.APP.HOURLY SUSPEND",
            "ALTER TASK ETL.APP.MAIL ADD AFTER ETL.APP.EVALUATE",
            "ALTER TASK ETL.APP.MAIL REMOVE AFTER ETL.APP.HOURLY",
            RESUME,
            "ALTER TASK ETL.APP.HOURLY RESUME");
    assertThat(world.states().values()).containsOnly("started");
  }

  @Test
  void a_new_root_takes_over_the_graph_and_its_finalizer() {
    var changed =
        pipeline
            .with("START", "schedule: {every: 2 HOURS}\nwarehouse: ETL_WH\nsql: SELECT 0")
            .replacing(
                "GENERATE", "schedule: {cron: \"0 2 * * *\", timeZone: UTC}", "after: [START]")
            .replacing("CLEAN_UP", "finalizes: GENERATE", "finalizes: START");
    converge(pipeline);

    converge(pipeline, changed);

    assertThat(world.states().values()).containsOnly("started");
    assertThat(world.plan(changed.state(), Optional.of(changed.state())).steps()).isEmpty();
  }

  @Test
  void a_graph_that_rests_on_purpose_is_changed_and_rests_on() {
    var resting = pipeline.adding("GENERATE", "suspended: true");
    var changed = resting.replacing("SPLIT", "SELECT 4", "SELECT 44");
    converge(resting);
    var before = world.sandbox.statements().last();

    converge(resting, changed);

    assertThat(world.writesSince(before))
        .containsExactly("ALTER TASK ETL.APP.SPLIT MODIFY AS SELECT 44");
    assertThat(world.states())
        .containsEntry("GENERATE", "suspended")
        .containsEntry("SPLIT", "started");
  }

  @Test
  void a_graph_is_removed_from_its_leaves() {
    converge(pipeline);
    var before = world.sandbox.statements().last();

    converge(pipeline, TaskManifests.none());

    assertThat(world.states()).isEmpty();
    assertThat(world.writesSince(before)).first().isEqualTo(SUSPEND);
    assertThat(world.writesSince(before).getLast()).isEqualTo("DROP TASK ETL.APP.GENERATE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ALTER TASK ETL.APP.GENERATE SET SCHEDULE = '5 MINUTE'|schedule",
        "ALTER TASK ETL.APP.GENERATE MODIFY AS SELECT 99|sql",
        "ALTER TASK ETL.APP.SPLIT MODIFY AS SELECT 99|sql",
        "ALTER TASK ETL.APP.SPLIT UNSET WAREHOUSE|warehouse",
        "ALTER TASK ETL.APP.TRAIN ADD AFTER ETL.APP.FEATURES|after",
        "ALTER TASK ETL.APP.TRAIN REMOVE AFTER ETL.APP.SPLIT|after",
        "ALTER TASK ETL.APP.CLEAN_UP UNSET FINALIZE|finalizes",
        "ALTER TASK ETL.APP.SPLIT SUSPEND|state"
      })
  void what_somebody_changed_by_hand_is_found_and_healed(String byHand, String field) {
    converge(pipeline);
    world.byHand(SUSPEND);
    world.byHand(byHand);
    world.byHand(RESUME);

    var plan = world.plan(pipeline.state(), Optional.of(pipeline.state()));
    converge(pipeline, pipeline);

    assertThat(plan.changes())
        .singleElement()
        .satisfies(step ->
            assertThat(step.change().drifts())
                .filteredOn(drift -> drift.field().equals(field))
                .extracting(Drift::origin)
                .containsExactly(Drift.Origin.OUT_OF_BAND));
    assertThat(world.plan(pipeline.state(), Optional.of(pipeline.state())).steps()).isEmpty();
    assertThat(world.states().values()).containsOnly("started");
  }

  @Test
  void a_task_that_somebody_dropped_is_made_again_in_its_place() {
    converge(pipeline);
    world.byHand(SUSPEND);
    world.byHand("DROP TASK ETL.APP.SPLIT");

    converge(pipeline, pipeline);

    assertThat(world.plan(pipeline.state(), Optional.of(pipeline.state())).steps()).isEmpty();
    assertThat(world.states()).hasSize(7);
    assertThat(world.states().values()).containsOnly("started");
  }

  @Test
  void a_root_that_somebody_suspended_is_resumed_by_one_statement() {
    converge(pipeline);
    world.byHand(SUSPEND);

    var plan = world.plan(pipeline.state(), Optional.of(pipeline.state()));

    assertThat(plan.changes()).hasSize(1);
    assertThat(TaskWorld.statements(plan)).containsExactly(RESUME);
  }

  @Test
  void a_graph_of_somebody_else_is_not_suspended_for_ours() {
    converge(TaskManifests.none());
    world.byHand("CREATE TASK ETL.APP.THEIRS WAREHOUSE = ETL_WH SCHEDULE = '1 HOUR' AS SELECT 1");
    world.byHand("ALTER TASK ETL.APP.THEIRS RESUME");
    var ours =
        TaskManifests.none().with("OURS", "after: [THEIRS]\nwarehouse: ETL_WH\nsql: SELECT 2");

    var plan = world.plan(ours.state(), Optional.empty());

    assertThat(plan.going()).isEmpty();
    assertThat(plan.changes()).hasSize(1);
    assertThat(world.states()).isEqualTo(Map.of("THEIRS", "started"));
  }

  @Test
  void at_rest_tasks_with_parameters_cost_no_statement_of_their_own() {
    var detailed =
        pipeline.adding("SPLIT", "timeoutSeconds: 60").adding("TRAIN", "suspendAfterFailures: 2");
    converge(detailed);
    world.plan(detailed.state(), Optional.of(detailed.state()));
    var before = world.sandbox.statements().last();

    var plan = world.plan(detailed.state(), Optional.of(detailed.state()));

    assertThat(plan.steps()).isEmpty();
    assertThat(world.sandbox.statements().since(before))
        .extracting(StatementLog.Entry::sql)
        .containsExactlyInAnyOrder(
            "SHOW DATABASES",
            "SHOW WAREHOUSES",
            "SHOW SCHEMAS IN DATABASE ETL",
            "SHOW TASKS IN DATABASE ETL");
  }

  @Test
  void a_parameter_changed_by_hand_is_found_although_answers_are_kept() {
    var detailed = pipeline.adding("SPLIT", "timeoutSeconds: 60");
    converge(detailed);
    world.plan(detailed.state(), Optional.of(detailed.state()));
    world.clock.step(Duration.ofMinutes(1));
    world.byHand(SUSPEND);
    world.byHand("ALTER TASK ETL.APP.SPLIT SET USER_TASK_TIMEOUT_MS = 1000");
    world.byHand(RESUME);

    var plan = world.plan(detailed.state(), Optional.of(detailed.state()));

    assertThat(plan.changes())
        .singleElement()
        .satisfies(step ->
            assertThat(step.change().drifts())
                .extracting(Drift::field)
                .containsExactly("timeoutSeconds"));
  }

  @Test
  void a_graph_that_snowflake_suspended_for_its_errors_waits_for_a_commit() {
    var strict = pipeline.adding("GENERATE", "suspendAfterFailures: 1");
    var mended = strict.replacing("SPLIT", "SELECT 4", "SELECT 44");
    converge(strict);
    world.account.tasks().script("ETL.APP.SPLIT", TaskScript.fails(1, "no"));
    world.clock.step(Duration.ofDays(1));
    assertThat(world.states()).containsEntry("GENERATE", "suspended");

    var left = world.plan(strict.state(), Optional.of(strict.state()));
    converge(strict, mended);

    assertThat(left.steps()).isEmpty();
    assertThat(left.objects())
        .hasEntrySatisfying(
            new ResourceId("Task", "ETL.APP.GENERATE"),
            status -> assertThat(status.health().status()).isEqualTo(Health.Status.DEGRADED));
    assertThat(world.states().values()).containsOnly("started");
  }

  @Test
  void the_only_parameter_that_a_manifest_declared_goes_back_to_its_standard() {
    var detailed = pipeline.adding("SPLIT", "timeoutSeconds: 60");
    converge(detailed);
    var before = world.sandbox.statements().last();

    converge(detailed, pipeline);

    assertThat(world.writesSince(before))
        .containsExactly(SUSPEND, "ALTER TASK ETL.APP.SPLIT UNSET USER_TASK_TIMEOUT_MS", RESUME);
  }
}
