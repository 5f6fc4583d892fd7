package dev.snowdrift.operator.loop;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Lifecycle;
import dev.snowdrift.operator.state.RolloutRecords;
import dev.snowdrift.operator.state.RolloutRecords.Failed;
import dev.snowdrift.operator.state.RolloutRecords.Good;
import dev.snowdrift.operator.state.RolloutRecords.Moving;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Rollback;
import dev.snowdrift.plan.Sync;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows what was changed until it is well, without waiting for it: every pass looks how far it
/// is. What is not well in time is degraded, and with `rollback: onFailure` goes back to what it
/// was when it was last well, until a commit changes it.
///
/// Everything is remembered before it is acted upon, so that a process that is killed in between
/// decides the same again. Not for use by two threads at once.
final class Rollouts {
  private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

  /// How long an object must be well before it counts as well: what falls over and is restarted
  /// looks well for moments.
  static final Duration SETTLED = Duration.ofMinutes(2);

  private final String environment;
  private final KindRegistry registry;
  private final DesiredStates states;
  private final RolloutRecords records;
  private final Clock clock;
  private final Set<ResourceId> overdue = new TreeSet<>();
  private final Set<ResourceId> settling = new TreeSet<>();

  Rollouts(
      String environment,
      KindRegistry registry,
      DesiredStates states,
      RolloutRecords records,
      Clock clock) {
    this.environment = environment;
    this.registry = registry;
    this.states = states;
    this.records = records;
    this.clock = clock;
  }

  /// The observation in which what has had its time is degraded.
  ///
  /// @param writes whether what is seen may be remembered
  Observation judged(DesiredState desired, Observation seen, boolean writes) {
    var now = clock.instant();
    var known = records.moving(environment);
    var good = records.good(environment);
    var objects = new TreeMap<>(seen.objects());
    overdue.clear();
    settling.clear();
    for (var resource : desired.resources().values()) {
      var id = resource.id();
      var within = readyWithin(resource);
      var observed = seen.find(id);
      if (within.isEmpty() || observed.isEmpty()) {
        continue;
      }
      var before = Optional.ofNullable(known.get(id));
      var isNew = isNew(resource, observed.get(), good);
      var after =
          next(before, observed.get(), now, isNew)
              .filter(moving -> isNew || !isSettled(moving, now));
      if (writes && !after.equals(before)) {
        after.ifPresentOrElse(
            moving -> records.moving(environment, id, moving),
            () -> records.settled(environment, id));
      }
      after.filter(moving -> !isSettled(moving, now)).ifPresent(_ -> settling.add(id));
      var late =
          after
              .filter(moving -> moving.readySince().isEmpty())
              .filter(moving -> moving.since().plus(within.get()).isBefore(now));
      if (late.isPresent()) {
        overdue.add(id);
        objects.put(id, late(observed.get(), within.get()));
      }
    }
    return new Observation(objects, seen.gaps());
  }

  private <S> Optional<Duration> readyWithin(Desired<S> resource) {
    return registry.of(resource).readyWithin(resource);
  }

  /// How far it is, as far as it is on its way.
  private static Optional<Moving> next(
      Optional<Moving> before, Observed observed, Instant now, boolean isNew) {
    var version = version(observed);
    var same = before.filter(moving -> moving.version().equals(version));
    var since = same.map(Moving::since).orElse(now);
    return switch (observed.health().status()) {
      case PROGRESSING, DEGRADED -> Optional.of(new Moving(version, since, Optional.empty()));
      case HEALTHY ->
          same.isPresent() || isNew
              ? Optional.of(
                  new Moving(
                      version, since, same.flatMap(Moving::readySince).or(() -> Optional.of(now))))
              : Optional.empty();
      case SUSPENDED, MISSING -> Optional.empty();
      // Whoever cannot look does not know better than before.
      case UNKNOWN -> before;
    };
  }

  private static boolean isSettled(Moving moving, Instant now) {
    return moving.readySince().filter(at -> !at.plus(SETTLED).isAfter(now)).isPresent();
  }

