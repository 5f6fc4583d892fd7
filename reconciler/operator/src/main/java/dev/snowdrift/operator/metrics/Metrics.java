package dev.snowdrift.operator.metrics;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.loop.Outcome;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Phase;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.operator.loop.Reconciler;
import dev.snowdrift.operator.loop.Trigger;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Guard;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.plan.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Everything that `/metrics` shows of the loop. Label values are enumerations, never names of
/// objects; every one of them is registered at 0 from the start.
public final class Metrics implements Reconciler.Listener {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Clock clock;
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Instant>> openDrift = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> writes = new ConcurrentHashMap<>();
  private final Map<String, Map<Target, Long>> writesBefore = new ConcurrentHashMap<>();

  public Metrics(Clock clock) {
    this.clock = clock;
    Gauge.builder("snowdrift.build.info", () -> 1)
        .tags("version", version(), "java", System.getProperty("java.version", ""))
        .register(registry);
    for (var target : Target.values()) {
      steadyStateWrites(target);
    }
  }

  private static String version() {
    var found = Metrics.class.getPackage().getImplementationVersion();
    return found == null ? "development" : found;
  }

  /// Registers the series of an environment, all at 0.
  public void register(String environment) {
    for (var trigger : Trigger.values()) {
      for (var result : Result.values()) {
        reconciles(environment, trigger, result);
      }
    }
    for (var phase : Phase.values()) {
      duration(environment, phase);
    }
    for (var guard : Guard.values()) {
      guardRefusals(environment, guard);
    }
    for (var kind : TargetFailure.Kind.values()) {
      errors(environment, kind);
    }
    for (var stage : new String[] {"fetch", "observe", "converge"}) {
      lastSuccess(environment, stage);
    }
    commitToConverged(environment);
    gauge("snowdrift.approvals.pending", Tags.of("env", environment));
    gauge("snowdrift.prune.candidates", Tags.of("env", environment));
    gauge("snowdrift.converged.commit.timestamp.seconds", Tags.of("env", environment));
    gauge("snowdrift.head.commit.timestamp.seconds", Tags.of("env", environment));
    Gauge.builder("snowdrift.drift.age.seconds", this, metrics -> metrics.driftAge(environment))
        .tags("env", environment)
        .register(registry);
    remember(environment);
  }

  /// A statement of a Snowflake session.
  public void statement(
      String environment, String statementClass, boolean write, boolean warehouse, Duration took) {
    Counter.builder("snowdrift.snowflake.statements")
        .tags("class", statementClass, "warehouse_used", Boolean.toString(warehouse))
        .register(registry)
        .increment();
    request(environment, Target.SNOWFLAKE, statementClass, "ok", write, took);
  }

  /// A request to a target.
  public void request(
      String environment,
      Target target,
      String operation,
      String code,
      boolean write,
      Duration took) {
    Counter.builder("snowdrift.target.requests")
        .tags("target", target.word(), "operation", operation, "code", code)
        .register(registry)
        .increment();
    Timer.builder("snowdrift.target.request.duration")
        .tags("target", target.word(), "operation", write ? "write" : "read")
        .register(registry)
        .record(took);
    if (write) {
      writes(environment, target).incrementAndGet();
    }
  }

  /// A session could not use the container's own token and used explicit credentials.
  public void loginFallback(String environment) {
    Counter.builder("snowdrift.login.fallback")
        .tags("env", environment)
        .register(registry)
        .increment();
  }

  @Override
  public void stepEnded(String environment, Step step, Outcome outcome, Duration took) {
    Counter.builder("snowdrift.changes")
        .tags(
            "env",
            environment,
            "kind",
            step.id().kind(),
            "change",
            step.change().word(),
            "outcome",
            outcome.word())
        .register(registry)
        .increment();
    Timer.builder("snowdrift.change.duration")
        .tags(
            "target",
            step.effects().isEmpty() ? "none" : step.effects().getFirst().target().word(),
            "change",
            step.change().word())
        .register(registry)
        .record(took);
    if (outcome instanceof Outcome.Failed(var kind, var _)) {
      errors(environment, kind).increment();
    }
  }

