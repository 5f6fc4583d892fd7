package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.Account;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The provider before an account behind the real driver, and the planner before the provider.
public final class Rig implements AutoCloseable {
  private static final Mark.Key KEY =
      new Mark.Key("an installation's own key".getBytes(StandardCharsets.UTF_8));
  static final SecretReader SECRETS =
      source -> new SecretValue("value of " + source + ", it's secret");

  private final LiveAccount live = new LiveAccount(Timings.immediate());
  public final SandboxClock clock = live.clock;
  public final ContainerFeature containers = live.containers;
  public final Account account = live.account;
  public final Sandbox sandbox = live.sandbox;
  public final SnowflakeProvider provider;

  public Rig() {
    this(Looks.IN_TURN);
  }

  /// @param inTurn how many kept answers are asked for again in each observation
  public Rig(int inTurn) {
    provider = live.connect(inTurn);
  }

  @Override
  public void close() {
    provider.close();
    live.close();
  }

  /// What somebody does by hand, as the account's administrator.
  public void byHand(String sql) {
    live.byHand(sql);
  }

  public Plan plan(DesiredState state, Optional<DesiredState> previous) {
    return plan(state, previous, Set.of());
  }

  /// The plan when a person has agreed to some.
  ///
  /// @param approved digests of plans that a person approved
  public Plan plan(DesiredState state, Optional<DesiredState> previous, Set<String> approved) {
    var told = told(state);
    var all = new TreeMap<>(told.resources());
    previous.ifPresent(before -> before.resources().forEach(all::putIfAbsent));
    return new Planner(World.REGISTRY, KEY)
        .plan(
            told,
            previous.map(Rig::told),
            provider.observe(all, previous.map(DesiredState::resources).orElseGet(TreeMap::new)),
            Policy.converge(LocalDate.of(2026, 1, 1)).withApproved(approved));
  }

  public void converge(DesiredState state, Optional<DesiredState> previous) {
    run(plan(state, previous));
  }

  /// Runs every step that may run, in order; the images are pushed as soon as there is a place.
  public void run(Plan plan) {
    assertThat(plan.problems()).isEmpty();
    for (var step : plan.going()) {
      for (var effect : step.effects()) {
        provider.execute(effect, SECRETS);
      }
      if (step.id().kind().equals("ImageRepository")) {
        containers.images().push("ETL.APP.REPO", "worker", "v1", "sha256:" + "1".repeat(64));
      }
    }
  }

  /// The statements of a plan that may run, without their marks.
  public static List<String> statements(Plan plan) {
    return plan.going().stream()
        .flatMap(step -> step.effects().stream())
        .map(effect -> effect.redacted().replaceAll(" COMMENT = '[^']*'", ""))
        .toList();
  }

  /// The state with the fingerprints of its secrets.
  private static DesiredState told(DesiredState state) {
    var resources = new TreeMap<ResourceId, Desired<?>>();
    state.resources().forEach((id, resource) -> resources.put(id, told(resource)));
    return new DesiredState(state.environment(), state.revision(), resources, state.allowEmpty());
  }

  private static <S> Desired<S> told(Desired<S> resource) {
    SortedMap<SecretSource, String> fingerprints = new TreeMap<>();
    for (var source : World.REGISTRY.of(resource).secrets(resource)) {
      fingerprints.put(source, KEY.fingerprint(resource.id(), SECRETS.read(source)));
    }
    return resource.withFingerprints(fingerprints);
  }
}
