package dev.snowdrift.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.loop.PassReport.Result;
import dev.snowdrift.sandbox.prefect.Fault;
import dev.snowdrift.sandbox.wire.Faults;
import dev.snowdrift.sandbox.wire.StatementLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests and answers get lost during a first convergence: the passes after it end where an
/// undisturbed one ends, with nothing twice.
@TestInstance(Lifecycle.PER_CLASS)
class LostAnswersIT {
  /// Passes until everything is in place; each may lose one answer and then stops.
  private static final int PASSES = 60;

  private final Path directory;
  private SortedMap<String, List<String>> undisturbed = new TreeMap<>();
  private List<String> creations = List.of();

  LostAnswersIT(@TempDir Path directory) {
    this.directory = directory;
  }

  /// A way to lose something.
  record Loss(String words, Consumer<Faults.Script> statement, Fault.Effect request) {
    @Override
    public String toString() {
      return words;
    }
  }

  static Stream<Loss> losses() {
    return Stream.of(
        new Loss("requests", Faults.Script::dropBefore, new Fault.Effect.DropBefore()),
        new Loss("answers", Faults.Script::dropAfter, new Fault.Effect.DropAfter()),
        new Loss(
            "answers, and the server forgets",
            Faults.Script::dropAfterForgotten,
            new Fault.Effect.DropAfter()));
  }

  @BeforeAll
  void converge_undisturbed() {
    try (var world = world()) {
      world.settled("dev");
      undisturbed = everything(world);
      creations =
          world.statements().writes().stream()
              .map(StatementLog.Entry::sql)
              .map(sql ->
                  sql.split("\\s+(COMMENT|WITH|IN COMPUTE|TYPE|FROM|INSTANCE|MIN_|DIRECTORY)", 2)[
                      0])
              .toList();
    }
    assertThat(creations).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatever_is_lost_the_end_is_the_same(Loss loss) {
    try (var world = world()) {
      creations.forEach(sql ->
          loss.statement().accept(world.local().sandbox().faults().on("^" + Pattern.quote(sql))));
      for (var nth = 1; nth <= 25; nth += 2) {
        world.local().prefect().inject(Fault.on("POST", "/deployments/", 2 * nth, loss.request()));
      }
      for (var path : List.of("/flows/", "/work_pools/", "/variables/", "/block_documents/")) {
        var seen = path;
        world
            .local()
            .prefect()
            .inject(
                Fault.next(
                    2,
                    request -> request.writes() && request.path().startsWith(seen),
                    loss.request()));
      }

      var reports = new ArrayList<PassReport>();
      do {
        reports.add(world.converge("dev"));
        world.local().clock().step(Duration.ofSeconds(1));
      } while (reports.getLast().result() != Result.NOOP && reports.size() < PASSES);

      var last = reports.getLast();
      assertThat(last.result()).as(() -> EndToEndIT.explain(last)).isEqualTo(Result.NOOP);
      assertThat(world.local().prefect().requests())
          .filteredOn(request -> request.status() == 0)
          .hasSizeGreaterThan(5);
      world.local().prefect().clearFaults();
      assertSame(everything(world));
      assertThat(world.local().sandbox().faults().all())
          .allSatisfy(fault -> assertThat(fault.fired()).as(fault.sql()).isPositive());
    }
  }

  private void assertSame(SortedMap<String, List<String>> end) {
    assertThat(end.keySet()).isEqualTo(undisturbed.keySet());
    end.forEach((what, items) -> assertThat(items).as(what).isEqualTo(undisturbed.get(what)));
  }

  /// A new one at the same place each time: deployments know the repository by its address.
  private World world() {
    var place = directory.resolve("world");
    try {
      if (Files.exists(place)) {
        try (var files = Files.walk(place)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return World.create(place);
  }

  /// Both sides as they are, without what time, chance and the place of the test put there.
  private static SortedMap<String, List<String>> everything(World world) {
    var all = new TreeMap<String, List<String>>();
    for (var show :
        List.of(
            "SHOW DATABASES",
            "SHOW SCHEMAS IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW STAGES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW IMAGE REPOSITORIES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW NETWORK RULES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW SECRETS IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW SERVICES IN DATABASE E2E_FLOW_DB_DEV",
            "SHOW EXTERNAL ACCESS INTEGRATIONS",
            "SHOW COMPUTE POOLS",
            "SHOW ROLES",
            "SHOW GRANTS TO ROLE E2E_FLOW_DEV")) {
      all.put(show, world.rows(show).stream().map(LostAnswersIT::stable).sorted().toList());
    }
    try (var workspace = new Workspace(world.local().prefect().api())) {
      workspace
          .everything()
          .forEach((what, items) ->
              all.put(
                  what,
                  items.stream()
                      .map(item -> item.replaceAll("\\b[0-9a-f]{40}\\b", "<commit>"))
                      .map(item ->
                          item.replaceAll(
                              "\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<id>"))
                      .sorted()
                      .toList()));
    }
    return all;
  }

  private static String stable(Map<String, String> row) {
    var rest = new TreeMap<>(row);
    rest.keySet()
        .removeIf(column ->
            column.endsWith("_on") || column.endsWith("_time") || column.equals("dns_name"));
    return rest.toString();
  }
}
