package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Next;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.sandbox.container.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A rotated secret restarts what has read it as an environment variable, in order, whatever
/// happens in between.
class RotationIT {
  private static final Pattern VALUES =
      Pattern.compile("COMMENT = '[^']*'|SECRET_STRING = '[^']*'");
  private static final String PASSWORD = "E2E_FLOW_DB_DEV.APP_SCHEMA.PF_DB_PASSWORD";

  @TempDir Path directory;

  @Test
  void what_has_read_it_is_restarted_in_the_order_of_what_it_needs() {
    try (var world = converged()) {
      world.rotate("ALERT_WEBHOOK_DEV", "canary-rotated");
      var before = world.statements().last();
      var plan = PlanText.render(world.plan("dev").plan().orElseThrow(), true);

      var last = last(world);

      assertThat(plan)
          .contains("PF_SERVER", "restarts to read a rotated secret", "secrets   *** -> ***")
          .doesNotContain("canary");
      assertThat(last.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(snowflake(world, before))
          .containsExactly(
              "ALTER SECRET " + PASSWORD + " SET",
              "ALTER SERVICE PF_SERVER SET",
              "ALTER SERVICE PF_SERVER SUSPEND",
              "ALTER SERVICE PF_SERVER RESUME",
              "ALTER SERVICE PF_SERVER SET",
              "ALTER SERVICE PF_SERVICES SET",
              "ALTER SERVICE PF_SERVICES SUSPEND",
              "ALTER SERVICE PF_SERVICES RESUME",
              "ALTER SERVICE PF_SERVICES SET");
      assertThat(world.converge("dev").result()).isEqualTo(Result.NOOP);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void killed_after_any_statement_nobody_keeps_the_old_value_or_stays_suspended(int statements)
      throws InterruptedException {
    try (var world = converged()) {
      world.rotate("ALERT_WEBHOOK_DEV", "canary-rotated");
      var before = world.statements().last();
      var fault =
          world
              .local()
              .sandbox()
              .faults()
              .on("^ALTER (SECRET|SERVICE) ")
              .nth(statements)
              .httpStatus(403);
      for (var pass = 0; pass < 30 && fault.fired() == 0; pass++) {
        world.local().clock().step(Duration.ofSeconds(1));
        var _ = world.reconciler("dev").converge(Trigger.MANUAL, () -> fault.fired() > 0);
      }
      world.restart();

      var last = last(world);

      assertThat(fault.fired()).isEqualTo(1);
      assertThat(last.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(world.rows("SHOW SERVICES IN ACCOUNT"))
          .filteredOn(row -> String.valueOf(row.get("name")).startsWith("PF_SERV"))
          .hasSize(2)
          .allSatisfy(row -> assertThat(row).containsEntry("status", "RUNNING"));
      assertThat(snowflake(world, before))
          .containsSubsequence(
              "ALTER SECRET " + PASSWORD + " SET",
              "ALTER SERVICE PF_SERVER SUSPEND",
              "ALTER SERVICE PF_SERVER RESUME",
              "ALTER SERVICE PF_SERVICES SUSPEND",
              "ALTER SERVICE PF_SERVICES RESUME");
      assertThat(world.converge("dev").result()).isEqualTo(Result.NOOP);
    }
  }

  @Test
  void one_that_somebody_suspended_is_not_resumed() {
    try (var world = converged()) {
      var _ = world.byHand("ALTER SERVICE " + PrefectOnSnowflake.SCHEMA + "PF_SERVICES SUSPEND");
      world.rotate("ALERT_WEBHOOK_DEV", "canary-rotated");

      var last = last(world);

      assertThat(last.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(world.rows("SHOW SERVICES LIKE 'PF_SERVICES' IN ACCOUNT"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("status", "SUSPENDED"));
    }
  }

  @Test
  void an_approved_restart_needs_no_second_approval_to_end() {
    try (var world = converged()) {
      world.local().containers().world().timings(Timings.realistic());
      world.mode("approve").rotate("ALERT_WEBHOOK_DEV", "canary-rotated");
      var digest = world.plan("dev").plan().orElseThrow().digest();
      world.assembly().state().approve("dev", digest, "ada", world.local().clock().instant());

      var last = last(world);

      assertThat(last.result()).isIn(Result.CHANGED, Result.NOOP);
      assertThat(world.rows("SHOW SERVICES LIKE 'PF_SERVER' IN ACCOUNT"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("status", "RUNNING"));
    }
  }

  private World converged() {
    var world = World.create(directory);
    PrefectOnSnowflake.push(world, "v1");
    var _ = world.repository().commit("a server", PrefectOnSnowflake.files("v1"));
    assertThat(last(world).result()).isIn(Result.CHANGED, Result.NOOP);
    return world;
  }

  /// The pass after which nothing gets ready by itself any more.
  private static PassReport last(World world) {
    var report = world.converge("dev");
    for (var pass = 1;
        pass < 40 && (report.next() != Next.ON_TRIGGER || report.result() == Result.PARTIAL);
        pass++) {
      world.local().clock().step(Duration.ofSeconds(10));
      report = world.converge("dev");
    }
    return report;
  }

  private static List<String> snowflake(World world, long since) {
    return world.statements().writesSince(since).stream()
        .map(entry -> VALUES.matcher(entry.sql()).replaceAll("").strip())
        .map(sql -> sql.replace("SERVICE " + PrefectOnSnowflake.SCHEMA, "SERVICE "))
        .toList();
  }
}
