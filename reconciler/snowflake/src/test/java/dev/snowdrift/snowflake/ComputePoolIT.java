package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.report.StatusText;
import dev.snowdrift.sandbox.container.Timings;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes of a compute pool that take it through its states.
class ComputePoolIT {
  private static final ResourceId POOL = new ResourceId("ComputePool", "ETL_POOL");
  private static final Duration STEP = Duration.ofSeconds(20);

  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  private static DesiredState pool(String... fields) {
    return World.of("ComputePool ETL_POOL\n" + String.join("\n", fields));
  }

  @Test
  void another_family_is_set_once_the_pool_has_come_to_a_stop() {
    var before = pool("instanceFamily: CPU_X64_XS", "comment: workers");
    var after = pool("instanceFamily: CPU_X64_S", "comment: workers");
    rig.converge(before, Optional.empty());
    rig.containers.world().timings(Timings.realistic());
    var since = rig.sandbox.statements().last();

    var first = rig.plan(after, Optional.of(before));
    rig.run(first);
    var waiting = rig.plan(after, Optional.of(before));
    settle(after, before, 0);

    assertThat(PlanText.render(first, false)).contains("suspends the pool and every service on it");
    assertThat(PlanText.render(waiting, false))
        .contains("1 waiting", "waits: STOPPING: its jobs run to their end");
    assertThat(written(since))
        .containsExactly(
            "ALTER COMPUTE POOL ETL_POOL SET",
            "ALTER COMPUTE POOL ETL_POOL SUSPEND",
            "ALTER COMPUTE POOL ETL_POOL SET INSTANCE_FAMILY = CPU_X64_S",
            "ALTER COMPUTE POOL ETL_POOL RESUME",
            "ALTER COMPUTE POOL ETL_POOL SET");
    assertThat(row())
        .containsEntry("instance_family", "CPU_X64_S")
        .hasEntrySatisfying("state", state -> assertThat(state).isNotEqualTo("SUSPENDED"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void killed_after_any_statement_it_ends_running_with_the_new_family(int statements) {
    var before = pool("instanceFamily: CPU_X64_XS");
    var after = pool("instanceFamily: CPU_X64_S");
    rig.converge(before, Optional.empty());
    rig.containers.world().timings(Timings.realistic());

    settle(after, before, statements);
    settle(after, before, 0);

    assertThat(row()).containsEntry("instance_family", "CPU_X64_S").containsEntry("state", "IDLE");
    assertThat(rig.plan(after, Optional.of(after)).steps()).isEmpty();
  }

  @Test
  void killed_while_it_is_suspended_and_the_commit_taken_back_it_is_resumed() {
    var before = pool("instanceFamily: CPU_X64_XS");
    rig.converge(before, Optional.empty());
    settle(pool("instanceFamily: CPU_X64_S"), before, 2);

    settle(before, before, 0);

    assertThat(row()).containsEntry("instance_family", "CPU_X64_XS").containsEntry("state", "IDLE");
  }

  @Test
  void one_that_somebody_suspended_gets_the_family_and_stays_suspended() {
    var before = pool("instanceFamily: CPU_X64_XS");
    var after = pool("instanceFamily: CPU_X64_S");
    rig.converge(before, Optional.empty());
    rig.byHand("ALTER COMPUTE POOL ETL_POOL SUSPEND");
    assertThat(rig.plan(before, Optional.of(before)).steps()).isEmpty();

    settle(after, before, 0);

    assertThat(row())
        .containsEntry("instance_family", "CPU_X64_S")
        .containsEntry("state", "SUSPENDED");
  }

  @Test
  void one_that_git_wants_suspended_is_suspended_again_and_resumed_when_git_lets_go() {
    var rest = pool("instanceFamily: CPU_X64_XS", "suspended: true", "autoResume: false");
    var open = pool("instanceFamily: CPU_X64_XS", "autoResume: false");
    rig.converge(rest, Optional.empty());
    var made = row();
    rig.byHand("ALTER COMPUTE POOL ETL_POOL RESUME");

    rig.converge(rest, Optional.of(rest));
    var again = row();
    rig.converge(open, Optional.of(rest));

    assertThat(made).containsEntry("state", "SUSPENDED");
    assertThat(again).containsEntry("state", "SUSPENDED");
    assertThat(row()).containsEntry("state", "IDLE");
  }

  @Test
  void one_that_a_service_would_wake_cannot_be_kept_suspended() {
    assertThat(World.problems("ComputePool ETL_POOL\ninstanceFamily: CPU_X64_XS\nsuspended: true"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.next()).contains("autoResume: false"));
  }

  @Test
  void fewer_nodes_than_run_is_said_to_disturb() {
    var before = pool("instanceFamily: CPU_X64_XS", "minNodes: 3", "maxNodes: 3");
    rig.converge(before, Optional.empty());

    var plan =
        rig.plan(
            pool("instanceFamily: CPU_X64_XS", "minNodes: 1", "maxNodes: 2"), Optional.of(before));

    assertThat(PlanText.render(plan, false)).contains("takes away nodes that are running");
  }

  @Test
  void a_pool_without_a_free_node_says_so() {
    var system =
        World.of(
            "Database ETL\ncomment: x",
            "Schema ETL.APP\ncomment: x",
            "ImageRepository ETL.APP.REPO\ncomment: x",
            "ComputePool ETL_POOL\ninstanceFamily: CPU_X64_XS\nmaxNodes: 1",
            service("A"),
            service("B"),
            service("C"));
    rig.converge(system, Optional.empty());
    var plan = rig.plan(system, Optional.of(system));
    var since = rig.sandbox.statements().last();

    var again = rig.plan(system, Optional.of(system));

    assertThat(plan.objects().get(POOL))
        .isNotNull()
        .extracting(ObjectStatus::health)
        .satisfies(health -> {
          assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
          assertThat(health.message()).contains("392508", "maximum node limit");
        });
    assertThat(StatusText.render(again)).contains("something waits for one");
    assertThat(rig.sandbox.statements().writesSince(since)).isEmpty();
  }

  private static String service(String name) {
    return """
    Service ETL.APP.%s
    computePool: ETL_POOL
    specification:
      spec:
        containers:
        - name: main
          image: /etl/app/repo/worker:v1
          resources: {requests: {cpu: 0.6, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}
    """
        .formatted(name);
  }

  /// Passes as the loop makes them, until nothing is left to do or that many statements were run.
  ///
  /// @param most 0 for as many as it takes
  private void settle(DesiredState state, DesiredState previous, int most) {
    var run = 0;
    for (var pass = 0; pass < 40; pass++) {
      Plan plan = rig.plan(state, Optional.of(previous));
      assertThat(plan.problems()).isEmpty();
      for (var step : plan.going()) {
        for (var effect : step.effects()) {
          rig.provider.execute(effect, Rig.SECRETS);
          if (++run == most) {
            return;
          }
        }
      }
      rig.clock.step(STEP);
    }
  }

  private List<String> written(long since) {
    return rig.sandbox.statements().writesSince(since).stream()
        .map(StatementLog.Entry::sql)
        .map(sql -> sql.replaceAll(" COMMENT = '[^']*'", ""))
        .toList();
  }

  private Map<String, String> row() {
    var result =
        rig.account.execute(
            rig.account.open(dev.snowdrift.sandbox.account.Account.ADMIN),
            "SHOW COMPUTE POOLS LIKE 'ETL_POOL'");
    var cells = new TreeMap<String, String>();
    for (var i = 0; i < result.columns().size(); i++) {
      cells.put(result.columns().get(i).name(), String.valueOf(result.rows().getFirst().get(i)));
    }
    return cells;
  }
}
