package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Closer looks that nothing in a listing calls for, before an account behind the real driver.
class RotationIT {
  private final Rig rig = new Rig();

  @AfterEach
  void close() {
    rig.close();
  }

  private static DesiredState rules(int count) {
    var all = new ArrayList<>(List.of("Database RAW\n", "Schema RAW.APP\n"));
    for (var i = 0; i < count; i++) {
      all.add(
          """
          NetworkRule RAW.APP.RULE_%d
          values: ["host-%d.example.com:443"]
          """
              .formatted(i, i));
    }
    return World.of(all.toArray(String[]::new));
  }

  private List<String> describedBy(Runnable pass) {
    var before = rig.sandbox.statements().last();
    pass.run();
    return rig.sandbox.statements().since(before).stream()
        .map(StatementLog.Entry::sql)
        .filter(sql -> sql.startsWith("DESCRIBE"))
        .toList();
  }

  @Test
  void as_many_rules_as_can_be_are_described_in_every_pass() {
    var state = rules(Looks.OFTEN);
    rig.converge(state, Optional.empty());
    rig.plan(state, Optional.of(state));
    rig.byHand("ALTER NETWORK RULE RAW.APP.RULE_7 SET VALUE_LIST = ('evil.example:443')");

    var plan = rig.plan(state, Optional.of(state));

    assertThat(plan.steps()).hasSize(1);
  }

  @Test
  void more_rules_take_turns_and_none_is_forgotten() {
    var count = 2 * Looks.OFTEN + 5;
    var state = rules(count);
    rig.converge(state, Optional.empty());
    var cold = describedBy(() -> rig.plan(state, Optional.of(state)));
    var seen = new HashSet<String>();

    for (var pass = 0; pass < 3; pass++) {
      var described =
          describedBy(() -> assertThat(rig.plan(state, Optional.of(state)).steps()).isEmpty());
      assertThat(described).hasSize(Looks.OFTEN).doesNotHaveDuplicates();
      seen.addAll(described);
    }

    assertThat(cold).hasSize(count);
    assertThat(seen).hasSize(count);
  }

  @Test
  void a_host_changed_by_hand_is_found_when_its_rule_has_its_turn() {
    var state = rules(2 * Looks.OFTEN + 5);
    rig.converge(state, Optional.empty());
    rig.plan(state, Optional.of(state));
    rig.byHand("ALTER NETWORK RULE RAW.APP.RULE_7 SET VALUE_LIST = ('evil.example:443')");

    var drifted = 0;
    for (var pass = 0; pass < 3; pass++) {
      drifted = Math.max(drifted, rig.plan(state, Optional.of(state)).steps().size());
    }

    assertThat(drifted).isEqualTo(1);
  }

  @Test
  void a_rule_with_a_host_more_is_described_at_once() {
    var state = rules(2 * Looks.OFTEN + 5);
    rig.converge(state, Optional.empty());
    rig.plan(state, Optional.of(state));
    for (var rule : List.of("RULE_7", "RULE_40")) {
      rig.byHand(
          "ALTER NETWORK RULE RAW.APP."
              + rule
              + " SET VALUE_LIST = ('host-7.example.com:443', 'evil.example:443')");
    }

    var plan = rig.plan(state, Optional.of(state));

    assertThat(plan.steps()).hasSize(2);
  }

  @Test
  void rules_that_cannot_be_described_do_not_take_the_turn_of_others() {
    var count = 2 * Looks.OFTEN + 5;
    var state = rules(count);
    rig.converge(state, Optional.empty());
    rig.plan(state, Optional.of(state));
    rig.sandbox
        .faults()
        .on("DESCRIBE NETWORK RULE RAW.APP.RULE_[12]")
        .always()
        .refuse(3001, "42501", "SQL access control error: Insufficient privileges");
    var seen = new HashSet<String>();

    for (var pass = 0; pass < 3; pass++) {
      seen.addAll(describedBy(() -> rig.plan(state, Optional.of(state))));
    }

    assertThat(seen).hasSize(count);
  }
}
