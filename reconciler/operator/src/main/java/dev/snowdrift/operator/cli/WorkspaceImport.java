package dev.snowdrift.operator.cli;

import dev.snowdrift.kind.KindRegistry;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.prefect.export.WorkspaceExport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes what was seen of a workspace, checked as `validate` does: an object whose manifest would
/// be invalid is left out and told.
final class WorkspaceImport {
  private static final int ROUNDS = 5;

  private final KindRegistry registry;
  private final ImportOutput target;

  WorkspaceImport(KindRegistry registry, ImportOutput target) {
    this.registry = registry;
    this.target = target;
  }

  /// Writes manifests of what was seen.
  ///
  /// @return the exit code: 4 when something that was seen, or could not be seen, is not in the
  ///   files
  int write(Observation seen) throws IOException {
    var output = target.output();
    var without = new TreeMap<ResourceId, String>();
    var exported = export(seen, without);
    var problems = target.validate(exported.files());
    for (var round = 0; !problems.isEmpty() && round < ROUNDS; round++) {
      var subjects = subjects(problems, seen);
      if (subjects.isEmpty()) {
        break;
      }
      without.putAll(subjects);
      exported = export(seen, without);
      problems = target.validate(exported.files());
    }
    if (!problems.isEmpty()) {
      output.problems(problems, Optional.of(ImportOutput.tree(exported.files())));
      return ExitCode.INVALID.number();
    }
    exported.leftOut().forEach((id, why) -> output.say("left out: %s: %s".formatted(id, why)));
    exported.unseen().forEach(text -> output.say("not seen: " + text));
    var inTheWay = target.write(exported.files());
    if (!inTheWay.isEmpty()) {
      output.say(
          "snowdrift: %s exist: nothing was written; --force writes over them"
              .formatted(String.join(", ", inTheWay)));
      return ExitCode.ERROR.number();
    }
    output.say("imported: %d manifests, valid".formatted(exported.resources()));
    return without.isEmpty() && exported.unseen().isEmpty()
        ? ExitCode.OK.number()
        : ExitCode.PARTIAL.number();
  }

  private WorkspaceExport.Exported export(Observation seen, SortedMap<ResourceId, String> without) {
    return WorkspaceExport.of(registry, seen, target.environment(), without);
  }

  /// The objects that problems speak of, each with the first one.
  private static SortedMap<ResourceId, String> subjects(List<Problem> problems, Observation seen) {
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
}
