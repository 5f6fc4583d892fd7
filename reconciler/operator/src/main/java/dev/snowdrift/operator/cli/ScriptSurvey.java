package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Problems;
import dev.snowdrift.operator.Assembly;
import dev.snowdrift.operator.view.ExitCode;
import dev.snowdrift.snowflake.export.AccountExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What would come of many scripts, those with one name but for a leading number together: how many
/// statements run, why the others do not, and whether what was imported is valid.
final class ScriptSurvey {
  private static final int SHOWN = 40;

  private final ImportOutput target;
  private final Map<String, String> values;
  private final List<Path> folders;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final Map<String, Integer> verbs = new TreeMap<>();
  private int statements;
  private int refused;
  private int translated;
  private int manifests;
  private int whole;
  private int invalid;

  ScriptSurvey(ImportOutput target, Map<String, String> values, List<Path> folders) {
    this.target = target;
    this.values = values;
    this.folders = folders;
  }

  int of(List<Path> scripts) throws IOException {
    var groups = new TreeMap<String, List<Path>>();
    for (var script : scripts) {
      var name = String.valueOf(script.getFileName()).replaceFirst("^[0-9]+-", "");
      groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(script);
    }
    for (var group : groups.values()) {
      together(group);
    }
    var output = target.output();
    output.result(
        "%d scripts in %d systems, %d of them wholly run; %d statements: %d run (%d after a translation), %d not; %d manifests, %d of them invalid"
            .formatted(
                scripts.size(),
                groups.size(),
                whole,
                statements,
                statements - refused,
                translated,
                refused,
                manifests,
                invalid));
    output.result("not run, by statement:");
    top(verbs);
    output.result("not run, by reason:");
    top(reasons);
    return refused == 0 && invalid == 0 ? ExitCode.OK.number() : ExitCode.PARTIAL.number();
  }

  private void top(Map<String, Integer> counts) {
    new ArrayList<>(counts.entrySet())
        .stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(SHOWN)
            .forEach(each ->
                target.output().result("  %4d %s".formatted(each.getValue(), each.getKey())));
  }

  private void together(List<Path> scripts) throws IOException {
    try (var world = ImportSqlCommand.world()) {
      var run = new ScriptRun(world, values, folders);
      for (var script : scripts) {
        run.run(script);
      }
      var before = refused;
      for (var outcome : run.outcomes()) {
        statements++;
        if (outcome.refusal().isPresent()) {
          refused++;
          verbs.merge(kind(outcome.statement().head()), 1, Integer::sum);
          reasons.merge(plain(outcome.refusal().get()), 1, Integer::sum);
          target
              .output()
              .say(
                  "%s: %s: %s"
                      .formatted(
                          outcome.place(), outcome.statement().head(), outcome.refusal().get()));
        } else if (!outcome.notes().isEmpty()) {
          translated++;
        }
      }
      whole += refused == before ? 1 : 0;
      var exported =
          AccountExport.of(
              Assembly.kinds(),
              ImportSqlCommand.survey(world),
              target.environment(),
              false,
              ImportSqlCommand.OWN);
      manifests += exported.resources();
      var problems = new Problems();
      var _ = target.read(exported.files(), problems);
      invalid +=
          (int) problems.list().stream().map(problem -> problem.subject()).distinct().count();
      problems
          .list()
          .forEach(problem -> target.output().say("invalid: %s: %s".formatted(scripts, problem)));
      exported.unseen().forEach(text -> target.output().say("not seen: " + scripts + ": " + text));
    }
  }

  private static String kind(String head) {
    return head.toUpperCase(java.util.Locale.ROOT)
        .replaceAll("\\b(OR REPLACE|IF NOT EXISTS|IF EXISTS|TRANSIENT|TEMPORARY|TEMP) ", "")
        .replaceAll("^((?:\\S+ ?){1,3}).*", "$1")
        .replaceAll("(?<=^(CREATE|ALTER|DROP|GRANT) [A-Z]{1,20}) .*", "");
  }

  private static String plain(String reason) {
    return reason.replaceAll(
        "'[^']*'|\"[^\"]*\"|<[^>]*>|\\{\\{.*?}}|[0-9]+(?! [A-Z])(?![0-9]*:)", "..");
  }
}
