package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.ProblemText;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.report.PlanJson;
import dev.snowdrift.report.PlanText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Results go to standard output, everything else to standard error.
final class Output {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final PrintWriter out;
  private final PrintWriter err;
  private final Format format;

  /// The form of results.
  enum Format {
    text,
    json
  }

  Output(PrintWriter out, PrintWriter err, Format format) {
    this.out = out;
    this.err = err;
    this.format = format;
  }

  boolean isJson() {
    return format == Format.json;
  }

  void result(String text) {
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
  }

  void result(JsonNode json) {
    out.println(JSON.writeValueAsString(json));
    out.flush();
  }

  void say(String text) {
    err.println(text);
    err.flush();
  }

  /// All problems, each with its source line where the file is at hand.
  void problems(List<Problem> problems, Optional<SourceTree> tree) {
    if (isJson()) {
      var root = JsonNodeFactory.instance.objectNode();
      root.put("schema", "snowdrift.dev/problems/v1");
      problems(root.putArray("problems"), problems);
      result(root);
      return;
    }
    for (var problem : problems) {
      say(ProblemText.render(problem, tree.flatMap(files -> line(files, problem))).stripTrailing());
      say("");
    }
    say(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
  }

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

  private static Optional<String> line(SourceTree tree, Problem problem) {
    return tree.read(problem.at().file())
        .flatMap(bytes ->
            new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .skip(Math.max(0, problem.at().line() - 1L))
                .findFirst());
  }

  /// What a pass planned or did.
  void pass(PassReport report, boolean statements, Optional<SourceTree> tree) {
    if (isJson()) {
      result(json(report));
      return;
    }
    report.plan().ifPresent(plan -> result(PlanText.render(plan, statements)));
    if (!report.problems().isEmpty()) {
      problems(report.problems(), tree);
    }
    report.failures().forEach((id, message) -> say("  x %s: %s".formatted(id, message)));
    say("%s: %s".formatted(report.environment(), report.message()));
  }

  private static ObjectNode json(PassReport report) {
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
}
