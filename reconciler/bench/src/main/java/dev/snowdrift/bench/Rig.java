package dev.snowdrift.bench;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.SecretSource;
import dev.snowdrift.kind.SecretValue;
import dev.snowdrift.manifest.InMemoryTree;
import dev.snowdrift.manifest.Limits;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.plan.DesiredReader;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.prefect.PrefectAuth;
import dev.snowdrift.prefect.PrefectClient;
import dev.snowdrift.prefect.PrefectProvider;
import dev.snowdrift.prefect.PrefectSettings;
import dev.snowdrift.prefect.kind.PrefectKinds;
import dev.snowdrift.snowflake.Credentials;
import dev.snowdrift.snowflake.SessionListener;
import dev.snowdrift.snowflake.SnowflakeProvider;
import dev.snowdrift.snowflake.SnowflakeSessions;
import dev.snowdrift.snowflake.SnowflakeSettings;
import dev.snowdrift.snowflake.kind.SnowflakeKinds;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One environment on a test bench: an estate, an account, a Prefect API, and the real providers
/// between them.
public final class Rig implements AutoCloseable {
  private static final Mark.Key KEY =
      new Mark.Key("the key of a bench is no secret".getBytes(StandardCharsets.UTF_8));

  private final History history = new History();
  private final LocalWorld world;
  private final Provider snowflake;
  private final Provider prefect;
  private final StateStore state = StateStore.inMemory();
  private final SecretReader secrets = source -> new SecretValue("value of " + source);

  private Rig(Estate estate) {
    push(estate);
    this.world = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));
    world.push(Estate.imageRepository(), "worker", "1.0.0");
    this.snowflake = snowflake();
    this.prefect =
        new PrefectProvider(
            new PrefectClient(
                PrefectSettings.of(world.prefect().api(), new PrefectAuth.None()),
                (_, _, _, _) -> {}),
            PrefectKinds.all());
  }

  private Provider snowflake() {
    return new SnowflakeProvider(
        new SnowflakeSessions(
            new SnowflakeSettings(
                "jdbc:snowflake://%s/".formatted(world.snowflakeHost()),
                Optional.of(LocalWorld.ACCOUNT),
                List.of(new Credentials.Password("ADMIN", new SecretValue("sandbox")))),
            SessionListener.NONE),
        SnowflakeKinds.all());
  }

  /// Starts the account and the Prefect API; both are empty.
  public static Rig start(Estate estate) {
    return new Rig(estate);
  }

  /// Commits an estate in place of the one before.
  public void push(Estate estate) {
    history.push(tree(estate));
  }

  static SourceTree tree(Estate estate) {
    return InMemoryTree.of(estate.files());
  }

  /// What `validate` does: reads, binds and checks every manifest, without any target.
  ///
  /// @throws IllegalStateException when there is a problem in them
  static DesiredState read(SourceTree tree, KindRegistry kinds) {
    return read(tree, new History().push(tree), kinds);
  }

  private static DesiredState read(SourceTree tree, Revision revision, KindRegistry kinds) {
    var problems = new Problems();
    var desired =
        new DesiredReader(kinds, Limits.DEFAULT)
            .read(
                tree,
                Estate.ENVIRONMENT,
                revision,
                "https://git.example.com/scale.git",
                Scope.ALL,
                problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.list().getFirst().toString());
    }
    return desired;
  }

  /// Reads the estate that was pushed last.
  public DesiredState read() {
    var head = history.head(Estate.ENVIRONMENT).orElseThrow();
    return read(history.files(head).tree(), head, Assembly.kinds());
  }

  static Mark.Key key() {
    return KEY;
  }

  /// A reconciler as a new process has one: it has read nothing yet. The sessions and what was
  /// converged last are those of the rig.
  public Reconciler reconciler() {
    return new Reconciler(
        new Reconciler.Settings(
            Estate.ENVIRONMENT,
            Estate.ENVIRONMENT,
            "https://git.example.com/scale.git",
            Scope.ALL,
            Policy.Mode.CONVERGE,
            Policy.Heal.ON,
            3,
            10),
        history,
        List.of(snowflake, prefect),
        KEY,
        secrets,
        state,
        Clock.systemUTC(),
        Silence.INSTANCE);
  }

  /// The state with the fingerprints of its secrets, as the reconciler adds them.
  DesiredState fingerprinted(DesiredState desired) {
    var kinds = Assembly.kinds();
    var resources = new TreeMap<ResourceId, Desired<?>>();
    desired
        .resources()
        .forEach((id, resource) -> resources.put(id, fingerprinted(resource, kinds)));
    return new DesiredState(
        desired.environment(), desired.revision(), resources, desired.allowEmpty());
  }

  private <S> Desired<S> fingerprinted(Desired<S> resource, KindRegistry kinds) {
    var fingerprints = new TreeMap<SecretSource, String>();
    for (var from : kinds.of(resource).secrets(resource)) {
      fingerprints.put(from, KEY.fingerprint(resource.id(), secrets.read(from)));
    }
    return resource.withFingerprints(fingerprints);
  }

  /// Looks at both targets.
  Observation observe(DesiredState desired) {
    return snowflake.observe(desired.resources()).and(prefect.observe(desired.resources()));
  }

  /// What a process that was just started asks of the account, which remembers no answer.
  public Cost firstLook() {
    var desired = read();
    var before = now();
    try (var fresh = snowflake()) {
      fresh.observe(desired.resources());
    }
    return since(before);
  }

  /// Converges what there is to converge.
  public static PassReport converge(Reconciler reconciler) {
    try {
      return reconciler.converge(Trigger.MANUAL, () -> false);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Looks and plans.
  public static PassReport plan(Reconciler reconciler) {
    try {
      return reconciler.plan(Trigger.MANUAL, Optional.empty());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  /// Where the logs of both targets stand, to be given to {@link #since}.
  public Cost.Mark now() {
    return new Cost.Mark(world.sandbox().statements().last(), world.prefect().requests().size());
  }

  /// What both targets were asked since then.
  public Cost since(Cost.Mark mark) {
    var requests = world.prefect().requests();
    return Cost.of(
        world.sandbox().statements().since(mark.statements()),
        requests.subList(mark.requests(), requests.size()));
  }

  /// The account and the Prefect API.
  public LocalWorld world() {
    return world;
  }

  @Override
  public void close() {
    snowflake.close();
    prefect.close();
    state.close();
    world.close();
  }
}
