package dev.snowdrift.bench;

import dev.snowdrift.operator.demo.LocalWorld;
import dev.snowdrift.sandbox.account.StatementResult;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What the account behind the tests takes to list its objects, without driver and wire.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ShowingBenchmark {
  @Param("1000")
  public int objects;

  private LocalWorld world = start(0);

  private static LocalWorld start(int objects) {
    var world = LocalWorld.stepped(Instant.parse("2026-11-20T12:00:00Z"));
    world.byHand("CREATE DATABASE SCALE");
    for (var i = 0; i < objects; i++) {
      world.byHand("CREATE STAGE SCALE.PUBLIC.STAGE_" + i);
    }
    return world;
  }

  @Setup
  public void fill() {
    world.close();
    world = start(objects);
  }

  @TearDown
  public void close() {
    world.close();
  }

  /// One listing of everything.
  @Benchmark
  public StatementResult show() {
    return world.byHand("SHOW STAGES IN DATABASE SCALE");
  }

  /// One object out of it by a pattern.
  @Benchmark
  public StatementResult showLike() {
    return world.byHand("SHOW STAGES LIKE 'STAGE_7' IN DATABASE SCALE");
  }
}
