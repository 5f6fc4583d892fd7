package dev.snowdrift.operator.view;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.report.DriftText;
import dev.snowdrift.report.PlanJson;
import dev.snowdrift.report.PlanText;
import dev.snowdrift.report.StatusText;
import dev.snowdrift.report.WhyText;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One way to look at a pass.
public sealed interface View {

  /// Every change.
  ///
  /// @param statements with the exact statements and calls, secrets masked
  record Changes(boolean statements) implements View {}

  /// What was changed behind Git's back.
  record DriftOnly() implements View {}

  /// Where every object stands.
  record Standing() implements View {}

  /// Why one object is not green.
  record Why(ResourceId id) implements View {}

  /// What people read; everything that the pass found when it did not get as far as a plan.
  default String text(PassReport report) {
    if (report.plan().isEmpty() || !report.problems().isEmpty()) {
      var out = new StringBuilder();
      report.plan().ifPresent(plan -> out.append(PlanText.render(plan, false)));
      report.problems().forEach(problem -> out.append(problem).append('\n'));
      return out.append(report.message()).append('\n').toString();
    }
    return text(report.plan().get());
  }

  private String text(Plan plan) {
    return switch (this) {
      case Changes(var statements) -> PlanText.render(plan, statements);
      case DriftOnly _ -> DriftText.render(plan);
      case Standing _ -> StatusText.render(plan);
      case Why(var id) -> WhyText.render(plan, id);
    };
  }

  /// What the process of a command answers.
  default ExitCode code(PassReport report) {
    var plan = report.plan();
    if (this instanceof DriftOnly && plan.isPresent() && report.problems().isEmpty()) {
      return DriftText.any(plan.get()) ? ExitCode.DIFFERENT : ExitCode.OK;
    }
    return ExitCode.ofPlanning(report);
  }

  /// A pass as JSON: schema `snowdrift.dev/pass/v1`, of which no field is renamed or removed.
  static ObjectNode json(PassReport report) {
    var root = JsonNodeFactory.instance.objectNode();
    root.put("schema", "snowdrift.dev/pass/v1");
    root.put("environment", report.environment());
    root.put("result", report.result().word());
    root.put("message", report.message());
    root.put("changed", report.changed());
    problems(root.putArray("problems"), report.problems());
    var failures = root.putArray("failures");
    report
        .failures()
        .forEach((id, message) -> {
          var node = failures.addObject();
          node.put("kind", id.kind());
          node.put("name", id.name());
          node.put("message", message);
        });
    report.plan().ifPresent(plan -> root.set("plan", PlanJson.render(plan)));
    return root;
  }

  /// Problems as JSON, each with its place.
  static void problems(ArrayNode into, List<Problem> problems) {
    for (var problem : problems) {
      var node = into.addObject();
      node.put("code", problem.code().id());
      node.put("file", problem.at().file());
      node.put("line", problem.at().line());
      node.put("column", problem.at().column());
      node.put("subject", problem.subject());
      node.put("what", problem.what());
      node.put("why", problem.why());
      node.put("next", problem.next());
    }
  }
}
