package dev.snowdrift.snowflake.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.sandbox.wire.StatementLog;
import dev.snowdrift.snowflake.ServiceWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A service upgrade whose process is killed before or after each of its statements.
class ServiceUpgradeCrashIT {
  private static final DesiredState BEFORE = state("v1", 1, "suspended: false", "a worker");
  private static final DesiredState AFTER =
      state("v2", 2, "suspended: true\nautoResume: false\nautoSuspendSeconds: 0", "two workers");

  /// Every write of the upgrade.
  private static final int STATEMENTS = 4;

  private static DesiredState state(String tag, int instances, String more, String comment) {
    return ServiceWorld.state(
        "Warehouse ETL_WH",
        """
        Service ETL.APP.WORKER
        computePool: ETL_POOL
        instances: {min: %2$d, max: %2$d}
        %3$s
        comment: %4$s
        %5$s
        specification:
          spec:
            containers:
            - {name: worker, image: '/etl/app/repo/worker:%1$s', env: {TAG: %1$s}}
            endpoints: [{name: ui, port: 8080, public: true}]
        """
            .formatted(
                tag, instances, more, comment, instances == 1 ? "queryWarehouse: ETL_WH" : ""));
  }

  /// The moments at which a process can die.
  enum Cut {
    /// The statement never arrived.
    BEFORE,
    /// It was done, and its answer was lost and asked for again.
    ANSWER,
    /// It was done and answered.
    AFTER
  }

  static Stream<Arguments> cuts() {
    return IntStream.rangeClosed(1, STATEMENTS)
        .boxed()
        .flatMap(nth -> Stream.of(Cut.values()).map(cut -> Arguments.of(nth, cut)));
  }

  private static ServiceWorld before() {
    return new ServiceWorld().push("v1", 1).push("v2", 2).converge(BEFORE);
  }

  @Test
  void the_upgrade_takes_so_many_statements() {
    try (var world = before()) {
      var plan = world.plan(AFTER, Optional.of(BEFORE));

      var statements =
          plan.going().stream()
              .flatMap(step -> step.effects().stream())
              .map(Effect::redacted)
              .toList();
      assertThat(statements).hasSize(STATEMENTS);
      assertThat(statements)
          .extracting(sql -> sql.replaceAll("SPECIFICATION.*", "SPECIFICATION"))
          .containsExactly(
              "ALTER SERVICE ETL.APP.WORKER SET MIN_INSTANCES = 2 MAX_INSTANCES = 2"
                  + " AUTO_RESUME = FALSE COMMENT = "
                  + comment(statements.getFirst()),
              "ALTER SERVICE ETL.APP.WORKER UNSET QUERY_WAREHOUSE",
              "ALTER SERVICE ETL.APP.WORKER SUSPEND",
              "ALTER SERVICE ETL.APP.WORKER FROM SPECIFICATION");
    }
  }

  private static String comment(String sql) {
    return sql.substring(sql.indexOf("COMMENT = ") + "COMMENT = ".length());
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void killed_anywhere_it_ends_where_an_undisturbed_one_does(int nth, Cut cut) {
    List<String> undisturbed;
    try (var world = before()) {
      world.converge(AFTER, Optional.of(BEFORE)).step(Duration.ofMinutes(5));
      undisturbed = shown(world);
    }
    try (var world = before()) {
      var started = world.sandbox().statements().last();
      var plan = world.plan(AFTER, Optional.of(BEFORE));

      switch (cut) {
        case BEFORE -> world.run(plan, nth - 1).restart();
        case ANSWER -> {
          world.sandbox().faults().on("ALTER SERVICE").nth(nth).dropAfterForgotten();
          world.run(plan, nth).restart();
        }
        case AFTER -> world.run(plan, nth).restart();
      }
      world.converge(AFTER, Optional.of(BEFORE)).step(Duration.ofMinutes(5));

      assertThat(shown(world)).isEqualTo(undisturbed);
      assertThat(world.plan(AFTER).isEmpty()).isTrue();
      assertThat(world.sandbox().statements().writesSince(started))
          .extracting(StatementLog.Entry::sql)
          .noneMatch(sql -> sql.startsWith("CREATE SERVICE") || sql.startsWith("DROP"));
    }
  }

  /// Every service, with all that does not tell the time.
  private static List<String> shown(ServiceWorld world) {
    var lines = new ArrayList<String>();
    for (var row : world.rows("SHOW SERVICES IN ACCOUNT")) {
      row.keySet().removeIf(column -> column.endsWith("_on"));
      lines.add(row.toString());
    }
    assertThat(lines).hasSize(1);
    var specification = world.rows("DESCRIBE SERVICE ETL.APP.WORKER").getFirst().get("spec");
    assertThat(specification).contains("worker:v2", ServiceWorld.digest(2));
    lines.add(String.valueOf(specification));
    for (var row : world.rows("SHOW ENDPOINTS IN SERVICE ETL.APP.WORKER")) {
      lines.add(HOST.matcher(row.toString()).replaceAll("<host>"));
    }
    return lines;
  }

  private static final Pattern HOST = Pattern.compile("[a-z0-9]+-acme");
}
