package dev.snowdrift.bench;

import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.plan.DesiredState;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Text to desired state: YAML, values, schemas, records, references.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReadingBenchmark {
  @Param("1000")
  public int manifests;

  private KindRegistry kinds = Assembly.kinds();
  private SourceTree tree = Rig.tree(Estate.of(100));

  @Setup
  public void prepare() {
    kinds = Assembly.kinds();
    tree = Rig.tree(Estate.of(manifests));
  }

  /// Reads and binds all manifests.
  @Benchmark
  public DesiredState read() {
    return Rig.read(tree, kinds);
  }
}
