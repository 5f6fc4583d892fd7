package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.prefect.kind.PrefectKinds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One environment of one repository, converged into a Prefect workspace as the operator does it,
/// without the operator.
public final class Workspace implements AutoCloseable {
  private static final Mark.Key KEY =
      new Mark.Key("a key for tests only".getBytes(StandardCharsets.UTF_8));

  /// Two flows of one signature.
  private static final String CODE =
      """
      from prefect import flow

      @flow
      def main(n: int = 1):
        pass

      @flow
      def again(n: int = 1):
        pass
      """;

  /// More than a test can send, so that none waits for the next share.
  static final int REQUESTS = 1_000_000;

  private final String environment;
  private final PrefectProvider provider;
  private final PrefectClient client;
  private final KindRegistry registry = new KindRegistry(List.of(PrefectKinds.all()));
  private final Map<String, String> secrets = new HashMap<>();
  private Optional<DesiredState> converged = Optional.empty();

  public Workspace(URI api, String environment) {
    this(api, environment, Clock.systemUTC());
  }

  public Workspace(URI api, String environment, Clock clock) {
    this(api, new PrefectAuth.None(), environment, clock);
  }

  public Workspace(URI api, PrefectAuth auth, String environment, Clock clock) {
    this.environment = environment;
    this.client =
        new PrefectClient(
            PrefectSettings.of(api, auth)
                .retries(5, Duration.ofMillis(20))
                .requestsPerMinute(REQUESTS),
            RequestListener.NONE);
    this.provider = new PrefectProvider(client, PrefectKinds.all(), clock);
  }

  public PrefectProvider provider() {
    return provider;
  }

  public void secret(String variable, String value) {
    secrets.put(variable, value);
  }

  /// The desired state of a commit with these manifests and the flow's file.
  public DesiredState commit(String id, String... manifests) {
    var problems = new Problems();
    var state = read(problems, id, manifests);
    assertThat(problems.list()).isEmpty();
    return state;
  }

  public DesiredState read(Problems problems, String id, String... manifests) {
    var files = new HashMap<String, String>();
    files.put("environments/" + environment + ".yaml", environmentFile());
    files.put("flows/load.py", CODE);
    files.put("jobs/flows/load.py", CODE);
    for (var i = 0; i < manifests.length; i++) {
      files.put("base/%d.yaml".formatted(i), manifests[i]);
    }
    return read(problems, id, files);
  }

  /// The desired state of a commit that holds these files and no others.
  public DesiredState read(Problems problems, String id, Map<String, String> files) {
    return new DesiredReader(registry, Limits.DEFAULT)
        .read(
            InMemoryTree.of(files),
            environment,
            new Revision(id.repeat(40).substring(0, 40), "main", "a", "s", Instant.EPOCH),
            "https://git.example.com/etl.git",
            Scope.ALL,
            problems);
  }

  private String environmentFile() {
    return """
    apiVersion: snowdrift.dev/v1alpha1
    kind: Environment
    metadata: {name: %s}
    spec: {allowEmpty: true}
    """
        .formatted(environment);
  }

  public Plan plan(DesiredState desired) {
    return plan(desired, converged, Set.of());
  }

  /// The plan when a person has agreed to some.
  ///
  /// @param approved digests of plans that a person approved
  public Plan plan(DesiredState desired, Optional<DesiredState> previous, Set<String> approved) {
    var known = withFingerprints(desired);
    var all = new TreeMap<ResourceId, Desired<?>>();
    previous.ifPresent(before -> all.putAll(before.resources()));
    all.putAll(known.resources());
    var observation = provider.observe(all);
    assertThat(observation.gaps()).isEmpty();
    return new Planner(registry, KEY)
        .plan(
            known,
            previous.map(this::withFingerprints),
            observation,
            Policy.converge(LocalDate.EPOCH).withApproved(approved));
  }

  private DesiredState withFingerprints(DesiredState state) {
    var resources = new TreeMap<ResourceId, Desired<?>>();
    state.resources().values().forEach(resource -> put(resources, resource));
    return new DesiredState(state.environment(), state.revision(), resources, state.allowEmpty());
  }

  private <S> void put(Map<ResourceId, Desired<?>> into, Desired<S> resource) {
    var fingerprints = new TreeMap<SecretSource, String>();
    for (var source : registry.of(resource).secrets(resource)) {
      fingerprints.put(source, KEY.fingerprint(resource.id(), secretReader().read(source)));
    }
    into.put(resource.id(), resource.withFingerprints(fingerprints));
  }

  public SecretReader secretReader() {
    return source -> {
      if (source instanceof SecretSource.Env(var variable)) {
        return new SecretValue(
            Optional.ofNullable(secrets.get(variable))
                .orElseThrow(() -> new SecretReader.SecretUnavailable(variable)));
      }
      throw new SecretReader.SecretUnavailable(source.toString());
    };
  }

  /// Runs what may run, in the plan's order.
  public void run(Plan plan) {
    assertThat(plan.problems()).isEmpty();
    plan.going()
        .forEach(
            step -> step.effects().forEach(effect -> provider.execute(effect, secretReader())));
  }

  /// Converges a commit, and checks that a fresh look finds nothing more to do.
  public Plan converge(DesiredState desired) {
    var plan = plan(desired);
    run(plan);
    converged = Optional.of(withFingerprints(desired));
    assertThat(effects(plan(desired))).isEmpty();
    return plan;
  }

  /// What a plan would send, step by step.
  public static List<String> effects(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.effects().stream())
        .map(effect -> effect.redacted())
        .toList();
  }

  @Override
  public void close() {
    provider.close();
  }
}
