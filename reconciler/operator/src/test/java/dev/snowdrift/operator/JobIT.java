package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Next;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.report.StatusText;
import dev.snowdrift.report.WhyText;
import dev.snowdrift.sandbox.container.Behaviour;
import dev.snowdrift.sandbox.container.Timings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Migrations before servers, a failing migration, and a finished job that the account forgets, on
/// the services of a whole Prefect server.
class JobIT {
  private static final ResourceId MIGRATE = job("PF_MIGRATE");
  private static final Duration STEP = Duration.ofSeconds(15);

  @TempDir Path directory;

  @Test
  void each_starts_once_what_it_needs_is_ready() {
    try (var world = prepared("v1")) {
      world.local().containers().world().timings(Timings.realistic());
      var begun = new ArrayList<String>();

      var first = pass(world, begun);
      var passes = 1;
      var last = first;
      while (last.next() == Next.SOON && passes++ < 60) {
        world.local().clock().step(STEP);
        last = pass(world, begun);
      }

      assertThat(first.result()).isEqualTo(Result.PARTIAL);
      assertThat(standing(first)).contains("waits for Service E2E_FLOW_DB_DEV.APP_SCHEMA.PF_REDIS");
      assertThat(begun)
          .containsExactly(
              "PF_REDIS when DONE is []",
              "PF_MIGRATE when DONE is []",
              "PF_SERVER when DONE is [PF_MIGRATE]",
              "PF_SERVICES when DONE is [PF_MIGRATE]",
              "PF_DEPLOY_JOB when DONE is [PF_MIGRATE]");
      assertThat(ExitCode.ofConverging(last)).isEqualTo(ExitCode.OK);
      assertThat(status(last, job("PF_DEPLOY_JOB")).health()).isEqualTo(Health.HEALTHY);
      assertThat(converge(world).result()).isEqualTo(Result.NOOP);
    }
  }

