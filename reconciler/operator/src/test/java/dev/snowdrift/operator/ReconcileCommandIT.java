package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.cli.Snowdrift;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.sandbox.container.Behaviour;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The one-shot command with a job that takes its time.
class ReconcileCommandIT {
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final String MIGRATE =
      """
      apiVersion: snowdrift.dev/v1alpha1
      kind: Job
      metadata: {name: ETL.APP.MIGRATE}
      spec:
        computePool: ETL_POOL
        specification:
          spec: {containers: [{name: main, image: /etl/app/repo/migrate:v1}]}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: Service
      metadata:
        name: ETL.APP.SERVER
        dependsOn: [{kind: Job, name: ETL.APP.MIGRATE}]
      spec:
        computePool: ETL_POOL
        specification:
          spec: {containers: [{name: main, image: /etl/app/repo/migrate:v1}]}
      ---
      apiVersion: snowdrift.dev/v1alpha1
      kind: ComputePool
      metadata: {name: ETL_POOL}
      spec: {instanceFamily: CPU_X64_XS, maxNodes: 2}
      """;

  @TempDir Path directory;

  private final LocalWorld local = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));

  @BeforeEach
  void prepare() throws IOException {
    local.byHand("CREATE DATABASE ETL");
    local.byHand("CREATE SCHEMA ETL.APP");
    local.byHand("CREATE IMAGE REPOSITORY ETL.APP.REPO");
    local.push("ETL.APP.REPO", "migrate", "v1");
    Files.writeString(directory.resolve("password"), "sandbox");
    Files.writeString(directory.resolve("key"), "a key of the test, long enough");
    try (var repository = Repository.create(directory.resolve("repository"), "dev")) {
      var _ =
          repository.commit(
              "first",
              Map.of(
                  "environments/dev.yaml",
                  "apiVersion: snowdrift.dev/v1alpha1\nkind: Environment\n",
                  "base/system.yaml",
                  MIGRATE));
    }
    Files.writeString(
        directory.resolve("snowdrift.yaml"),
        """
        repository: {url: %1$s/repository}
        stateDirectory: %1$s/state
        markKey: {file: %1$s/key}
        environments:
          dev:
            branch: dev
            scope: {databases: [ETL], computePools: [ETL_POOL]}
            snowflake: {account: sandbox, host: "%2$s", user: ADMIN, password: {file: %1$s/password}}
        """
            .formatted(directory, local.snowflakeHost()));
  }

  @AfterEach
  void close() {
    local.close();
  }

  @Test
  void it_goes_on_until_what_waits_has_been_made() throws Exception {
    runs(Duration.ofMinutes(5));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> command = () -> command("reconcile", "--once");
      var ended = executor.submit(command);
      Waiting.until("the job runs", DEADLINE, () -> status().equals("RUNNING"));
      local.clock().step(Duration.ofMinutes(6));

      assertThat(ended.get()).startsWith("exit 0").contains("in sync");
    }
  }

  @Test
  void its_deadline_leaves_the_rest_to_be_done() {
    runs(Duration.ofHours(5));

    var ended = command("reconcile", "--timeout", "PT0.1S");

    assertThat(ended)
        .startsWith("exit 4")
        .contains("+ Service ETL.APP.SERVER  waits for Job ETL.APP.MIGRATE: ");
  }

  @Test
  void a_failed_job_ends_it() {
    local
        .containers()
        .world()
        .behaviour(
            "etl/app/repo/migrate", Behaviour.exits(Duration.ZERO, 3).logging("no such table"));

    var ended = command("reconcile", "--once");

    assertThat(ended)
        .startsWith("exit 4")
        .contains("x Job ETL.APP.MIGRATE: container main failed with exit code 3")
        .contains("no such table");
  }

  private void runs(Duration how) {
    local.containers().world().behaviour("etl/app/repo/migrate", Behaviour.exits(how, 0));
  }

  private String status() {
    var result = local.byHand("SHOW SERVICES LIKE 'MIGRATE' IN ACCOUNT");
    return result.rows().isEmpty() ? "" : String.valueOf(result.rows().getFirst().get(1));
  }

  private String command(String... words) {
    var out = new StringWriter();
    var arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--config", directory.resolve("snowdrift.yaml").toString()));
    var code =
        Snowdrift.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
    return "exit %d\n%s".formatted(code, out);
  }
}
