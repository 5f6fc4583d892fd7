package dev.snowdrift.snowflake;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The port to one Snowflake account.
public final class SnowflakeProvider implements Provider {
  private final SnowflakeSessions sessions;
  private final Map<String, SnowflakeKind<?>> kinds;
  private final Looks looks;

  /// @param sessions closed with the provider
  public SnowflakeProvider(
      SnowflakeSessions sessions, Collection<? extends SnowflakeKind<?>> kinds) {
    this(sessions, kinds, Looks.IN_TURN);
  }

  /// @param sessions closed with the provider
  /// @param inTurn how many kept answers that may have aged and rarely do are asked for again in
  ///   each observation
  public SnowflakeProvider(
      SnowflakeSessions sessions, Collection<? extends SnowflakeKind<?>> kinds, int inTurn) {
    this.sessions = sessions;
    this.looks = new Looks(inTurn);
    var byName = new TreeMap<String, SnowflakeKind<?>>();
    kinds.forEach(kind -> byName.put(kind.name(), kind));
    this.kinds = byName;
  }

  @Override
  public Target target() {
    return Target.SNOWFLAKE;
  }

  @Override
  public List<Kind<?>> kinds() {
    return List.copyOf(kinds.values());
  }

  /// Marks the statements from now on, by QUERY_TAG, as those of one pass.
  @Override
  public void begin(String environment, String run) {
    sessions.tag(environment, run);
  }

  @Override
  public Observation observe(SortedMap<ResourceId, Desired<?>> resources) {
    return observe(resources, new TreeMap<>());
  }

  @Override
  public Observation observe(
      SortedMap<ResourceId, Desired<?>> resources, SortedMap<ResourceId, Desired<?>> previous) {
    looks.begin();
    return new Observing(sessions, kinds, looks, resources, previous).observe();
  }

  /// Looks at everything there is in the account, in the same bulk listings as {@link #observe},
  /// and closely at each object, declared or not: for an import. Reads only.
  ///
  /// @param databases which to look into
  /// @throws dev.snowdrift.kind.TargetFailure when nothing at all could be observed
  public Observation survey(Predicate<String> databases) {
    return new Observing(sessions, kinds, new Looks(), new TreeMap<>(), new TreeMap<>())
        .survey(databases);
  }

  @Override
  public void execute(Effect effect, SecretReader secrets) {
    if (!(effect instanceof SqlStatement statement)) {
      throw new IllegalArgumentException("not an effect of this provider: " + effect);
    }
    // Before and after: an answer that is asked for while the statement runs may be either.
    looks.forget(statement);
    try {
      sessions.write(statement, secrets);
    } finally {
      looks.forget(statement);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }
}
