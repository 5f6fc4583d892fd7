package dev.snowdrift.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Repair;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.plan.Verdict;
import dev.snowdrift.report.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is planned in one case of a {@link GoldenFile}, to the letter, and that its target takes
/// it.
///
/// After a change that is meant, run with `-Dgolden.update=true`, and read what became different.
public final class GoldenPlan {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final int ROUNDS = 6;
  private static final Pattern CHANGE = Pattern.compile("  \\S [A-Z]");

  private GoldenPlan() {}

  /// A target with nothing in it, and what plans and runs there.
  public interface Ground {
    /// The desired state of these resources.
    DesiredState state(String resources);

    /// What somebody does without Git.
    void byHand(String text);

    /// The plan when a person has agreed to some.
    ///
    /// @param approved digests of plans that a person approved
    Plan plan(DesiredState state, Optional<DesiredState> previous, Set<String> approved);

    /// Runs every step that may run, in order.
    void run(Plan plan);

    /// Lets so much time pass that nothing is on its way any more; no time where nothing is.
    default void settled() {}
  }

  /// The cases that a kind must have.
  public static List<String> needed(Kind<?> kind) {
    var needed = new ArrayList<>(List.of("create", "change", "delete"));
    if (kind.adoptable()) {
      needed.add("adopt");
    }
    if (kind.fields().stream().anyMatch(field -> field.repair() instanceof Repair.Recreate)) {
      needed.add("held");
    }
    return needed;
  }

  /// The fields that can be altered and differ in no plan of the cases whose names begin so.
  public static List<String> missing(Kind<?> kind, String cases) {
    var drifts = drifts(kind, cases);
    return kind.fields().stream()
        .filter(field -> field.repair() instanceof Repair.Alter)
        .map(Field::name)
        .filter(field -> drifts.stream().noneMatch(drift -> isOf(drift, field)))
        .toList();
  }

  /// The fields with a default that go back to it in no plan of these cases.
  public static List<String> notReset(Kind<?> kind, String cases) {
    var drifts = drifts(kind, cases);
    return kind.fields().stream()
        .filter(field -> field.standard().isPresent())
        .map(Field::name)
        .filter(field ->
            drifts.stream()
                .noneMatch(drift -> isOf(drift, field) && drift.contains("-> (default)")))
        .toList();
  }

  /// The lines of differences below the changes of objects of the kind.
  private static List<String> drifts(Kind<?> kind, String cases) {
    var file = GoldenFile.of(kind.name());
    var drifts = new ArrayList<String>();
    for (var name : file.names().stream().filter(name -> name.startsWith(cases)).toList()) {
      var ofKind = false;
      for (var line : file.plan(name).lines().toList()) {
        if (CHANGE.matcher(line).lookingAt()) {
          ofKind = line.startsWith(kind.name() + " ", 4);
        } else if (ofKind && line.contains(" -> ")) {
          drifts.add(line.strip());
        }
      }
    }
    return drifts;
  }

  private static boolean isOf(String drift, String field) {
    return drift.matches(Pattern.quote(field) + "(?![A-Za-z0-9]).*");
  }

  /// Converges what is before, plans what is after, compares, runs it, and looks again.
  public static void check(GoldenFile.Case golden, Ground ground) {
    var file = GoldenFile.of(golden.kind());
    var before = ground.state(file.before(golden.name()));
    var after = ground.state(file.after(golden.name()));
    ground.byHand(file.givenByHand());
    settle(ground, before, Optional.empty(), "");
    ground.byHand(file.byHand(golden.name()));

    var plan = ground.plan(after, Optional.of(before), Set.of());

    var text = masked(plan);
    if (UPDATE) {
      file.rewrite(golden.name(), text);
    } else {
      assertThat(text).isEqualTo(file.plan(golden.name()));
    }
    settle(ground, after, Optional.of(before), plan.digest());
    assertThat(open(ground.plan(after, Optional.of(after), Set.of()))).isEmpty();
  }

  /// Runs plans, each as if a person had read and approved it, until none has anything to do.
  private static void settle(
      Ground ground, DesiredState state, Optional<DesiredState> previous, String approved) {
    var digest = approved;
    for (var round = 0; round < ROUNDS; round++) {
      ground.run(ground.plan(state, previous, Set.of(digest)));
      ground.settled();
      var next = ground.plan(state, previous, Set.of());
      if (open(next).isEmpty()) {
        return;
      }
      digest = next.digest();
    }
    assertThat(open(ground.plan(state, previous, Set.of()))).isEmpty();
  }

  /// All but what is only shown, and never done. What waits for a held step is as open as that is.
  private static List<Step> open(Plan plan) {
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.objects().values()).noneMatch(object -> object.sync() == Sync.UNKNOWN);
    return plan.steps().stream()
        .filter(step ->
            switch (step.verdict()) {
              case Verdict.Held held -> held.approvable();
              case Verdict.Blocked _ -> false;
              case Verdict.Go _, Verdict.Waiting _ -> true;
            })
        .toList();
  }

  /// The plan as people read it, without what depends on the installation's key.
  private static String masked(Plan plan) {
    return PlanText.render(plan, true)
            .replaceAll("\\[snowdrift:[^]]*]", "[mark]")
            .replaceAll("\"snowdrift:[a-z0-9-]+:[0-9a-f:]+\"", "\"mark\"")
            .replace(plan.digest(), "DIGEST")
            .replace(plan.shortDigest(), "DIGEST")
            .strip()
        + "\n";
  }
}
