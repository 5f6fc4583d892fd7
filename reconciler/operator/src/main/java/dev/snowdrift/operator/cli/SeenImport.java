package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.ManifestFiles;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.prefect.export.WorkspaceExport;
import dev.snowdrift.snowflake.export.AccountExport;
import dev.snowdrift.snowflake.export.Reach;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Writes what was seen of an account or a workspace, checked as `validate` does: an object whose
/// manifest would be invalid is left out and told.
final class SeenImport {
  private static final int ROUNDS = 5;

  private final KindRegistry registry;
  private final ImportOutput target;
  private final Observation seen;
  private final Function<SortedMap<ResourceId, String>, ManifestFiles> export;

  private SeenImport(
      KindRegistry registry,
      ImportOutput target,
      Observation seen,
      Function<SortedMap<ResourceId, String>, ManifestFiles> export) {
    this.registry = registry;
    this.target = target;
    this.seen = seen;
    this.export = export;
  }

  /// @param live whether the objects are there to stay
  static SeenImport ofAccount(
      KindRegistry registry, ImportOutput target, Observation seen, boolean live) {
    return new SeenImport(
        registry,
        target,
        seen,
        without -> AccountExport.of(registry, seen, target.environment(), live, without));
  }

  static SeenImport ofWorkspace(KindRegistry registry, ImportOutput target, Observation seen) {
    return new SeenImport(
        registry,
        target,
        seen,
        without -> WorkspaceExport.of(registry, seen, target.environment(), without));
  }

  /// Writes the manifests of everything that was seen.
  ///
  /// @param databases what to keep, with everything that is used there; all when empty
  /// @param besides what is left out anyway, with the reason
  /// @return the exit code: 4 when something that was seen, or could not be seen, is not in the
  ///   files
  int write(Set<String> databases, SortedMap<ResourceId, String> besides) throws IOException {
    var output = target.output();
    var without = new TreeMap<>(besides);
    var invalid = 0;
    var exported = export.apply(without);
    var problems = new Problems();
    var state = target.read(exported.files(), problems);
    for (var round = 0; !problems.isEmpty() && round < ROUNDS; round++) {
      var subjects = subjects(problems.list());
      if (subjects.isEmpty()) {
        break;
      }
      invalid += subjects.size();
      without.putAll(subjects);
      exported = export.apply(without);
      problems = new Problems();
      state = target.read(exported.files(), problems);
    }
    if (!problems.isEmpty()) {
      output.problems(problems.list(), Optional.of(ImportOutput.tree(exported.files())));
      return ExitCode.INVALID.number();
    }
    if (!databases.isEmpty()) {
      without.putAll(Reach.outside(state, registry, databases));
      exported = export.apply(without);
    }
    report(exported);
    var inTheWay = target.write(exported.files());
    if (!inTheWay.isEmpty()) {
      output.say(
          "snowdrift: %s exist: nothing was written; --force writes over them"
              .formatted(String.join(", ", inTheWay)));
      return ExitCode.ERROR.number();
    }
    output.say("imported: %d manifests, valid".formatted(exported.resources()));
    return invalid == 0 && exported.unseen().isEmpty()
        ? ExitCode.OK.number()
        : ExitCode.PARTIAL.number();
  }

  /// The objects that problems speak of, each with the first one.
  private SortedMap<ResourceId, String> subjects(List<Problem> problems) {
    var byName = new TreeMap<String, ResourceId>();
    seen.objects().keySet().forEach(id -> byName.put(id.toString(), id));
    var subjects = new TreeMap<ResourceId, String>();
    for (var problem : problems) {
      var id = byName.get(problem.subject());
      if (id != null) {
        subjects.putIfAbsent(id, "not importable: " + problem.what());
      }
    }
    return subjects;
  }

  private void report(ManifestFiles exported) {
    var output = target.output();
    exported.leftOut().forEach((id, why) -> output.say("left out: %s: %s".formatted(id, why)));
    exported.unseen().forEach(text -> output.say("not seen: " + text));
  }
}
