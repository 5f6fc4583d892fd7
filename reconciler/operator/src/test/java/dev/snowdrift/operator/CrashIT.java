package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.demo.SampleFiles;
import dev.snowdrift.operator.loop.PassReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real process, killed while it converges an empty account and workspace for the first time.
class CrashIT {
  /// Each is a JVM that starts, which is all work for the processor.
  private static final int AT_ONCE = 2;

  private static final List<Integer> STATEMENTS = List.of(1, 3, 5, 7, 9, 11, 13, 15, 17);
  private static final List<Integer> REQUESTS = List.of(1, 3, 5, 6, 8, 10, 12, 14);

  @TempDir Path directory;

  @Test
  void killed_at_twenty_moments_it_ends_where_an_undisturbed_one_does() throws Exception {
    try (var repository = Repository.create(directory.resolve("repository"), "main");
        var executor = Executors.newFixedThreadPool(AT_ONCE)) {
      repository.commit("first", new TreeMap<>(SampleFiles.all()));
      var undisturbed = undisturbed(repository);
      var moments = moments();
      var crashes =
          moments.stream().<Callable<End>>map(moment -> () -> crash(repository, moment)).toList();

      var ends = executor.invokeAll(crashes);

      assertThat(moments).hasSize(20).doesNotHaveDuplicates();
      var softly = new SoftAssertions();
      for (var i = 0; i < moments.size(); i++) {
        var end = ends.get(i).get();
        softly
            .assertThat(end.said())
            .as("killed at %s: what the next one said", moments.get(i))
            .isEmpty();
        softly
            .assertThat(end)
            .as("killed at %s: what the next one left", moments.get(i))
            .usingRecursiveComparison()
            .isEqualTo(undisturbed);
      }
      softly.assertAll();
    }
  }

  /// Early ones, and ones spread over all writes to both targets: half of the requests at hand then
  /// are lost, and half arrive after their sender's death.
  private static List<Moment> moments() {
    var moments = new ArrayList<Moment>();
    moments.add(new Moment.FileAppears("state.mv.db"));
    moments.add(new Moment.FileAppears("mirror.git/objects"));
    moments.add(new Moment.FirstLook());
    for (var i = 0; i < STATEMENTS.size(); i++) {
      moments.add(new Moment.NthStatement(STATEMENTS.get(i), i % 2 == 1));
    }
    for (var i = 0; i < REQUESTS.size(); i++) {
      moments.add(new Moment.NthRequest(REQUESTS.get(i), i % 2 == 1));
    }
    return moments;
  }

  private End undisturbed(Repository repository) {
    try (var world = new CrashWorld(directory.resolve("undisturbed"), repository);
        var process = world.reconcile()) {
      var end = End.of(process, world);
      assertThat(end.exitCode()).as(process::output).isZero();
      assertThat(end.left()).isEqualTo(PassReport.Result.NOOP);
      // So that the last of the moments are the last of the writes.
      assertThat(world.local().sandbox().statements().writes()).hasSize(STATEMENTS.getLast());
      assertThat(world.local().prefect().writes()).hasSize(REQUESTS.getLast());
      return end;
    }
  }

  private End crash(Repository repository, Moment moment) {
    try (var world = new CrashWorld(directory.resolve(moment.toString()), repository)) {
      var trap = moment.set(world.local(), world.stateDirectory());
      try (var first = world.reconcile()) {
        first.killWhen(trap.sprung());
      }
      trap.afterDeath().run();
      try (var second = world.reconcile()) {
        return End.of(second, world);
      }
    }
  }

  /// @param exitCode of the process
  /// @param said what it printed, when it did not succeed
  /// @param left what a fresh look would still change
  /// @param account everything in the account, a line each
  /// @param workspace everything in the Prefect workspace, a line each
  private record End(
      int exitCode,
      String said,
      PassReport.Result left,
      List<String> account,
      List<String> workspace) {
    static End of(OperatorProcess process, CrashWorld world) {
      var code = process.exitCode();
      return new End(
          code,
          code == 0 ? "" : process.output(),
          world.look().result(),
          world.account(),
          world.workspace());
    }
  }
}
