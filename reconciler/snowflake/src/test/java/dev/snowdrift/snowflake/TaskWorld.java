package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.plan.Runs;
import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.container.Timings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// An account with tasks behind the real driver, and passes that can be cut short.
final class TaskWorld implements AutoCloseable {
  private static final Mark.Key KEY =
      new Mark.Key("an installation's own key".getBytes(StandardCharsets.UTF_8));
  private static final SecretReader SECRETS = source -> new SecretValue("value of " + source);

  /// A whole graph may be removed in one pass.
  private static final Policy POLICY =
      new Policy(
          Policy.Mode.CONVERGE,
          Policy.Heal.ON,
          Optional.empty(),
          100,
          100,
          Set.of(),
          LocalDate.of(2026, 1, 1),
          Runs.FORGOTTEN);

  /// More looks and writes than any change takes.
  private static final int ROUNDS = 4;

  private final LiveAccount live = new LiveAccount(Timings.immediate());
  final SandboxClock clock = live.clock;
  final Account account = live.account;
  final Sandbox sandbox = live.sandbox;
  private final SnowflakeProvider provider = live.connect();

  /// The process was killed at this point.
  static final class Killed extends RuntimeException {}

  void byHand(String sql) {
    live.byHand(sql);
  }

  /// Looks, plans and writes until nothing is left to do, as the passes of the operator.
  void converge(DesiredState state, Optional<DesiredState> previous) {
    for (var round = 0; round < ROUNDS; round++) {
      var plan = plan(state, previous);
      if (plan.going().isEmpty()) {
        return;
      }
      run(plan, _ -> {}, _ -> {});
    }
    assertThat(statements(plan(state, previous))).as("still to do").isEmpty();
  }

  /// One pass that is killed before its n-th statement, counted from 0.
  ///
  /// @return whether it had so many
  boolean killedBefore(int n, DesiredState state, Optional<DesiredState> previous) {
    var count = new int[1];
    try {
      run(
          plan(state, previous),
          _ -> {
            if (count[0]++ == n) {
              throw new Killed();
            }
          },
          _ -> {});
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  /// Runs every step that may run, in order.
  void run(Plan plan, Consumer<Effect> before, Consumer<Effect> after) {
    assertThat(plan.problems()).isEmpty();
    for (var step : plan.going()) {
      for (var effect : step.effects()) {
        before.accept(effect);
        provider.execute(effect, SECRETS);
        after.accept(effect);
      }
    }
  }

  Plan plan(DesiredState state, Optional<DesiredState> previous) {
    return plan(state, previous, POLICY);
  }

  Plan plan(DesiredState state, Optional<DesiredState> previous, Policy policy) {
    var all = new TreeMap<>(state.resources());
    previous.ifPresent(before -> before.resources().forEach(all::putIfAbsent));
    var before = previous.map(DesiredState::resources).orElseGet(TreeMap::new);
    return new Planner(World.REGISTRY, KEY)
        .plan(state, previous, provider.observe(all, before), policy);
  }

  static List<String> statements(Plan plan) {
    return plan.going().stream()
        .flatMap(step -> step.effects().stream())
        .map(Effect::redacted)
        .toList();
  }

  /// Each task's state, by its short name.
  SortedMap<String, String> states() {
    return column("state");
  }

  /// One column of SHOW TASKS, by the task's short name; `null` for NULL.
  SortedMap<String, String> column(String name) {
    var result = live.byHand("SHOW TASKS IN DATABASE ETL");
    var columns = result.columns().stream().map(column -> column.name()).toList();
    var values = new TreeMap<String, String>();
    for (var row : result.rows()) {
      values.put(
          Objects.toString(row.get(columns.indexOf("name"))),
          Objects.toString(row.get(columns.indexOf(name))));
    }
    return values;
  }

  /// What was written since, in order.
  List<String> writesSince(long sequence) {
    var writes = new ArrayList<String>();
    sandbox.statements().writesSince(sequence).forEach(entry -> writes.add(entry.sql()));
    return writes;
  }

  @Override
  public void close() {
    provider.close();
    live.close();
  }
}
