package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.prefect.Standing.Workers;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.prefect.PrefectStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerTurnsIT {
  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-11-20T12:00:00Z"));
  private final PrefectStandIn server =
      PrefectStandIn.start(PrefectStandIn.Options.defaults().clock(clock));
  private final Hand hand = new Hand(server.api());
  private final WorkerTurns turns = new WorkerTurns(new Pages(hand.client()));
  private final SortedMap<String, String> pools = new TreeMap<>();

  private void pools(int number) {
    for (var i = 1; i <= number; i++) {
      hand.pool("p" + i);
      pools.put("p" + i, "NOT_READY");
    }
  }

  @AfterEach
  void close() {
    hand.close();
    server.close();
  }

  private SortedMap<String, Workers> look() {
    server.log().clear();
    return turns.look(pools);
  }

  private List<String> asked() {
    return server.requests().stream().map(r -> r.path().split("/", -1)[2]).sorted().toList();
  }

  @Test
  void those_online_are_counted_and_the_last_heartbeat_of_all_is_known() {
    pools(1);
    hand.heartbeat("p1", "a");
    clock.step(Duration.ofMinutes(5));
    hand.heartbeat("p1", "b");

    assertThat(look()).containsEntry("p1", new Workers(1, 2, Optional.of(clock.instant())));
    clock.step(Duration.ofMinutes(5));
    assertThat(look())
        .containsEntry(
            "p1", new Workers(0, 2, Optional.of(clock.instant().minus(Duration.ofMinutes(5)))));
  }

  @Test
  void three_pools_have_their_turn_in_a_look_and_answers_are_kept() {
    pools(5);

    assertThat(look()).containsOnlyKeys("p1", "p2", "p3");
    assertThat(asked()).containsExactly("p1", "p2", "p3");
    assertThat(look()).containsOnlyKeys("p1", "p2", "p3", "p4", "p5");
    assertThat(asked()).containsExactly("p1", "p4", "p5");
    look();
    assertThat(asked()).containsExactly("p1", "p2", "p3");
  }

  @Test
  void a_pool_whose_status_moved_comes_first() {
    pools(9);
    look();
    pools.put("p2", "READY");

    look();

    assertThat(asked()).containsExactly("p2", "p4", "p5");
  }

  @Test
  void a_pool_that_is_gone_is_forgotten_and_disturbs_no_other() {
    pools(2);
    look();
    hand.delete("/work_pools/{}", "p1");

    assertThat(look()).containsOnlyKeys("p2");
  }
}
