package dev.snowdrift.prefect.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.health.Health;
import dev.snowdrift.health.Health.Status;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.prefect.Json;
import dev.snowdrift.prefect.Listing;
import dev.snowdrift.prefect.Listings;
import dev.snowdrift.prefect.Standing;
import dev.snowdrift.prefect.Standing.Ended;
import dev.snowdrift.prefect.Standing.Overdue;
import dev.snowdrift.prefect.Standing.Runs;
import dev.snowdrift.prefect.Standing.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentStandingTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant HOUR_AGO = NOW.minus(Duration.ofHours(1));
  private static final Workers TWO_ONLINE = new Workers(2, 3, Optional.of(NOW));
  private static final Workers OFFLINE = new Workers(0, 3, Optional.of(HOUR_AGO));
  private static final Workers NEVER = new Workers(0, 0, Optional.empty());

  private static Observed deployment(String status, boolean paused) {
    var seen = Json.object().put("id", "d1").put("name", "nightly").put("status", status);
    seen.put("work_pool_name", "etl").put("paused", paused);
    return DeploymentReader.read("load", seen);
  }

  private static Standing standing(Runs runs, Optional<Workers> workers) {
    var pools = new TreeMap<String, Workers>();
    workers.ifPresent(seen -> pools.put("etl", seen));
    return new Standing(NOW, Optional.empty(), Map.of("d1", runs), false, pools);
  }

  private static Runs last(String type, String state, String message) {
    var run = new Ended("r1", "tidy-fox", type, state, message, HOUR_AGO);
    return new Runs(Optional.of(run), Overdue.NONE, Overdue.NONE, 0);
  }

  private static Runs late(int number, Duration ago) {
    var late = new Overdue(number, Optional.of(NOW.minus(ago)));
    return new Runs(Optional.empty(), late, Overdue.NONE, 0);
  }

  private static Runs waiting(int number) {
    var waiting = new Overdue(number, Optional.of(HOUR_AGO));
    return new Runs(Optional.empty(), Overdue.NONE, waiting, 0);
  }

  static Stream<Arguments> verdicts() {
    return Stream.of(
        Arguments.of("READY", Runs.NONE, TWO_ONLINE, Status.HEALTHY, ""),
        Arguments.of("READY", last("COMPLETED", "Completed", ""), TWO_ONLINE, Status.HEALTHY, ""),
        Arguments.of("READY", last("CANCELLED", "Cancelled", ""), TWO_ONLINE, Status.HEALTHY, ""),
        Arguments.of(
            "READY",
            last("FAILED", "Failed", "ValueError: no rows"),
            TWO_ONLINE,
            Status.DEGRADED,
            "the last run, tidy-fox, failed at 2026-11-20 11:00 UTC: ValueError: no rows"),
        Arguments.of(
            "READY",
            last("FAILED", "TimedOut", ""),
            TWO_ONLINE,
            Status.DEGRADED,
            "the last run, tidy-fox, failed at 2026-11-20 11:00 UTC: TimedOut"),
        Arguments.of(
            "READY",
            last("CRASHED", "Crashed", "exit code 137"),
            TWO_ONLINE,
            Status.DEGRADED,
            "the last run, tidy-fox, crashed at 2026-11-20 11:00 UTC: exit code 137"),
        Arguments.of(
            "READY",
            late(1, Duration.ofMinutes(1)),
            TWO_ONLINE,
            Status.PROGRESSING,
            "a run is late since 2026-11-20 11:59 UTC"),
        Arguments.of(
            "READY",
            late(3, Duration.ofMinutes(6)),
            TWO_ONLINE,
            Status.DEGRADED,
            "3 runs are late since 2026-11-20 11:54 UTC"),
        Arguments.of(
            "READY",
            waiting(1),
            TWO_ONLINE,
            Status.PROGRESSING,
            "a run waits for a concurrency slot since 2026-11-20 11:00 UTC"),
        Arguments.of(
            "NOT_READY",
            Runs.NONE,
            OFFLINE,
            Status.PROGRESSING,
            "no worker of pool etl is online since 2026-11-20 11:00 UTC"),
        Arguments.of(
            "NOT_READY",
            Runs.NONE,
            NEVER,
            Status.PROGRESSING,
            "no worker of pool etl has ever been online"),
        // Workers are asked in turn: what is known of them may be older than the status.
        Arguments.of(
            "NOT_READY",
            Runs.NONE,
            TWO_ONLINE,
            Status.PROGRESSING,
            "no worker has polled its work queue lately"),
        Arguments.of(
            "NOT_READY",
            Runs.NONE,
            null,
            Status.PROGRESSING,
            "no worker has polled its work queue lately"),
        Arguments.of(
            "NOT_READY",
            late(2, Duration.ofHours(1)),
            OFFLINE,
            Status.DEGRADED,
            "2 runs are late since 2026-11-20 11:00 UTC; "
                + "no worker of pool etl is online since 2026-11-20 11:00 UTC"));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void runs_and_workers_decide(
      String status, Runs runs, Workers workers, Status expected, String message) {
    var judged =
        DeploymentStanding.judged(
            deployment(status, false), standing(runs, Optional.ofNullable(workers)));

    assertThat(judged.health()).isEqualTo(new Health(expected, message));
  }

  @Test
  void a_paused_deployment_is_suspended_whatever_its_last_run_did_and_shows_it() {
    var judged =
        DeploymentStanding.judged(
            deployment("READY", true),
            standing(last("FAILED", "Failed", "boom"), Optional.of(TWO_ONLINE)));

    assertThat(judged.health().status()).isEqualTo(Status.SUSPENDED);
    assertThat(judged.fact("standing.lastRunState")).contains("Failed");
  }

  @Test
  void runs_that_could_not_be_read_make_health_unknown_and_change_no_field() {
    var seen = deployment("READY", false);
    var blind =
        new Standing(NOW, Optional.of("HTTP 500"), Map.of(), false, new TreeMap<>(Map.of()));

    var judged = DeploymentStanding.judged(seen, blind);

    assertThat(judged.health()).isEqualTo(Health.unknown("its runs are not known: HTTP 500"));
    assertThat(judged.fields()).isEqualTo(seen.fields());
    assertThat(judged.facts()).isEqualTo(seen.facts());
  }

  @Test
  void facts_tell_what_is_known() {
    var runs =
        new Runs(
            last("COMPLETED", "Completed", "").last(),
            new Overdue(2, Optional.of(NOW)),
            new Overdue(1, Optional.of(NOW)),
            4);

    var facts =
        DeploymentStanding.judged(
                deployment("READY", false), standing(runs, Optional.of(TWO_ONLINE)))
            .facts();

    assertThat(facts)
        .containsEntry("standing.lastRun", "tidy-fox")
        .containsEntry("standing.lastRunState", "Completed")
        .containsEntry("standing.lastRunEnd", "2026-11-20 11:00 UTC")
        .containsEntry("standing.lateRuns", "2")
        .containsEntry("standing.waitingRuns", "1")
        .containsEntry("standing.running", "4")
        .containsEntry("standing.workersOnline", "2");
  }

  @Test
  void a_number_that_is_too_low_says_so() {
    var cut = new Standing(NOW, Optional.empty(), Map.of("d1", waiting(7)), true, new TreeMap<>());

    var judged = DeploymentStanding.judged(deployment("READY", false), cut);

    assertThat(judged.fact("standing.waitingRuns")).contains("at least 7");
  }

  @Test
  void a_pool_says_how_many_workers_are_online_and_since_when_none_is() {
    var ready = pool("READY", Optional.of(TWO_ONLINE));
    var silent = pool("NOT_READY", Optional.of(OFFLINE));

    assertThat(ready.health()).isEqualTo(Health.HEALTHY);
    assertThat(ready.fact("standing.workersOnline")).contains("2");
    assertThat(silent.health())
        .isEqualTo(
            Health.progressing("no worker of pool etl is online since 2026-11-20 11:00 UTC"));
    assertThat(silent.fact("standing.workersOnline")).contains("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"READY", "NOT_READY", "PAUSED", ""})
  void a_pool_that_had_no_turn_yet_stands_as_its_status_says(String status) {
    var unasked = pool(status, Optional.empty());

    assertThat(unasked).isEqualTo(seenPool(status));
  }

  private static Observed pool(String status, Optional<Workers> workers) {
    return new WorkPoolKind().judged(seenPool(status), standing(Runs.NONE, workers));
  }

  private static Observed seenPool(String status) {
    var item = Json.object().put("name", "etl").put("type", "process").put("status", status);
    return new WorkPoolKind()
        .read(new Listings(Map.of(Listing.WORK_POOLS, List.of(item))))
        .getFirst();
  }
}
