package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final SandboxClock clock = SandboxClock.stepped(Instant.parse("2026-01-01T00:00:00Z"));
  private final Faults faults = new Faults(clock);

  @Test
  void a_fault_strikes_from_the_nth_match_on_as_often_as_told() {
    var fault = faults.on("^show services").nth(2).times(2).truncate(0);

    for (var sql : new String[] {"SHOW SERVICES", "show roles", "show services", "show services"}) {
      faults.striking(sql, false);
    }

    assertThat(fault.matched()).isEqualTo(3);
    assertThat(fault.fired()).isEqualTo(2);
    assertThat(faults.striking("show services", false)).isEmpty();
  }

  @Test
  void the_first_fault_that_is_due_strikes() {
    var first = faults.on("show").truncate(0);
    var second = faults.on("show").always().stale();

    assertThat(faults.striking("show tables", false)).contains(first);
    assertThat(faults.striking("show tables", false)).contains(second);
    assertThat(faults.striking("show tables", false)).contains(second);
  }

  @Test
  void faults_of_the_connection_do_not_meet_statements() {
    var drop = faults.on("show").dropAfter();

    assertThat(faults.striking("show tables", false)).isEmpty();
    assertThat(faults.striking("show tables", true)).contains(drop);
  }

  @Test
  void a_window_opens_with_the_first_strike_and_closes_by_the_clock() {
    var fault = faults.on("show").during(Duration.ofSeconds(10)).stale();

    clock.step(Duration.ofHours(1));
    faults.striking("show tables", false);
    clock.step(Duration.ofSeconds(9));
    faults.striking("show tables", false);
    clock.step(Duration.ofSeconds(1));

    assertThat(faults.striking("show tables", false)).isEmpty();
    assertThat(fault.fired()).isEqualTo(2);
  }

  @Test
  void a_removed_fault_strikes_no_more() {
    faults.on("show").always().stale();

    faults.clear();

    assertThat(faults.striking("show tables", false)).isEmpty();
  }
}
