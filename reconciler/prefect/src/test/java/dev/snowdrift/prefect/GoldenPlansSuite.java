package dev.snowdrift.prefect;

import dev.snowdrift.golden.GoldenFile;
import dev.snowdrift.golden.GoldenPlan;
import dev.snowdrift.golden.Notation;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.prefect.kind.PrefectKinds;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is planned for each kind, to the letter, and that a server takes it: the same texts on
/// whatever speaks Prefect's API.
abstract class GoldenPlansSuite {

  static List<GoldenFile.Case> cases() {
    return GoldenFile.cases(PrefectKinds.all());
  }

  /// The API of the server under test.
  abstract URI api();

  @ParameterizedTest
  @MethodSource("cases")
  void a_plan_is_as_it_was_read_and_agreed(GoldenFile.Case golden) {
    try (var ground = new EmptyWorkspace(api())) {
      GoldenPlan.check(golden, ground);
    }
  }

  /// A workspace with nothing in it for each case; what is done by hand is as {@link Hands} takes
  /// it. A line `Commit 2` among the resources says which commit has them.
  private static final class EmptyWorkspace implements GoldenPlan.Ground, AutoCloseable {
    private static final Pattern COMMIT = Pattern.compile("(?m)^Commit (\\d)\n");

    private final Hands hands;
    private final Workspace workspace;

    EmptyWorkspace(URI api) {
      hands = new Hands(api);
      hands.empty();
      workspace = new Workspace(api, "dev");
      workspace.secret("TOKEN", "t0ken");
      workspace.secret("OTHER_TOKEN", "an0ther");
    }

    @Override
    public DesiredState state(String resources) {
      var commit = COMMIT.matcher(resources);
      var id = commit.find() ? commit.group(1) : "1";
      return workspace.commit(
          id,
          Notation.resources(commit.replaceAll(""), PrefectKinds.all()).stream()
              .map(Notation::manifest)
              .toArray(String[]::new));
    }

    @Override
    public void byHand(String text) {
      hands.doAll(text);
    }

    @Override
    public Plan plan(DesiredState state, Optional<DesiredState> previous, Set<String> approved) {
      return workspace.plan(state, previous, approved);
    }

    @Override
    public void run(Plan plan) {
      workspace.run(plan);
    }

    @Override
    public void close() {
      workspace.close();
      hands.close();
    }
  }
}
