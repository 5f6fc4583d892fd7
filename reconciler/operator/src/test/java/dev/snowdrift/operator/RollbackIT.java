package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.config.ConfigurationReader;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.report.WhyText;
import dev.snowdrift.sandbox.container.Behaviour;
import dev.snowdrift.sandbox.container.Timings;
import dev.snowdrift.sandbox.wire.Fault;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A service that goes back to what it was, because what a commit wants of it does not become
/// ready. Every pass is one of a new process: nothing in memory survives.
class RollbackIT {
  private static final ResourceId WEB = new ResourceId("Service", "ETL.APP.WEB");
  private static final Duration STEP = Duration.ofSeconds(40);
  private static final String FILE = "base/web.yaml";

  @TempDir Path directory;
  private LocalWorld local;
  private Repository repository;

  @BeforeEach
  void open() {
    local = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));
    local.containers().world().timings(Timings.realistic());
    for (var tag : List.of("v1", "v2", "v3")) {
      local.push("ETL.APP.REPO", "web", tag);
    }
    local.containers().world().behaviour("etl/app/repo/web:v2", neverReady());
    repository = Repository.create(directory.resolve("repository"), "main");
    repository.commit(
        "first",
        Map.of(
            "environments/dev.yaml",
            "apiVersion: snowdrift.dev/v1alpha1\nkind: Environment\n",
            "base/ground.yaml",
            """
            apiVersion: snowdrift.dev/v1alpha1
            kind: Database
            metadata: {name: ETL}
            ---
            apiVersion: snowdrift.dev/v1alpha1
            kind: Schema
            metadata: {name: ETL.APP}
            ---
            apiVersion: snowdrift.dev/v1alpha1
            kind: ImageRepository
            metadata: {name: ETL.APP.REPO}
            ---
            apiVersion: snowdrift.dev/v1alpha1
            kind: ComputePool
            metadata: {name: ETL_POOL}
            spec: {instanceFamily: CPU_X64_S, minNodes: 1, maxNodes: 1}
            """,
            FILE,
            web("v1")));
  }

  @AfterEach
  void close() {
    repository.close();
    local.close();
  }

  private static Behaviour neverReady() {
    return new Behaviour(
        Duration.ZERO, new Behaviour.Outcome.NeverReady("Readiness probe is failing"), List.of());
  }

  private static String web(String tag) {
    return """
    apiVersion: snowdrift.dev/v1alpha1
    kind: Service
    metadata: {name: ETL.APP.WEB}
    lifecycle: {rollback: onFailure}
    spec:
      computePool: ETL_POOL
      instances: {min: 1, max: 1}
      comment: a page
      readyWithinSeconds: 300
      specification: {spec: {containers: [{name: web, image: '/etl/app/repo/web:%s'}]}}
    """
        .formatted(tag);
  }

  /// A pass of a new process.
  private PassReport pass() {
    var file = directory.resolve("snowdrift.yaml");
    try {
      Files.writeString(
          file,
          """
          repository: {url: "%s"}
          stateDirectory: %s
          markKey: {env: MARK_KEY}
          environments:
            dev:
              branch: main
              scope: {databases: [ETL], computePools: [ETL_POOL]}
              snowflake: {account: sandbox, host: "%s", user: ADMIN, password: {env: SNOWFLAKE_PASSWORD}}
          """
              .formatted(repository.url(), directory.resolve("state"), local.snowflakeHost()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var problems = new Problems();
    var installation =
        ConfigurationReader.read(file, problems)
            .orElseThrow(() -> new IllegalStateException(problems.list().toString()));
    try (var assembly =
        Assembly.of(
            installation, World.VARIABLES, local.clock(), Optional.empty(), Optional.empty())) {
      return Assembly.required(assembly.reconcilers(), "dev").converge(Trigger.DRIFT, () -> false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One pass after the other.
  private PassReport passesFor(Duration time) {
    var report = pass();
    for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
      local.clock().step(STEP);
      report = pass();
    }
    return report;
  }

  private static ObjectStatus web(PassReport report) {
    return Optional.ofNullable(report.plan().orElseThrow().objects().get(WEB)).orElseThrow();
  }

  private long upgrades() {
    return local.sandbox().statements().writes().stream()
        .map(StatementLog.Entry::sql)
        .filter(sql -> sql.startsWith("ALTER SERVICE ETL.APP.WEB FROM SPECIFICATION"))
        .count();
  }

  private String running() {
    var result = local.byHand("DESCRIBE SERVICE ETL.APP.WEB");
    for (var i = 0; i < result.columns().size(); i++) {
      if (result.columns().get(i).name().equals("spec")) {
        var text = String.valueOf(result.rows().getFirst().get(i));
        return text.replaceAll("(?s).*web:(v[0-9]).*", "$1");
      }
    }
    throw new IllegalStateException("no specification");
  }

  private static Optional<Verdict.Held> held(PassReport report) {
    return report.plan().orElseThrow().steps().stream()
        .filter(step -> step.id().equals(WEB))
        .map(step -> (Verdict.Held) step.verdict())
        .findFirst();
  }

  @Test
  void what_does_not_become_ready_goes_back_and_is_not_tried_again() {
    passesFor(Duration.ofMinutes(6));
    var second = repository.commit("break it", Map.of(FILE, web("v2")));

    var waiting = passesFor(Duration.ofMinutes(4));
    var failed = passesFor(Duration.ofMinutes(4));
    var later = passesFor(Duration.ofMinutes(20));

    assertThat(web(waiting).health().status()).isEqualTo(Health.Status.PROGRESSING);
    assertThat(held(failed)).isPresent();
    assertThat(running()).isEqualTo("v1");
    assertThat(upgrades()).isEqualTo(2);
    assertThat(later.result()).isEqualTo(PassReport.Result.PLANNED);
    assertThat(web(later).sync()).isEqualTo(Sync.DRIFTED);
    assertThat(web(later).health()).isEqualTo(Health.HEALTHY);
    assertThat(held(later))
        .hasValueSatisfying(verdict -> {
          assertThat(verdict.guard()).isEqualTo(Guard.ROLLBACK);
          assertThat(verdict.why())
              .contains(
                  "commit " + second.substring(0, 7),
                  "not ready within 5 min",
                  "Readiness probe is failing");
        });
    assertThat(WhyText.render(later.plan().orElseThrow(), WEB))
        .contains("rolled back to what commit", "until one changes it, it is not tried again");
  }

  @Test
  void a_commit_that_changes_it_is_tried() {
    passesFor(Duration.ofMinutes(6));
    repository.commit("break it", Map.of(FILE, web("v2")));
    passesFor(Duration.ofMinutes(8));

    repository.commit("correct it", Map.of(FILE, web("v3")));
    var report = passesFor(Duration.ofMinutes(4));

    assertThat(running()).isEqualTo("v3");
    assertThat(report.result()).isEqualTo(PassReport.Result.NOOP);
    assertThat(web(report).health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void a_commit_that_leaves_it_as_it_is_does_not_break_it_again() {
    passesFor(Duration.ofMinutes(6));
    repository.commit("break it", Map.of(FILE, web("v2")));
    passesFor(Duration.ofMinutes(8));

    repository.commit("say hello", Map.of("README.md", "hello"));
    passesFor(Duration.ofMinutes(2));

    assertThat(running()).isEqualTo("v1");
    assertThat(upgrades()).isEqualTo(2);
  }

  @Test
  void the_rest_of_what_the_commit_wants_is_still_held_to() {
    passesFor(Duration.ofMinutes(6));
    repository.commit("break it", Map.of(FILE, web("v2")));
    passesFor(Duration.ofMinutes(8));
    local.byHand("ALTER SERVICE ETL.APP.WEB SET MAX_INSTANCES = 2");

    passesFor(Duration.ofMinutes(1));

    assertThat(running()).isEqualTo("v1");
    assertThat(local.sandbox().statements().writes().getLast().sql())
        .isEqualTo("ALTER SERVICE ETL.APP.WEB SET MAX_INSTANCES = 1");
  }

  @Test
  void any_change_of_it_in_a_commit_tries_it_again() {
    passesFor(Duration.ofMinutes(6));
    repository.commit("break it", Map.of(FILE, web("v2")));
    passesFor(Duration.ofMinutes(8));

    repository.commit("say more", Map.of(FILE, web("v2").replace("a page", "two pages")));
    passesFor(Duration.ofMinutes(1));

    assertThat(running()).isEqualTo("v2");
  }

  @Test
  void the_first_of_its_kind_is_degraded_and_has_nothing_to_go_back_to() {
    repository.commit("broken from the beginning", Map.of(FILE, web("v2")));

    var report = passesFor(Duration.ofMinutes(10));

    assertThat(web(report).health().status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(web(report).health().message()).startsWith("not ready within 5 min");
    assertThat(running()).isEqualTo("v2");
    assertThat(report.result()).isEqualTo(PassReport.Result.NOOP);
  }

  @Test
  void what_falls_over_again_and_again_is_never_taken_for_well() {
    local
        .containers()
        .world()
        .behaviour("etl/app/repo/web:v2", Behaviour.exits(Duration.ofSeconds(45), 1));
    passesFor(Duration.ofMinutes(6));
    repository.commit("break it", Map.of(FILE, web("v2")));

    passesFor(Duration.ofMinutes(15));

    assertThat(running()).isEqualTo("v1");
    assertThat(upgrades()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_process_that_dies_at_the_roll_back_leaves_it_to_the_next(boolean before) {
    passesFor(Duration.ofMinutes(6));
    repository.commit("break it", Map.of(FILE, web("v2")));
    passesFor(Duration.ofMinutes(3));
    var script = local.sandbox().faults().on("ALTER SERVICE ETL.APP.WEB FROM SPECIFICATION.*v1");
    Fault fault = before ? script.dropBefore() : script.dropAfterForgotten();

    passesFor(Duration.ofMinutes(6));

    assertThat(fault.fired()).isEqualTo(1);
    assertThat(running()).isEqualTo("v1");
    assertThat(local.byHand("SHOW SERVICES IN ACCOUNT").rows()).hasSize(1);
  }
}
