package dev.snowdrift.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.snowdrift.golden.Notation;
import dev.snowdrift.golden.RandomManifest;
import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Field;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.DesiredState;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Sync;
import dev.snowdrift.prefect.kind.PrefectKinds;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random specifications of every kind: what was converged is in sync, one field that is changed is
/// one change that names it, and converging it leaves nothing to do. `-Dkinds.tries` says how many
/// of each kind, `-Dkinds.seed` repeats what failed.
abstract class RandomSpecificationsSuite {
  private static final long SEED = Long.getLong("kinds.seed", new Random().nextLong());

  /// A deployment's version follows from these.
  private static final Set<String> VERSIONED =
      Set.of(
          "entrypoint",
          "workPool",
          "workQueue",
          "parameters",
          "parameterSchema",
          "enforceParameterSchema",
          "jobVariables",
          "pullSteps");

  /// What follows from the rest; what only another object, or another template, can have; what only
  /// several objects together have; what a server with its database in memory never answers to.
  private static final Set<String> NOT_DRAWN =
      Set.of(
          "CommitVariable.value",
          "Deployment.version",
          "WorkPool.type",
          "WorkPool.jobDefaults",
          "Block.blocks",
          "Block.secrets",
          "WorkQueue.priority",
          "WorkQueue.paused");

  /// The API of the server under test.
  abstract URI api();

  /// How many of each kind, if nobody says it.
  abstract int tries();

  static List<RandomManifest> kinds() {
    return RandomManifests.all(new Random(SEED));
  }

  @Test
  void every_field_of_every_kind_is_drawn() {
    for (var kind : PrefectKinds.all()) {
      var drawn =
          kinds().stream()
              .filter(manifest -> manifest.kind().equals(kind.name()))
              .flatMap(manifest -> manifest.choices().stream())
              .map(RandomManifest.Choice::field)
              .collect(Collectors.toSet());
      var fields = new TreeSet<>(kind.fields().stream().map(Field::name).toList());
      fields.removeIf(field -> NOT_DRAWN.contains(kind.name() + "." + field));

      assertThat(drawn).as(kind.name()).isEqualTo(fields);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_was_converged_is_in_sync_and_one_changed_field_is_one_change(RandomManifest kind) {
    var random = new Random(SEED);
    var drawn = new ArrayList<RandomManifest.Draw>();
    var changed = new ArrayList<RandomManifest.Changed>();
    for (var number = 1; number <= Integer.getInteger("kinds.tries", tries()); number++) {
      drawn.add(kind.draw(number, random));
      changed.add(drawn.getLast().changed(random));
    }
    try (var hands = new Hands(api());
        var workspace = new Workspace(api(), "dev")) {
      hands.empty();
      workspace.secret("TOKEN", "t0ken");
      workspace.secret("OTHER_TOKEN", "an0ther");
      var before = state(workspace, kind, drawn);
      var after = state(workspace, kind, changed.stream().map(one -> one.draw()).toList());

      workspace.converge(before);
      var rest = workspace.plan(before);
      var plan = workspace.converge(after);

      assertThat(rest.objects().values())
          .as("seed %d", SEED)
          .allMatch(object -> object.sync() == Sync.SYNCED);
      for (var one : changed) {
        var id = id(kind, one.draw().number());
        assertThat(drifted(plan, id))
            .as(() ->
                "seed %d: %s\n->\n%s"
                    .formatted(SEED, drawn.get(one.draw().number() - 1).text(), one.draw().text()))
            .isEqualTo(expected(kind, one.field()));
      }
      assertThat(plan.steps()).as("seed %d", SEED).hasSameSizeAs(changed);
    }
  }

  private static Set<String> expected(RandomManifest kind, String field) {
    var fields = new TreeSet<>(Set.of(field));
    if (kind.kind().equals("Deployment") && VERSIONED.contains(field)) {
      fields.add("version");
    }
    return fields;
  }

  private static Set<String> drifted(Plan plan, ResourceId id) {
    return plan.steps().stream()
        .filter(step -> step.id().equals(id))
        .flatMap(step -> step.change().drifts().stream())
        .map(Drift::field)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ResourceId id(RandomManifest kind, int number) {
    var name = kind.name().formatted(number);
    return new ResourceId(kind.kind(), kind.kind().equals("Deployment") ? name + "/d" : name);
  }

  private static DesiredState state(
      Workspace workspace, RandomManifest kind, List<RandomManifest.Draw> draws) {
    var texts = draws.stream().map(draw -> draw.text().replaceFirst("^Deployment ", "Flow "));
    return workspace.commit(
        "1",
        Stream.concat(kind.given().stream(), texts).map(Notation::manifest).toArray(String[]::new));
  }
}