  @Override
  public void planned(String environment, Plan plan) {
    var seconds = clock.instant().getEpochSecond();
    lastSuccess(environment, "fetch").set(seconds);
    lastSuccess(environment, "observe").set(seconds);
    gauge("snowdrift.head.commit.timestamp.seconds", Tags.of("env", environment))
        .set(plan.revision().time().getEpochSecond());
    countObjects(environment, plan);
    countDrift(environment, plan);
    var held = plan.steps().stream().map(Step::verdict).toList();
    for (var verdict : held) {
      if (verdict instanceof Verdict.Held refused) {
        guardRefusals(environment, refused.guard()).increment();
      }
    }
    gauge("snowdrift.approvals.pending", Tags.of("env", environment))
        .set(held.stream().filter(v -> v instanceof Verdict.Held h && h.approvable()).count());
    gauge("snowdrift.prune.candidates", Tags.of("env", environment))
        .set(plan.held().stream().filter(step -> step.change() instanceof Change.Prune).count());
  }

  @Override
  public void converged(String environment, Revision revision, Instant at) {
    gauge("snowdrift.converged.commit.timestamp.seconds", Tags.of("env", environment))
        .set(revision.time().getEpochSecond());
    var took = Duration.between(revision.time(), at);
    commitToConverged(environment).record(took.isNegative() ? Duration.ZERO : took);
  }

  @Override
  public void passEnded(PassReport report) {
    var environment = report.environment();
    reconciles(environment, report.trigger(), report.result()).increment();
    report.duration().forEach((phase, took) -> duration(environment, phase).record(took));
    if (report.result() == Result.BLOCKED) {
      errors(environment, TargetFailure.Kind.INPUT).increment();
    }
    if (report.result() == Result.NOOP || report.result() == Result.CHANGED) {
      lastSuccess(environment, "converge").set(clock.instant().getEpochSecond());
    }
    countSteadyStateWrites(report);
  }

  /// The page in the Prometheus text format.
  public String scrape() {
    return registry.scrape();
  }

  /// Writes that were issued while the plan was empty, since the start.
  public double steadyStateWrites() {
    var sum = 0.0;
    for (var target : Target.values()) {
      sum += steadyStateWrites(target).count();
    }
    return sum;
  }

  private void countSteadyStateWrites(PassReport report) {
    var before = writesBefore.getOrDefault(report.environment(), Map.of());
    for (var target : Target.values()) {
      var now = writes(report.environment(), target).get();
      if (report.result() == Result.NOOP) {
        steadyStateWrites(target).increment((double) (now - before.getOrDefault(target, 0L)));
      }
    }
    remember(report.environment());
  }

  private void remember(String environment) {
    var now = new HashMap<Target, Long>();
    for (var target : Target.values()) {
      now.put(target, writes(environment, target).get());
    }
    writesBefore.put(environment, now);
  }

  private void countObjects(String environment, Plan plan) {
    var kinds = new HashSet<String>();
    var counts = new HashMap<String, Long>();
    for (ObjectStatus status : plan.objects().values()) {
      kinds.add(status.id().kind());
      counts.merge(status.id().kind() + "\0" + status.sync().word(), 1L, Long::sum);
      counts.merge(status.id().kind() + "\0" + status.health().status().word(), 1L, Long::sum);
    }
    for (var kind : kinds) {
      for (var sync : Sync.values()) {
        gauge("snowdrift.objects", Tags.of("env", environment, "kind", kind, "sync", sync.word()))
            .set(counts.getOrDefault(kind + "\0" + sync.word(), 0L));
      }
      for (var health : Health.Status.values()) {
        gauge(
                "snowdrift.objects.health",
                Tags.of("env", environment, "kind", kind, "health", health.word()))
            .set(counts.getOrDefault(kind + "\0" + health.word(), 0L));
      }
    }
  }

