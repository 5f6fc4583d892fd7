package dev.snowdrift.operator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Provider;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import dev.snowdrift.kind.SecretReader;
import dev.snowdrift.kind.Target;
import dev.snowdrift.kind.TargetFailure;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// Units of steps: what runs between the suspending and the resuming of a root, and what is done
/// when something goes wrong there.
class StepRunnerTest {
  private static final ResourceId ROOT = task("ROOT");

  private final Target target = Target.SNOWFLAKE;
  private final Recorder recorder = new Recorder();

  private static ResourceId task(String name) {
    return new ResourceId("Task", name);
  }

  private record Words(String redacted) implements Effect {
    @Override
    public Target target() {
      return Target.SNOWFLAKE;
    }
  }

  /// Writes down what it is told, and fails where a test wants it to.
  private final class Recorder implements Provider {
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private Map<String, TargetFailure.Kind> failures = Map.of();

    @Override
    public Target target() {
      return target;
    }

    @Override
    public List<Kind<?>> kinds() {
      return List.of();
    }

    @Override
    public Observation observe(SortedMap<ResourceId, Desired<?>> resources) {
      return Observation.NOTHING;
    }

    @Override
    public void execute(Effect effect, SecretReader secrets) {
      ran.add(effect.redacted());
      var failure = failures.get(effect.redacted());
      if (failure != null) {
        throw new TargetFailure(failure, Optional.empty(), "no");
      }
    }

    @Override
    public void close() {}
  }

  private static Step step(Change change, String words, ResourceId... after) {
    return new Step(
        change,
        List.of(new Words(words)),
        Risk.IN_PLACE,
        "",
        Verdict.go(),
        Set.of(after),
        Optional.of(ROOT));
  }

  private static Step update(String name, ResourceId... after) {
    return step(new Change.Update(task(name), List.of()), "alter " + name, after);
  }

  private static List<Step> unit(boolean evenAfterFailures, Step... inside) {
    var steps = new ArrayList<Step>();
    steps.add(step(new Change.Suspend(ROOT), "suspend"));
    steps.addAll(List.of(inside));
    steps.add(step(new Change.Resume(ROOT, evenAfterFailures), "resume"));
    return steps;
  }

  private Map<StepRunner.StepKey, Outcome> run(List<Step> steps, BooleanSupplier stopped)
      throws InterruptedException {
    SecretReader none =
        source -> {
          throw new SecretReader.SecretUnavailable("there are no secrets here");
        };
    return new StepRunner(Map.of(target, recorder), none, (_, _, _) -> {}).run(steps, stopped);
  }

  @Test
  void the_root_is_suspended_before_and_resumed_after_all_of_its_unit() throws Exception {
    run(unit(true, update("ROOT"), update("A", ROOT), update("B")), () -> false);

    assertThat(recorder.ran)
        .containsExactly("suspend", "alter ROOT", "alter A", "alter B", "resume");
  }

  @Test
  void a_root_that_ran_before_is_resumed_after_a_failure() throws Exception {
    recorder.failures = Map.of("alter A", TargetFailure.Kind.INPUT);

    var outcomes = run(unit(true, update("A"), update("B", task("A")), update("C")), () -> false);

    assertThat(recorder.ran).containsExactly("suspend", "alter A", "alter C", "resume");
    assertThat(outcomes.values())
        .extracting(Outcome::word)
        .containsExactly("ok", "failed", "skipped", "ok", "ok");
  }

  @Test
  void a_graph_that_never_ran_is_not_started_incomplete() throws Exception {
    recorder.failures = Map.of("alter A", TargetFailure.Kind.INPUT);

    run(unit(false, update("A")), () -> false);

    assertThat(recorder.ran).containsExactly("suspend", "alter A");
  }

  @Test
  void nothing_is_changed_below_a_root_that_could_not_be_suspended() throws Exception {
    recorder.failures = Map.of("suspend", TargetFailure.Kind.PERMISSION);

    run(unit(true, update("A")), () -> false);

    assertThat(recorder.ran).containsExactly("suspend");
  }

  @Test
  void a_pass_that_is_stopped_leaves_no_root_suspended() throws Exception {
    run(unit(true, update("A"), update("B")), () -> recorder.ran.contains("alter A"));

    assertThat(recorder.ran).containsExactly("suspend", "alter A", "resume");
  }

  @Test
  void after_a_lost_answer_the_account_is_looked_at_first() throws Exception {
    recorder.failures = Map.of("alter A", TargetFailure.Kind.UNKNOWN_OUTCOME);

    run(unit(true, update("A"), update("B")), () -> false);

    assertThat(recorder.ran).containsExactly("suspend", "alter A");
  }

  @Test
  void what_a_unit_needs_is_there_before_its_root_is_suspended() throws Exception {
    var pool =
        new Step(
            new Change.Create(new ResourceId("ComputePool", "P"), Drift.Origin.GIT, ""),
            List.of(new Words("make P")),
            Risk.IN_PLACE,
            "",
            Verdict.go(),
            Set.of());
    var steps = new ArrayList<>(List.of(pool));
    steps.addAll(unit(true, update("A", pool.id())));

    run(steps, () -> false);

    assertThat(recorder.ran).containsExactly("make P", "suspend", "alter A", "resume");
  }
}
