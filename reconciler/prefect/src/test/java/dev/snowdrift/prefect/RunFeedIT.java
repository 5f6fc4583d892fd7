package dev.snowdrift.prefect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.prefect.Standing.Ended;
import dev.snowdrift.prefect.Standing.Runs;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import dev.snowdrift.sandbox.prefect.RecordedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a look at the runs of a workspace finds, and what it asks for that.
class RunFeedIT {
  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:00:00Z"));
  private final PrefectStandIn server =
      PrefectStandIn.start(PrefectStandIn.Options.defaults().clock(clock));
  private final Hand hand = new Hand(server.api());
  private final RunFeed feed = new RunFeed(new Pages(hand.client()));
  private String deployment = "";

  @BeforeEach
  void deploy() {
    deployment = hand.deployment(hand.flow("load"), "nightly");
  }

  @AfterEach
  void close() {
    hand.close();
    server.close();
  }

  private Runs look() {
    return feed.look(clock.instant()).byDeployment().getOrDefault(deployment, Runs.NONE);
  }

  private Optional<String> last() {
    return look().last().map(Ended::name);
  }

  private long asked() {
    return server.requests().stream().filter(RunFeedIT::isQuestion).count();
  }

  private static boolean isQuestion(RecordedRequest request) {
    return request.path().equals("/flow_runs/filter");
  }

  @Test
  void the_last_run_is_the_one_that_ended_last() {
    var slow = hand.run(deployment, "slow");
    hand.ended(deployment, "fast", "COMPLETED");
    clock.step(Duration.ofMinutes(1));
    hand.state(slow, "FAILED", "Failed", "  no\n rows ");

    assertThat(look().last())
        .hasValueSatisfying(run -> {
          assertThat(run.name()).isEqualTo("slow");
          assertThat(run.failed()).isTrue();
          assertThat(run.message()).isEqualTo("no rows");
          assertThat(run.at()).isEqualTo(clock.instant());
        });
  }

  @Test
  void a_look_at_rest_asks_two_questions_and_knows_what_ended_hours_ago() {
    hand.ended(deployment, "fox", "COMPLETED");
    look();
    clock.step(Duration.ofHours(8));
    var before = asked();

    assertThat(last()).contains("fox");
    assertThat(asked() - before).isEqualTo(2);
  }

  @Test
  void what_ended_more_than_a_week_ago_is_nobodys_last_run() {
    hand.ended(deployment, "fox", "COMPLETED");
    assertThat(last()).contains("fox");
    clock.step(Duration.ofDays(7).plusMinutes(1));

    assertThat(last()).isEmpty();
  }

  @Test
  void a_failed_run_that_is_deleted_is_forgotten() {
    var run = hand.ended(deployment, "fox", "FAILED");
    assertThat(last()).contains("fox");
    clock.step(Duration.ofHours(1));
    hand.delete("/flow_runs/{}", run);

    assertThat(last()).isEmpty();
  }

  @Test
  void a_failed_run_that_somebody_sets_to_completed_has_not_failed() {
    var run = hand.ended(deployment, "fox", "FAILED");
    assertThat(look().last()).hasValueSatisfying(last -> assertThat(last.failed()).isTrue());
    clock.step(Duration.ofHours(1));
    hand.state(run, "COMPLETED", "Completed", "done by hand");

    assertThat(look().last()).hasValueSatisfying(last -> assertThat(last.failed()).isFalse());
  }

  @Test
  void a_failed_run_that_is_tried_again_is_running() {
    var run = hand.ended(deployment, "fox", "FAILED");
    look();
    clock.step(Duration.ofHours(1));
    hand.state(run, "RUNNING", "Retrying", "");

    var runs = look();

    assertThat(runs.last()).isEmpty();
    assertThat(runs.running()).isEqualTo(1);
  }

  @Test
  void late_and_waiting_runs_are_counted_from_the_first_that_should_have_started() {
    var first = clock.instant();
    hand.state(hand.run(deployment, "a"), "SCHEDULED", "Late", "");
    hand.state(hand.run(deployment, "b"), "SCHEDULED", "AwaitingConcurrencySlot", "");
    clock.step(Duration.ofMinutes(3));
    hand.state(hand.run(deployment, "c"), "SCHEDULED", "Late", "");
    hand.run(deployment, "d");

    var runs = look();

    assertThat(runs.late()).isEqualTo(new Standing.Overdue(2, Optional.of(first)));
    assertThat(runs.waiting()).isEqualTo(new Standing.Overdue(1, Optional.of(first)));
    assertThat(runs.running()).isZero();
  }

  @Test
  void with_more_late_and_running_ones_than_a_page_the_late_ones_are_still_found() {
    for (var i = 0; i < Pages.SIZE; i++) {
      hand.state(hand.run(deployment, "r" + i), "RUNNING", "Running", "");
    }
    clock.step(Duration.ofMinutes(1));
    hand.state(hand.run(deployment, "late"), "SCHEDULED", "Late", "");

    var seen = feed.look(clock.instant());

    assertThat(seen.unlisted()).isTrue();
    assertThat(requireNonNull(seen.byDeployment().get(deployment)).late().number()).isEqualTo(1);
  }

  @Test
  void what_ended_between_two_looks_beyond_the_pages_makes_older_knowledge_void() {
    var rare = hand.deployment(hand.flow("load"), "rare");
    hand.ended(rare, "old", "COMPLETED");
    look();
    clock.step(Duration.ofHours(1));
    for (var i = 0; i <= 3 * Pages.SIZE; i++) {
      hand.ended(deployment, "r" + i, "COMPLETED");
    }
    var before = asked();

    var seen = feed.look(clock.instant());

    assertThat(seen.byDeployment()).containsKey(deployment).doesNotContainKey(rare);
    assertThat(asked() - before).isEqualTo(3 + 1);
  }
}
