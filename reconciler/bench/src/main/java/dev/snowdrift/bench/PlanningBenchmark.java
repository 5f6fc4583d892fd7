package dev.snowdrift.bench;

import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Planner;
import dev.snowdrift.plan.Policy;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Values to plan, without any target.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlanningBenchmark {
  private static final Policy POLICY = Policy.converge(LocalDate.of(2026, 11, 20));

  @Param("1000")
  public int manifests;

  private KindRegistry kinds = Assembly.kinds();
  private Optional<DesiredState> desired = Optional.empty();
  private Observation converged = Observation.NOTHING;

  /// Converges the estate once, to have what the targets then show.
  @Setup
  public void prepare() {
    System.setProperty("snowdrift.level", "WARN");
    kinds = Assembly.kinds();
    try (var rig = Rig.start(Estate.of(manifests))) {
      var _ = Rig.converge(rig.reconciler());
      var state = rig.fingerprinted(rig.read());
      converged = rig.observe(state);
      desired = Optional.of(state);
    }
  }

  /// Everything is there: the plan has no step.
  @Benchmark
  public Plan atRest() {
    return plan(desired, converged);
  }

  /// Nothing is there: the plan creates everything, in order.
  @Benchmark
  public Plan fromEmpty() {
    return plan(Optional.empty(), Observation.NOTHING);
  }

  private Plan plan(Optional<DesiredState> previous, Observation observation) {
    return new Planner(kinds, Rig.key()).plan(desired.orElseThrow(), previous, observation, POLICY);
  }
}
