package dev.snowdrift.operator.loop;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Mark;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Revision;
import dev.snowdrift.operator.loop.PassReport.Next;
import dev.snowdrift.operator.loop.PassReport.Phase;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.operator.secret.Scrubbing;
import dev.snowdrift.operator.state.StateStore;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import dev.snowdrift.plan.Scope;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reconciles one environment: resolve, read, observe, plan, guard, converge, observe again,
/// report.
///
/// Level-triggered and idempotent: a pass looks at what is and ends when a fresh look plans nothing
/// more, or nothing that it may or can do. Not for use by two threads at once; the queue sees to
/// that.
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /// Looks and writes in one pass before it ends and another one goes on: more than a chain of
  /// resources that wait for each other is long.
  private static final int ROUNDS = 16;

  /// How long an object that we made ourselves may be invisible before it counts as missing.
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Source source;
  private final Map<Target, Provider> providers;
  private final KindRegistry registry;
  private final Planner planner;
  private final DesiredStates states;
  private final SecretReader secrets;
  private final StateStore state;
  private final Rollouts rollouts;
  private final Clock clock;
  private final Listener listener;
  private final History history;
  private final Map<ResourceId, Instant> created = new ConcurrentHashMap<>();

  /// What an environment is and may do.
  public record Settings(
      String environment,
      String branch,
      String repositoryUrl,
      Scope scope,
      Policy.Mode mode,
      Policy.Heal heal,
      int pruneFloor,
      int prunePercent) {}

  /// Hears what happens, for metrics and logs.
  public interface Listener {
    void stepEnded(String environment, Step step, Outcome outcome, Duration duration);

    /// A plan was made from a fresh observation.
    void planned(String environment, Plan plan);

    /// The environment reached a commit for the first time.
    void converged(String environment, Revision revision, Instant at);

    void passEnded(PassReport report);
  }

  public Reconciler(
      Settings settings,
      Source source,
      List<Provider> providers,
      Mark.Key key,
      SecretReader secrets,
      StateStore state,
      Clock clock,
      Listener listener) {
    this.settings = settings;
    this.source = source;
    var byTarget = new EnumMap<Target, Provider>(Target.class);
    providers.forEach(provider -> byTarget.put(provider.target(), provider));
    this.providers = byTarget;
    this.registry = new KindRegistry(providers.stream().map(Provider::kinds).toList());
    this.planner = new Planner(registry, key);
    this.states = new DesiredStates(settings, source, registry, key, secrets, state);
    this.rollouts = new Rollouts(settings.environment(), registry, states, state.rollouts(), clock);
    this.secrets = secrets;
    this.state = state;
    this.history = new History(state, clock);
    this.clock = clock;
    this.listener = listener;
  }

  public String environment() {
    return settings.environment();
  }

  public String branch() {
    return settings.branch();
  }

  /// Looks and plans, and writes nothing.
  public PassReport plan(Trigger trigger, Optional<Revision> revision) throws InterruptedException {
    return run(new Pass(trigger, revision, false, () -> false));
  }

  /// Looks, plans and converges what the guards let through.
  ///
  /// @param stopped asked at every step boundary; once true the pass ends as soon as it can
  public PassReport converge(Trigger trigger, BooleanSupplier stopped) throws InterruptedException {
    return run(new Pass(trigger, Optional.empty(), true, stopped));
  }

  private PassReport run(Pass pass) throws InterruptedException {
    return ScopedValue.where(Tasks.PASS, settings.environment()).call(pass::run);
  }

  private final class Pass {
    private final Trigger trigger;
    private final Optional<Revision> wanted;
    private final boolean writes;
    private final BooleanSupplier stopped;
    private final Instant started = clock.instant();
    private final Map<Phase, Duration> durations = new EnumMap<>(Phase.class);
    private final SortedMap<ResourceId, String> failures = new TreeMap<>();
    private RunStanding runs = RunStanding.NONE;
    private Optional<Revision> revision = Optional.empty();
    private Optional<Plan> plan = Optional.empty();
    private List<Problem> problems = List.of();
    private int changed;
    private boolean stoppedEarly;

    Pass(Trigger trigger, Optional<Revision> wanted, boolean writes, BooleanSupplier stopped) {
      this.trigger = trigger;
      this.wanted = wanted;
      this.writes = writes;
      this.stopped = stopped;
    }

    PassReport run() throws InterruptedException {
      var begin = System.nanoTime();
      PassReport report;
      try {
        reconcile();
        durations.put(Phase.TOTAL, Duration.ofNanos(System.nanoTime() - begin));
        report = report(result(), summary());
      } catch (PassEnded ended) {
        durations.put(Phase.TOTAL, Duration.ofNanos(System.nanoTime() - begin));
        problems = ended.problems();
        report = report(ended.result(), String.valueOf(ended.getMessage()));
      } catch (TargetFailure | Source.SourceUnavailable failure) {
        durations.put(Phase.TOTAL, Duration.ofNanos(System.nanoTime() - begin));
        report = report(Result.FAILED, String.valueOf(failure.getMessage()));
      }
      if (writes) {
        history.remember(report);
      }
      listener.passEnded(report);
      return report;
    }

    private void reconcile() throws InterruptedException {
      var run = Long.toString(started.toEpochMilli(), Character.MAX_RADIX);
      providers.values().forEach(provider -> provider.begin(settings.environment(), run));
      var head = timed(Phase.FETCH, this::resolve);
      revision = Optional.of(head);
      var desired = timed(Phase.RENDER, () -> states.withFingerprints(states.read(head)));
      var previous = states.previous();
      var lineage = states.lineage(head, previous);
      Optional<Set<String>> before = Optional.empty();
      for (var round = 0; round < ROUNDS; round++) {
        var look = round == 0 ? Phase.OBSERVE : Phase.VERIFY;
        var observation =
            rollouts.judged(desired, timed(look, () -> observe(desired, previous)), writes);
        var fresh =
            timed(Phase.PLAN, () -> planned(desired, previous, observation, policy(lineage)));
        plan = Optional.of(fresh);
        problems = fresh.problems();
        runs = RunStanding.of(fresh, desired, registry);
        if (writes) {
          rememberRuns(observation);
        }
        listener.planned(settings.environment(), fresh);
        if (!problems.isEmpty()) {
          throw new PassEnded(
              Result.BLOCKED,
              problems,
              "references that lead nowhere: nothing is written until they do");
        }
        var going = fresh.going();
        if (!writes || going.isEmpty()) {
          break;
        }
        var signature = signature(going);
        if (before.filter(signature::equals).isPresent()) {
          stuck(going);
          break;
        }
        before = Optional.of(signature);
        failures.clear();
        timed(Phase.CONVERGE, () -> run(fresh));
        // An approval holds for one plan and one run of it, and for what of it has to wait.
        if (!fresh.waiting().isEmpty()) {
          state.carryApproval(settings.environment(), fresh.digest(), fresh.restDigest());
        }
        state.useApproval(settings.environment(), fresh.digest());
        if (stoppedEarly) {
          break;
        }
      }
      if (writes) {
        rememberConverged(head, previous);
      }
    }

    /// Plans, and plans again when the first plan shows that something has failed for good.
    private Plan planned(
        DesiredState desired,
        Optional<DesiredState> previous,
        Observation observation,
        Policy policy) {
      var first =
          planner.plan(desired, previous, observation, policy, rollouts.rollbacks(desired, writes));
      return writes && rollouts.hasFailed(first, desired)
          ? planner.plan(
              desired, previous, observation, policy, rollouts.rollbacks(desired, writes))
          : first;
    }

    private Revision resolve() {
      if (wanted.isPresent()) {
        return wanted.get();
      }
      return source
          .head(settings.branch())
          .orElseThrow(() ->
              new PassEnded(
                  Result.BLOCKED,
                  List.of(),
                  "the branch %s does not exist: the environment stays as it is, and nothing is removed"
                      .formatted(settings.branch())));
    }

    private Policy policy(Optional<String> lineage) {
      return new Policy(
          settings.mode(),
          settings.heal(),
          lineage,
          settings.pruneFloor(),
          settings.prunePercent(),
          new HashSet<>(state.approved(settings.environment())),
          LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
          state.runs(settings.environment()));
    }

    private Observation observe(DesiredState desired, Optional<DesiredState> previous)
        throws InterruptedException {
      var resources = new TreeMap<ResourceId, Desired<?>>();
      var before = previous.map(DesiredState::resources).orElseGet(TreeMap::new);
      resources.putAll(before);
      resources.putAll(desired.resources());
      var looks = new ArrayList<Callable<Observation>>();
      for (var provider : providers.values()) {
        looks.add(() -> provider.observe(resources, before));
      }
      var seen = Observation.NOTHING;
      for (var part : Tasks.all(looks)) {
        seen = seen.and(part);
      }
      var shown = new Scrubbing(secrets, states.sources(resources)).scrubbed(seen);
      return shown.and(new Observation(new TreeMap<>(), ownCreations(seen)));
    }

    /// What we made moments ago and cannot see yet is unknown, not missing.
    private List<Observation.Gap> ownCreations(Observation seen) {
      var now = clock.instant();
      created.values().removeIf(at -> at.plus(GRACE).isBefore(now));
      // Seen once, it is visible: when it is gone afterwards, somebody removed it.
      created.keySet().removeIf(id -> seen.find(id).isPresent());
      return created.keySet().stream()
          .filter(id -> seen.find(id).isEmpty())
          .map(id ->
              new Observation.Gap(id.kind(), id.name(), "created moments ago and not visible yet"))
          .toList();
    }

    private Boolean run(Plan fresh) throws InterruptedException {
      var runner =
          new StepRunner(
              providers,
              secrets,
              (step, outcome, duration) ->
                  listener.stepEnded(settings.environment(), step, outcome, duration));
      var outcomes = runner.run(fresh.going(), stopped);
      for (var entry : outcomes.entrySet()) {
        switch (entry.getValue()) {
          case Outcome.Done _ -> {
            if (entry.getKey().isBracket()) {
              continue;
            }
            changed++;
            if (entry.getKey().change().equals("create")) {
              created.put(entry.getKey().id(), clock.instant());
            } else {
              created.remove(entry.getKey().id());
            }
          }
          case Outcome.Failed(var _, var message) -> failures.put(entry.getKey().id(), message);
          case Outcome.Skipped(var on) ->
              failures.putIfAbsent(entry.getKey().id(), "waits for " + on + ", which failed");
          case Outcome.Stopped _ -> {}
        }
      }
      stoppedEarly = stopped.getAsBoolean();
      return stoppedEarly;
    }

    /// The same steps were done and are still to do: the target accepts them and nothing changes.
    private void stuck(List<Step> going) {
      for (var step : going) {
        failures.putIfAbsent(
            step.id(),
            step.change().drifts().isEmpty()
                ? "stuck: %s was done and is still to do".formatted(step.change().word())
                : "stuck: %s was written and reads back unchanged"
                    .formatted(step.change().drifts().getFirst().path()));
      }
    }

    private Set<String> signature(List<Step> steps) {
      var signature = new HashSet<String>();
      for (var step : steps) {
        signature.add(step.change().word() + " " + step.id());
        // The second half of a change that had to wait is not the same again.
        step.effects().forEach(effect -> signature.add(step.id() + " " + effect.redacted()));
        step.change()
            .drifts()
            .forEach(drift -> signature.add(step.id() + " " + drift.path() + drift.observed()));
      }
      return signature;
    }

    /// The account forgets a finished run after a while.
    private void rememberRuns(Observation observation) {
      var remembered = state.runs(settings.environment());
      runs.ended()
          .forEach((id, run) -> {
            if (observation.find(id).isPresent() && !run.equals(remembered.ended().get(id))) {
              state.ended(settings.environment(), id, run, clock.instant());
            }
          });
    }

    private void rememberConverged(Revision head, Optional<DesiredState> previous) {
      var last = plan.orElseThrow();
      var done =
          last.problems().isEmpty()
              && runs.atWork().isEmpty()
              && runs.failed().isEmpty()
              && last.changes().stream().allMatch(step -> Leftovers.mayStay(step, previous))
              && last.objects().values().stream()
                  .noneMatch(status -> status.sync() == Sync.UNKNOWN);
      if (done && !state.converged(settings.environment()).equals(Optional.of(head.id()))) {
        var now = clock.instant();
        state.converged(settings.environment(), head.id(), now);
        listener.converged(settings.environment(), head, now);
        LOG.info("converged to {}", head.shortId());
      }
    }

    private Result result() {
      var last = plan.orElseThrow();
      if (stoppedEarly) {
        return Result.CANCELLED;
      }
      if (!failures.isEmpty() || (writes && isUnfinished(last))) {
        return Result.PARTIAL;
      }
      if (!last.isEmpty()) {
        return Result.PLANNED;
      }
      return changed > 0 ? Result.CHANGED : Result.NOOP;
    }

    private boolean isUnfinished(Plan last) {
      return !last.going().isEmpty()
          || !last.waiting().isEmpty()
          || !runs.atWork().isEmpty()
          || !runs.failed().isEmpty();
    }

    private Next next(Result result) {
      if (result == Result.FAILED || !failures.isEmpty()) {
        return Next.AFTER_BACK_OFF;
      }
      if (!writes || result == Result.BLOCKED || result == Result.CANCELLED || plan.isEmpty()) {
        return Next.ON_TRIGGER;
      }
      // Steps that are left without a failure are those of a pass that has taken its rounds.
      return plan.get().progresses() || !plan.get().going().isEmpty() || !runs.atWork().isEmpty()
          ? Next.SOON
          : Next.ON_TRIGGER;
    }

    private String summary() {
      var last = plan.orElseThrow();
      return switch (result()) {
        case NOOP -> "in sync: nothing to change";
        case CHANGED -> "converged: %d changed".formatted(changed);
        case PLANNED ->
            writes
                ? "%d changed, %d held".formatted(changed, last.held().size())
                : "%d to change".formatted(last.changes().size());
        case PARTIAL ->
            "%d changed, %d failed%s%s"
                .formatted(
                    changed,
                    failures.size() + runs.failed().size(),
                    count(last.waiting().size(), "waiting"),
                    count(runs.atWork().size(), "at work"));
        case CANCELLED -> "stopped at a step boundary";
        case BLOCKED, FAILED -> "";
      };
    }

    private static String count(int number, String word) {
      return number == 0 ? "" : ", %d %s".formatted(number, word);
    }

    private PassReport report(Result result, String message) {
      var all = new TreeMap<ResourceId, String>();
      if (writes) {
        all.putAll(runs.failed());
      }
      all.putAll(failures);
      return new PassReport(
          settings.environment(),
          trigger,
          revision,
          result,
          plan,
          problems,
          all,
          changed,
          next(result),
          message,
          started,
          durations);
    }

    private <T> T timed(Phase phase, Callable<T> call) throws InterruptedException {
      var begin = System.nanoTime();
      try {
        return call.call();
      } catch (RuntimeException | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      } finally {
        durations.merge(phase, Duration.ofNanos(System.nanoTime() - begin), Duration::plus);
      }
    }
  }
}