  @Test
  void a_failed_job_says_why_keeps_its_dependants_back_and_is_not_run_again() {
    try (var world = prepared("v1", "v2")) {
      behaves(
          world,
          "migrate:v1",
          Behaviour.exits(Duration.ZERO, 7)
              .logging(
                  "connecting to postgres://prefect:canary-url@db/prefect",
                  "\u001B[31mERROR\u001B[0m \u202Erelation \"flow\" does not exist",
                  "tried with canary-api-key-dev",
                  "password=canary-field"));

      var failed = last(world);
      var before = world.statements().last();
      var again = converge(world);

      assertThat(ExitCode.ofConverging(failed)).isEqualTo(ExitCode.PARTIAL);
      assertThat(failed.next()).isEqualTo(Next.ON_TRIGGER);
      assertThat(status(failed, MIGRATE).health().message())
          .contains("exit code 7", "ERROR relation \"flow\" does not exist")
          .doesNotContain("canary", "\u001B", "\u202E");
      assertThat(WhyText.render(failed.plan().orElseThrow(), service("PF_SERVER")))
          .contains("waits for Job E2E_FLOW_DB_DEV.APP_SCHEMA.PF_MIGRATE", "exit code 7");
      assertThat(names(world)).containsExactly("PF_MIGRATE", "PF_REDIS");
      assertThat(again.result()).isEqualTo(Result.PARTIAL);
      assertThat(world.statements().writesSince(before)).isEmpty();
      assertThat(world.statements().since(before))
          .noneMatch(entry -> entry.sql().contains("SYSTEM$GET_SERVICE_LOGS"));

      var _ = world.repository().commit("corrected", PrefectOnSnowflake.files("v2"));
      var corrected = last(world);

      assertThat(corrected.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(world.statements().writesSince(before))
          .extracting(entry -> entry.sql().replaceAll(" (FROM|NAME) .*", ""))
          .startsWith(
              "DROP SERVICE E2E_FLOW_DB_DEV.APP_SCHEMA.PF_MIGRATE",
              "EXECUTE JOB SERVICE IN COMPUTE POOL E2E_FLOW_COMPUTE_POOL_DEV");
    }
  }

  @Test
  void a_finished_job_that_the_account_forgets_is_not_run_again() {
    try (var world = prepared("v1", "v2")) {
      var _ = last(world);
      var _ = world.byHand("DROP SERVICE " + MIGRATE.name());
      var before = world.statements().last();

      world.restart();
      var report = converge(world);

      assertThat(report.result()).isEqualTo(Result.NOOP);
      assertThat(standing(report)).contains("it has run; the account no longer shows it");
      assertThat(world.statements().writesSince(before)).isEmpty();

      var _ = world.repository().commit("another", PrefectOnSnowflake.files("v2"));
      var changed = last(world);

      assertThat(changed.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(executed(world, before)).isEqualTo(1);
    }
  }

  @Test
  void with_its_memory_lost_it_asks_before_it_runs_a_job_that_may_have_run() throws IOException {
    try (var world = prepared("v1")) {
      var _ = last(world);
      var _ = world.byHand("DROP SERVICE " + MIGRATE.name());
      world.restart();
      forget();
      var before = world.statements().last();

      var report = converge(world);

      assertThat(ExitCode.ofConverging(report)).isEqualTo(ExitCode.HELD);
      assertThat(standing(report)).contains("not created yet");
      assertThat(executed(world, before)).isZero();
    }
  }

  @Test
  void a_running_job_is_followed_and_a_change_of_it_waits() {
    try (var world = prepared("v1", "v2")) {
      behaves(world, "migrate:v1", Behaviour.exits(Duration.ofMinutes(10), 0));
      var running = last(world, 3);
      var _ = world.repository().commit("another", PrefectOnSnowflake.files("v2"));
      var before = world.statements().last();

      var changed = converge(world);

      assertThat(running.next()).isEqualTo(Next.SOON);
      assertThat(standing(changed)).contains("waits: RUNNING, and it is followed to its end");
      assertThat(world.statements().writesSince(before)).isEmpty();

      world.local().clock().step(Duration.ofMinutes(11));
      var ended = last(world);

      assertThat(ended.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(executed(world, before)).as("v2, then the registration").isEqualTo(2);
    }
  }

  @Test
  void one_approval_is_for_what_has_to_wait_too() {
    try (var world = prepared("v1").mode("approve")) {
      var digest = world.plan("dev").plan().orElseThrow().digest();
      world.assembly().state().approve("dev", digest, "ada", world.local().clock().instant());

      var last = last(world);

      assertThat(last.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(world.assembly().state().approved("dev")).isEmpty();
    }
  }

  private World prepared(String... migrations) {
    var world = World.create(directory);
    PrefectOnSnowflake.push(world, migrations);
    var _ = world.repository().commit("a server", PrefectOnSnowflake.files(migrations[0]));
    return world;
  }

  private static void behaves(World world, String image, Behaviour behaviour) {
    world.local().containers().world().behaviour(PrefectOnSnowflake.IMAGES + image, behaviour);
  }

  private static PassReport converge(World world) {
    return world.converge("dev");
  }

  /// One pass; notes what it began, and which jobs were done by then.
  private static PassReport pass(World world, List<String> begun) {
    var done =
        world.rows("SHOW SERVICES IN ACCOUNT").stream()
            .filter(row -> "DONE".equals(row.get("status")))
            .map(row -> row.get("name"))
            .toList();
    var before = world.statements().last();
    var report = converge(world);
    for (var entry : world.statements().writesSince(before)) {
      if (entry.sql().startsWith("CREATE SERVICE") || entry.sql().startsWith("EXECUTE JOB")) {
        Stream.of(entry.sql().split("[ .]"))
            .filter(word -> word.startsWith("PF_"))
            .findFirst()
            .ifPresent(name -> begun.add(name + " when DONE is " + done));
      }
    }
    return report;
  }

  /// The pass after which nothing gets ready by itself any more.
  private static PassReport last(World world) {
    return last(world, 30);
  }

  private static PassReport last(World world, int most) {
    var report = converge(world);
    for (var pass = 1; pass < most && report.next() == Next.SOON; pass++) {
      world.local().clock().step(Duration.ofSeconds(1));
      report = converge(world);
    }
    return report;
  }

  private void forget() throws IOException {
    try (var files = Files.list(directory.resolve("state"))) {
      for (var file : files.filter(f -> f.getFileName().toString().startsWith("state.")).toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> names(World world) {
    return world.rows("SHOW SERVICES IN ACCOUNT").stream()
        .map(row -> Optional.ofNullable(row.get("name")).orElse(""))
        .filter(name -> name.startsWith("PF_"))
        .sorted()
        .toList();
  }

  private static long executed(World world, long since) {
    return world.statements().writesSince(since).stream()
        .filter(entry -> entry.sql().startsWith("EXECUTE JOB SERVICE"))
        .count();
  }

  private static String standing(PassReport report) {
    return StatusText.render(report.plan().orElseThrow());
  }

  private static ObjectStatus status(PassReport report, ResourceId id) {
    return Optional.ofNullable(report.plan().orElseThrow().objects().get(id)).orElseThrow();
  }

  private static ResourceId job(String name) {
    return new ResourceId("Job", PrefectOnSnowflake.SCHEMA + name);
  }

  private static ResourceId service(String name) {
    return new ResourceId("Service", PrefectOnSnowflake.SCHEMA + name);
  }
}
