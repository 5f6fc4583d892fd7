package dev.snowdrift.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.sandbox.Sandbox;
import dev.snowdrift.sandbox.container.ContainerFeature;
import dev.snowdrift.sandbox.container.Timings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An account with a pool, an image repository and whatever services a test declares, behind the
/// real driver; the clock stands still until it is stepped.
public final class ServiceWorld implements AutoCloseable {
  /// What every service needs: a database, a schema, a repository and a pool.
  public static final List<String> GROUND =
      List.of(
          "Database ETL",
          "Schema ETL.APP",
          "ImageRepository ETL.APP.REPO",
          "ComputePool ETL_POOL\ninstanceFamily: CPU_X64_S\nminNodes: 1\nmaxNodes: 3\n");

  private static final Mark.Key KEY =
      new Mark.Key("an installation's own key".getBytes(StandardCharsets.UTF_8));
  private static final SecretReader SECRETS = source -> new SecretValue("value of " + source);

  private final LiveAccount live;
  private final List<SnowflakeProvider> providers = new ArrayList<>();
  private SnowflakeProvider provider;

  public ServiceWorld(Timings timings) {
    this.live = new LiveAccount(timings);
    this.provider = connect();
  }

  public ServiceWorld() {
    this(Timings.immediate());
  }

  private SnowflakeProvider connect() {
    var connected = live.connect();
    providers.add(connected);
    return connected;
  }

  /// Forgets everything that the provider remembers, as a new process does.
  public ServiceWorld restart() {
    provider.close();
    provider = connect();
    return this;
  }

  /// The ground and these resources.
  public static DesiredState state(String... resources) {
    var all = new ArrayList<>(GROUND);
    all.addAll(List.of(resources));
    return World.of(all.toArray(String[]::new));
  }

  public Sandbox sandbox() {
    return live.sandbox;
  }

  public ContainerFeature containers() {
    return live.containers;
  }

  public ServiceWorld step(Duration time) {
    live.clock.step(time);
    return this;
  }

  /// Pushes `worker` with a digest of that one digit.
  public ServiceWorld push(String tag, int digit) {
    live.containers.images().push("ETL.APP.REPO", "worker", tag, digest(digit));
    return this;
  }

  public static String digest(int digit) {
    return "sha256:" + String.valueOf(digit).repeat(64);
  }

  public void byHand(String sql) {
    live.byHand(sql);
  }

  /// What a listing or description shows the account's administrator, by column.
  public List<Map<String, String>> rows(String sql) {
    var result = live.byHand(sql);
    var rows = new ArrayList<Map<String, String>>();
    for (var row : result.rows()) {
      var cells = new TreeMap<String, String>();
      for (var i = 0; i < result.columns().size(); i++) {
        cells.put(result.columns().get(i).name(), String.valueOf(row.get(i)));
      }
      rows.add(cells);
    }
    return rows;
  }

  /// Converges until nothing is left to do.
  public ServiceWorld converge(DesiredState state) {
    return converge(state, Optional.of(state));
  }

  public ServiceWorld converge(DesiredState state, Optional<DesiredState> previous) {
    for (var round = 0; round < 4; round++) {
      var plan = plan(state, previous);
      assertThat(plan.problems()).isEmpty();
      if (plan.going().isEmpty()) {
        return this;
      }
      run(plan);
    }
    assertThat(plan(state, previous).going()).isEmpty();
    return this;
  }

  public ServiceWorld run(Plan plan) {
    return run(plan, Integer.MAX_VALUE);
  }

  /// Runs so many of the plan's statements and no more.
  public ServiceWorld run(Plan plan, int statements) {
    plan.going().stream()
        .flatMap(step -> step.effects().stream())
        .limit(statements)
        .forEach(effect -> provider.execute(effect, SECRETS));
    return this;
  }

  public Plan plan(DesiredState state) {
    return plan(state, Optional.of(state));
  }

  public Plan plan(DesiredState state, Optional<DesiredState> previous) {
    return plan(state, previous, Set.of());
  }

  public Plan plan(DesiredState state, Optional<DesiredState> previous, Set<String> approved) {
    var all = new TreeMap<>(state.resources());
    previous.ifPresent(before -> before.resources().forEach(all::putIfAbsent));
    return new Planner(World.REGISTRY, KEY)
        .plan(
            state,
            previous,
            provider.observe(all),
            Policy.converge(LocalDate.of(2026, 1, 1)).withApproved(approved));
  }

  public Observed observe(DesiredState state, String service) {
    return provider
        .observe(state.resources())
        .find(new ResourceId("Service", service))
        .orElseThrow();
  }

  @Override
  public void close() {
    providers.forEach(SnowflakeProvider::close);
    live.close();
  }
}
