package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What is converged is left alone.
@TestInstance(Lifecycle.PER_CLASS)
class SteadyStateIT {
  private final PrefectStandIn prefect =
      PrefectStandIn.start(
          PrefectStandIn.Options.defaults()
              .clock(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC))
              .schedulerDelay(Duration.ZERO));
  private final Workspace workspace = new Workspace(prefect.api());
  private final World world;

  SteadyStateIT(@TempDir Path directory) {
    this.world = World.create(directory, prefect.api());
  }

  @BeforeAll
  void converge() {
    world.settled("dev");
  }

  @AfterAll
  void close() {
    world.close();
    workspace.close();
    prefect.close();
  }

  @Test
  void a_hundred_and_one_more_passes_write_nothing_and_leave_the_scheduled_runs_alone() {
    var runs = workspace.scheduledRuns();
    var statements = world.statements().last();
    prefect.log().clear();

    for (var pass = 0; pass < 101; pass++) {
      assertThat(world.converge("dev").result()).isEqualTo(Result.NOOP);
    }

    assertThat(world.statements().writesSince(statements)).isEmpty();
    assertThat(prefect.writes()).isEmpty();
    assertThat(runs).isNotEmpty();
    assertThat(workspace.scheduledRuns()).isEqualTo(runs);
    assertThat(world.assembly().metrics().steadyStateWrites()).isZero();
    assertThat(
            Metric.sum(world.assembly().metrics().scrape(), "snowdrift_steady_state_writes_total"))
        .isZero();
  }

  @Test
  void a_new_process_writes_nothing_either() {
    world.restart();
    var statements = world.statements().last();
    prefect.log().clear();

    var report = world.converge("dev");

    assertThat(report.result()).isEqualTo(Result.NOOP);
    assertThat(world.statements().writesSince(statements)).isEmpty();
    assertThat(prefect.writes()).isEmpty();
  }

  @Test
  void a_pass_at_rest_asks_one_question_for_each_kind_and_scope() {
    world.converge("dev");
    var statements = world.statements().last();

    world.converge("dev");

    var asked = world.statements().since(statements);
    // What a listing does not say is described: an integration's secrets and rules, and a rule's
    // values. A service is not, as long as its digest stays.
    assertThat(asked)
        .extracting(StatementLog.Entry::sql)
        .containsExactlyInAnyOrder(
            "SHOW DATABASES",
            "SHOW ROLES",
            "SHOW COMPUTE POOLS",
            "SHOW EXTERNAL ACCESS INTEGRATIONS",
            "SHOW SCHEMAS IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW STAGES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW IMAGE REPOSITORIES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW IMAGES IN IMAGE REPOSITORY E2E_FLOW_DB_DEV.IMAGE_SCHEMA.IMAGE_REPO",
            "SHOW NETWORK RULES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW SECRETS IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW SERVICES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW GRANTS TO ROLE E2E_FLOW_DEV",
            "DESCRIBE EXTERNAL ACCESS INTEGRATION E2E_FLOW_EAI_DEV",
            "DESCRIBE NETWORK RULE E2E_FLOW_DB_DEV.APP_SCHEMA.WORKER_EGRESS");
    assertThat(asked).noneMatch(StatementLog.Entry::warehouse);
  }

  @Test
  void a_commit_that_changes_only_the_service_writes_only_the_commit_to_prefect() {
    var runs = workspace.scheduledRuns();
    prefect.log().clear();
    var commit =
        world
            .repository()
            .edit("More memory", "environments/dev.yaml", "workerMemory: 2Gi", "workerMemory: 3Gi");

    var report = world.converge("dev");

    assertThat(report.result()).as(() -> EndToEndIT.explain(report)).isEqualTo(Result.CHANGED);
    assertThat(prefect.writes())
        .singleElement()
        .satisfies(request -> {
          assertThat(request.method()).isEqualTo("PATCH");
          assertThat(request.path()).isEqualTo("/variables/name/snowdrift_dev_commit");
          assertThat(request.body()).contains(commit);
        });
    assertThat(workspace.scheduledRuns()).isEqualTo(runs);
  }
}
