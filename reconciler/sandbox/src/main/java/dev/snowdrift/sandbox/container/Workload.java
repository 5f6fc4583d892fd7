package dev.snowdrift.sandbox.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service or job service as it runs: instances, upgrade, endpoints (documents *Working with
/// services* and *EXECUTE JOB SERVICE*).
final class Workload {
  /// Where a service lives and under which number; a re-created one has a new number.
  record Identity(String database, String schema, String name, long number) {
    String fullName() {
      return database + "." + schema + "." + name;
    }
  }

  /// A public endpoint's host name and since when it is being made.
  record Ingress(String host, Instant since) {}

  /// How long a job that has ended stays listed (document *EXECUTE JOB SERVICE*).
  private static final Duration JOB_LIFE = Duration.ofDays(30);

  private final Identity identity;
  private final String pool;
  private final boolean job;
  private final List<Instance> instances = new ArrayList<>();
  private final Map<String, Ingress> ingress = new LinkedHashMap<>();
  private StoredSpecification specification;
  private int target;
  private int minReady;
  private boolean suspended;
  private boolean deleting;
  private boolean cancelled;
  private boolean upgrading;
  private Duration autoSuspend = Duration.ZERO;
  private @Nullable Instant busySince;
  private @Nullable Instant endedOn;
  private boolean resting;
  private Instant wakes = Instant.MAX;
  private Instant updated;
  private @Nullable Instant resumedOn;
  private @Nullable Instant suspendedOn;

  /// @param target how many instances shall run; for a job its replicas
  Workload(
      Identity identity,
      String pool,
      boolean job,
      StoredSpecification specification,
      int target,
      int minReady,
      Instant created) {
    this.identity = identity;
    this.pool = pool;
    this.job = job;
    this.specification = specification;
    this.target = target;
    this.minReady = minReady;
    this.updated = created;
  }

  Identity identity() {
    return identity;
  }

  String pool() {
    return pool;
  }

  boolean job() {
    return job;
  }

  StoredSpecification specification() {
    return specification;
  }

  /// All instances, by id; an instance that is terminating is still among them.
  List<Instance> instances() {
    return instances.stream().sorted(Comparator.comparingInt(Instance::id)).toList();
  }

  /// Whether an instance waits for a node.
  boolean hasPending() {
    for (var instance : instances) {
      if (instance.waits()) {
        return true;
      }
    }
    return false;
  }

  List<Instance> rawInstances() {
    return instances;
  }

  /// How long it may run before it is suspended; zero for ever. What it answers does not count
  /// (document *CREATE SERVICE*: traffic of endpoints is no activity), and nothing else reaches it
  /// here.
  void autoSuspend(Duration value) {
    stir();
    autoSuspend = value;
  }

  /// Notes whether it runs. Answers whether it has just been suspended for having run long enough.
  boolean suspendIfIdle(Instant at) {
    if (job || autoSuspend.isZero() || suspended || deleting || ready(at) < minReady) {
      busySince = null;
      return false;
    }
    if (busySince == null) {
      busySince = at;
    }
    if (at.isBefore(busySince.plus(autoSuspend))) {
      return false;
    }
    busySince = null;
    suspend(at);
    return true;
  }

  /// Notes the end of a job. Answers whether the job has just been deleted, long after.
  boolean expire(Instant at) {
    if (endedOn == null && finished(at)) {
      endedOn = at;
    }
    if (deleting || endedOn == null || at.isBefore(endedOn.plus(JOB_LIFE))) {
      return false;
    }
    delete();
    return true;
  }

  /// When time alone suspends or deletes it, if it does.
  Optional<Instant> leaves() {
    if (busySince != null) {
      return Optional.of(busySince.plus(autoSuspend));
    }
    return deleting || endedOn == null ? Optional.empty() : Optional.of(endedOn.plus(JOB_LIFE));
  }

  /// Whether nothing of it changes by itself at that moment, nor has been changed since it was put
  /// to rest.
  boolean rests(Instant at) {
    return resting && at.isBefore(wakes);
  }

  /// Nothing is left to be done about it until then.
  void rest(Instant until) {
    resting = true;
    wakes = until;
  }

  /// Something about it was changed.
  void stir() {
    resting = false;
  }

  Instant wakes() {
    return wakes;
  }

  int target() {
    return suspended || deleting ? 0 : target;
  }

  int minReady() {
    return minReady;
  }

  void scale(int instancesWanted, int ready) {
    stir();
    target = instancesWanted;
    minReady = ready;
  }

  boolean suspended() {
    return suspended;
  }

  boolean deleting() {
    return deleting;
  }

  boolean cancelled() {
    return cancelled;
  }

  boolean upgrading() {
    return upgrading;
  }

  void upgraded() {
    stir();
    upgrading = false;
  }

  Optional<Instant> resumedOn() {
    return Optional.ofNullable(resumedOn);
  }

  Optional<Instant> suspendedOn() {
    return Optional.ofNullable(suspendedOn);
  }

  Map<String, Ingress> ingress() {
    return ingress;
  }

  /// Gives every public endpoint of the specification a host. An endpoint that stays public keeps
  /// its own; one that is gone loses it.
  void publish(AccountHosts hosts, Instant at) {
    var names =
        specification.source().endpoints().stream()
            .filter(ServiceSpecification.Endpoint::isPublic)
            .map(ServiceSpecification.Endpoint::name)
            .toList();
    ingress.keySet().retainAll(names);
    for (var name : names) {
      ingress.computeIfAbsent(
          name, n -> new Ingress(hosts.ingress(identity.number() + "/" + n + "/" + at), at));
    }
  }

  void suspend(Instant at) {
    stir();
    if (!suspended) {
      suspended = true;
      suspendedOn = at;
      upgrading = false;
    }
  }

  void resume(Instant at) {
    stir();
    if (suspended) {
      suspended = false;
      resumedOn = at;
    }
  }

  void delete() {
    stir();
    deleting = true;
  }

  /// Ends at once, as when its pool is gone.
  void abandon() {
    stir();
    deleting = true;
    instances.clear();
  }

  Instant updated() {
    return updated;
  }

  /// Notes that a statement changed it.
  void touch(Instant at) {
    updated = at;
  }

  void cancel() {
    stir();
    cancelled = true;
  }

  /// Takes a new specification; running instances follow one by one.
  void specification(StoredSpecification value) {
    stir();
    var changed = !value.digest().equals(specification.digest());
    specification = value;
    upgrading = !suspended && (upgrading || (changed && !instances.isEmpty()));
  }

  /// Whether it keeps its pool busy.
  boolean working(Instant now) {
    if (job) {
      return !finished(now);
    }
    return !instances.isEmpty() || target() > 0;
  }

  /// Whether a job has ended, in whatever way.
  boolean finished(Instant now) {
    if (!job) {
      return false;
    }
    return (cancelled || deleting)
        ? instances.stream().noneMatch(Instance::placed) || instances.isEmpty()
        : !instances.isEmpty() && instances.stream().allMatch(i -> i.ended(now));
  }

  long ready(Instant now) {
    return instances.stream().filter(instance -> instance.status(now).equals("READY")).count();
  }

  long current() {
    return instances.stream()
        .filter(instance -> instance.placed() && instance.terminating().isEmpty())
        .count();
  }

  /// As SHOW SERVICES says it.
  String status(Instant now) {
    if (deleting) {
      return "DELETING";
    }
    if (job) {
      return jobStatus(now);
    }
    if (suspended) {
      return instances.isEmpty() ? "SUSPENDED" : "SUSPENDING";
    }
    if (ready(now) >= minReady) {
      return "RUNNING";
    }
    return instances.stream().anyMatch(i -> i.status(now).equals("FAILED")) ? "FAILED" : "PENDING";
  }

  private String jobStatus(Instant now) {
    if (cancelled) {
      return instances.isEmpty() ? "CANCELLED" : "CANCELLING";
    }
    var statuses = instances.stream().map(instance -> instance.status(now)).toList();
    if (statuses.contains("FAILED")) {
      return "FAILED";
    }
    if (!statuses.isEmpty() && statuses.stream().allMatch("SUCCEEDED"::equals)) {
      return "DONE";
    }
    return statuses.contains("READY") || statuses.contains("SUCCEEDED") ? "RUNNING" : "PENDING";
  }
}