  private void countDrift(String environment, Plan plan) {
    var open = openDrift.computeIfAbsent(environment, _ -> new ConcurrentHashMap<>());
    Set<String> seen = new HashSet<>();
    for (var status : plan.objects().values()) {
      for (var drift : status.drifts()) {
        detect(
            environment,
            status.id().kind(),
            status.id() + " " + drift.path(),
            drift.origin(),
            open,
            seen);
      }
    }
    for (var step : plan.steps()) {
      if (step.change() instanceof Change.Create create) {
        detect(environment, step.id().kind(), step.id() + " missing", create.origin(), open, seen);
      }
    }
    open.keySet().removeIf(key -> !seen.contains(key));
  }

  private void detect(
      String environment,
      String kind,
      String what,
      Drift.Origin origin,
      Map<String, Instant> open,
      Set<String> seen) {
    var key = origin.word() + " " + what;
    seen.add(key);
    if (open.putIfAbsent(key, clock.instant()) == null) {
      Counter.builder("snowdrift.drift.detected")
          .tags("env", environment, "kind", kind, "origin", origin.word())
          .register(registry)
          .increment();
    }
  }

  private double driftAge(String environment) {
    return openDrift.getOrDefault(environment, Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(Drift.Origin.OUT_OF_BAND.word()))
        .map(Map.Entry::getValue)
        .min(Instant::compareTo)
        .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
        .orElse(0.0);
  }

  private AtomicLong writes(String environment, Target target) {
    return writes.computeIfAbsent(environment + "\0" + target, _ -> new AtomicLong());
  }

  private Counter steadyStateWrites(Target target) {
    return Counter.builder("snowdrift.steady.state.writes")
        .description("writes issued while the plan was empty; must stay 0")
        .tags("target", target.word())
        .register(registry);
  }

  private Counter reconciles(String environment, Trigger trigger, Result result) {
    return Counter.builder("snowdrift.reconcile")
        .tags("env", environment, "trigger", trigger.word(), "outcome", result.word())
        .register(registry);
  }

  private Counter errors(String environment, TargetFailure.Kind kind) {
    return Counter.builder("snowdrift.reconcile.errors")
        .tags("env", environment, "class", kind.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter guardRefusals(String environment, Guard guard) {
    return Counter.builder("snowdrift.guard.refusals")
        .tags("env", environment, "guard", guard.word())
        .register(registry);
  }

  private Timer duration(String environment, Phase phase) {
    return Timer.builder("snowdrift.reconcile.duration")
        .tags("env", environment, "phase", phase.word())
        .publishPercentileHistogram(false)
        .serviceLevelObjectives(buckets())
        .register(registry);
  }

  private Timer commitToConverged(String environment) {
    return Timer.builder("snowdrift.commit.to.converged")
        .tags("env", environment)
        .serviceLevelObjectives(buckets())
        .register(registry);
  }

  private static Duration[] buckets() {
    return new Duration[] {
      Duration.ofMillis(100),
      Duration.ofMillis(500),
      Duration.ofSeconds(1),
      Duration.ofSeconds(5),
      Duration.ofSeconds(15),
      Duration.ofMinutes(1),
      Duration.ofMinutes(5),
      Duration.ofMinutes(15),
      Duration.ofHours(1)
    };
  }

  private AtomicLong lastSuccess(String environment, String stage) {
    return gauge(
        "snowdrift.last.success.timestamp.seconds", Tags.of("env", environment, "stage", stage));
  }

  private AtomicLong gauge(String name, Tags tags) {
    return gauges.computeIfAbsent(
        name + tags,
        _ -> {
          var value = new AtomicLong();
          Gauge.builder(name, value, AtomicLong::doubleValue).tags(tags).register(registry);
          return value;
        });
  }
}
