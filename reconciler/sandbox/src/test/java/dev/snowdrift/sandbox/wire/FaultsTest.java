package dev.snowdrift.sandbox.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Faults faults = new Faults();

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
  void a_removed_fault_strikes_no_more() {
    faults.on("show").always().stale();

    faults.clear();

    assertThat(faults.striking("show tables", false)).isEmpty();
  }
}