  /// What is well at first sight has still to show that it stays so, where it may be needed to go
  /// back to.
  private boolean isNew(Desired<?> resource, Observed observed, Map<ResourceId, Good> good) {
    return goesBack(resource)
        && observed.health().status() == Health.Status.HEALTHY
        && Optional.ofNullable(good.get(resource.id()))
            .filter(last -> last.wanted().equals(wanted(resource)))
            .isEmpty();
  }

  private static boolean goesBack(Desired<?> resource) {
    return resource.lifecycle().rollback().equals(Optional.of(Lifecycle.Rollback.ON_FAILURE));
  }

  private static String version(Observed observed) {
    return observed.fact("created_on").orElse("") + " " + observed.fact("spec_digest").orElse("");
  }

  private static Observed late(Observed observed, Duration within) {
    var message = observed.health().message();
    return new Observed(
        observed.id(),
        observed.fields(),
        observed.mark(),
        Health.degraded(
            "not ready within %s%s"
                .formatted(words(within), message.isEmpty() ? "" : ": " + message)),
        observed.facts());
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  /// What goes back, because what the commit wants of it has failed before. A commit that wants
  /// something else of it is tried.
  Map<ResourceId, Rollback> rollbacks(DesiredState desired, boolean writes) {
    var good = records.good(environment);
    var rollbacks = new TreeMap<ResourceId, Rollback>();
    records
        .failed(environment)
        .forEach((id, failed) -> {
          var resource = Optional.<Desired<?>>ofNullable(desired.resources().get(id));
          if (resource.filter(each -> isStill(failed, each)).isEmpty()) {
            if (writes) {
              records.forgetFailure(environment, id);
            }
            return;
          }
          var last = good.get(id);
          if (last != null) {
            states
                .at(last.commit())
                .map(state -> state.resources().get(id))
                .ifPresent(to -> rollbacks.put(id, rollback(to, failed, last)));
          }
        });
    return rollbacks;
  }

  private boolean isStill(Failed failed, Desired<?> resource) {
    return goesBack(resource) && failed.wanted().equals(wanted(resource));
  }

  private static Rollback rollback(Desired<?> to, Failed failed, Good good) {
    return new Rollback(
        to,
        "rolled back to what commit %s ran: commit %s was %s"
            .formatted(shortId(good.commit()), shortId(failed.commit()), failed.why()),
        "correct it in a commit; until one changes it, it is not tried again");
  }

  private static String shortId(String commit) {
    return commit.substring(0, Math.min(7, commit.length()));
  }

  /// Learns from a plan: what is as a commit wants it and well is what can be gone back to, what is
  /// so and has had its time has failed.
  ///
  /// @return whether something has failed that can go back
  boolean hasFailed(Plan plan, DesiredState desired) {
    var good = records.good(environment);
    var any = false;
    for (var resource : desired.resources().values()) {
      var status = plan.objects().get(resource.id());
      if (!goesBack(resource) || status == null || !isAsWanted(status.sync())) {
        continue;
      }
      var id = resource.id();
      var wanted = wanted(resource);
      var last = Optional.ofNullable(good.get(id));
      var isLast = last.filter(known -> known.wanted().equals(wanted)).isPresent();
      if (overdue.contains(id) && last.isPresent() && !isLast) {
        records.failed(
            environment, id, new Failed(wanted, plan.revision().id(), status.health().message()));
        LOG.warn(
            "{} goes back to what commit {} ran: {}",
            id,
            shortId(last.get().commit()),
            status.health().message());
        any = true;
      } else if (status.health().status() == Health.Status.HEALTHY
          && !settling.contains(id)
          && !isLast) {
        records.good(environment, id, new Good(wanted, plan.revision().id()));
      }
    }
    return any;
  }

  private static boolean isAsWanted(Sync sync) {
    return sync == Sync.SYNCED || sync == Sync.IGNORED;
  }

  /// A fingerprint of everything that a commit wants of a resource. Secrets are no commit's.
  private <S> String wanted(Desired<S> resource) {
    var kind = registry.of(resource);
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var field : kind.fields()) {
        if (field.confidential()) {
          continue;
        }
        var value = field.desired().apply(resource).map(Object::toString).orElse("");
        sha.update((field.name() + "=" + value + "\0").getBytes(StandardCharsets.UTF_8));
      }
      sha.update(kind.readyWithin(resource).toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
