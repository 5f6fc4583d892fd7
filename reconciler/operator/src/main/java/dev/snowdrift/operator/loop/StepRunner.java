package dev.snowdrift.operator.loop;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the steps of a plan: each after those it needs, independent ones at once, and nothing more
/// once an answer was lost or the pass was stopped.
///
/// The steps of a unit run one after the other between the suspending and the resuming of its
/// roots. A root that ran before is resumed also when a step of its unit failed and when the pass
/// was stopped in between: otherwise it would miss its runs until somebody mends the manifest. It
/// is not resumed once an answer was lost: then the next look decides.
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

  /// Steps at work at the same time.
  private static final int CONCURRENT = 4;

  private final Map<Target, Provider> providers;
  private final SecretReader secrets;
  private final Listener listener;

  /// Hears of every step that ended.
  interface Listener {
    void ended(Step step, Outcome outcome, Duration duration);
  }

  StepRunner(Map<Target, Provider> providers, SecretReader secrets, Listener listener) {
    this.providers = Map.copyOf(providers);
    this.secrets = secrets;
    this.listener = listener;
  }

  /// What became of every step, in the order of the plan.
  ///
  /// @param stopped asked before each step and each effect; once true, nothing more is started
  Map<StepKey, Outcome> run(List<Step> steps, BooleanSupplier stopped) throws InterruptedException {
    var run = new Run(steps, stopped);
    return run.run();
  }

  /// An object can have two steps in one plan: adopting it, and then updating it.
  record StepKey(ResourceId id, String change, boolean isBracket) {
    static StepKey of(Step step) {
      return new StepKey(step.id(), step.change().word(), step.change().isBracket());
    }
  }

  private final class Run {
    private final List<Step> steps;
    private final BooleanSupplier stopped;
    private final AtomicBoolean answerLost = new AtomicBoolean();
    private final Map<StepKey, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Map<StepKey, List<StepKey>> needed = new HashMap<>();

    /// What has not ended yet of what a step needs; a step is ready once that is empty.
    private final Map<StepKey, Set<StepKey>> open = new HashMap<>();

    /// Positions in the plan, by what they wait for.
    private final Map<StepKey, List<Integer>> waiting = new HashMap<>();

    /// Positions of steps that can start, the first of the plan first.
    private final PriorityQueue<Integer> ready = new PriorityQueue<>();

    Run(List<Step> steps, BooleanSupplier stopped) {
      this.steps = steps;
      this.stopped = stopped;
      var needs = new StepNeeds(steps);
      for (var position = 0; position < steps.size(); position++) {
        var key = StepKey.of(steps.get(position));
        needed.put(key, needs.succeeded(position));
        var needsEnd = needs.ended(position);
        for (var other : needsEnd) {
          waiting.computeIfAbsent(other, _ -> new ArrayList<>()).add(position);
        }
        if (needsEnd.isEmpty()) {
          ready.add(position);
        }
        open.put(key, needsEnd);
      }
    }

    private List<StepKey> neededBy(Step step) {
      return needed.getOrDefault(StepKey.of(step), List.of());
    }

    Map<StepKey, Outcome> run() throws InterruptedException {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var service = new ExecutorCompletionService<Map.Entry<Step, Outcome>>(executor);
        var working = 0;
        do {
          while (working < CONCURRENT && !ready.isEmpty()) {
            var step = steps.get(ready.remove());
            Tasks.submit(service, () -> Map.entry(step, runStep(step)));
            working++;
          }
          if (working > 0) {
            var ended = Tasks.get(service.take());
            working--;
            outcomes.put(StepKey.of(ended.getKey()), ended.getValue());
            release(StepKey.of(ended.getKey()));
          }
        } while (working > 0 || !ready.isEmpty());
      }
      var all = new LinkedHashMap<StepKey, Outcome>();
      steps.forEach(step ->
          all.put(
              StepKey.of(step), outcomes.getOrDefault(StepKey.of(step), new Outcome.Stopped())));
      return all;
    }

    /// Those that waited for this one alone are ready: to run, or to be skipped.
    private void release(StepKey ended) {
      for (var position : waiting.getOrDefault(ended, List.of())) {
        var needs = open.get(StepKey.of(steps.get(position)));
        if (needs != null && needs.remove(ended) && needs.isEmpty()) {
          ready.add(position);
        }
      }
    }

    private Outcome runStep(Step step) {
      var begin = System.nanoTime();
      var outcome = outcomeOf(step);
      listener.ended(step, outcome, Duration.ofNanos(System.nanoTime() - begin));
      switch (outcome) {
        case Outcome.Done _ ->
            LOG.info(
                "{} {}{}",
                step.change().word(),
                step.id(),
                step.change().fromGit() ? "" : ", which was changed out-of-band");
        case Outcome.Failed(var kind, var message) ->
            LOG.warn("{} {} failed ({}): {}", step.change().word(), step.id(), kind, message);
        case Outcome.Skipped(var on) ->
            LOG.info("{} {} skipped: {} did not succeed", step.change().word(), step.id(), on);
        case Outcome.Stopped _ -> LOG.debug("{} {} not started", step.change().word(), step.id());
      }
      return outcome;
    }

    private Outcome outcomeOf(Step step) {
      for (var other : neededBy(step)) {
        if (!(outcomes.get(other) instanceof Outcome.Done)) {
          return new Outcome.Skipped(other.id());
        }
      }
      for (Effect effect : step.effects()) {
        if (answerLost.get() || (stopped.getAsBoolean() && !closes(step))) {
          return new Outcome.Stopped();
        }
        try {
          provider(effect).execute(effect, secrets);
        } catch (TargetFailure failure) {
          if (failure.kind() == TargetFailure.Kind.UNKNOWN_OUTCOME) {
            answerLost.set(true);
          }
          return new Outcome.Failed(failure.kind(), String.valueOf(failure.getMessage()));
        } catch (SecretReader.SecretUnavailable unavailable) {
          return new Outcome.Failed(
              TargetFailure.Kind.INPUT, String.valueOf(unavailable.getMessage()));
        }
      }
      return new Outcome.Done();
    }

    /// Whether it ends what the pass has begun.
    private static boolean closes(Step step) {
      return step.change() instanceof Change.Resume(var _, var always) && always;
    }

    private Provider provider(Effect effect) {
      var provider = providers.get(effect.target());
      if (provider == null) {
        throw new IllegalStateException("no provider for " + effect.target());
      }
      return provider;
    }
  }
}
