package dev.snowdrift.operator.cli;

import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.ProblemText;
import dev.snowdrift.manifest.SourceTree;
import dev.snowdrift.operator.loop.PassReport;
import dev.snowdrift.operator.view.View;
import dev.snowdrift.report.PlanText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

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

  /// What is taken as it is written and seems to mean something else; only for people.
  void warnings(List<Problem> warnings, Optional<SourceTree> tree) {
    for (var warning : warnings) {
      var text = ProblemText.render(warning, tree.flatMap(files -> line(files, warning)));
      say("warning: " + text.stripTrailing());
      say("");
    }
  }

  /// All problems, each with its source line where the file is at hand.
  void problems(List<Problem> problems, Optional<SourceTree> tree) {
    if (isJson()) {
      var root = JsonNodeFactory.instance.objectNode();
      root.put("schema", "snowdrift.dev/problems/v1");
      View.problems(root.putArray("problems"), problems);
      result(root);
      return;
    }
    for (var problem : problems) {
      say(ProblemText.render(problem, tree.flatMap(files -> line(files, problem))).stripTrailing());
      say("");
    }
    say(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
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
      result(View.json(report));
      return;
    }
    report.plan().ifPresent(plan -> result(PlanText.render(plan, statements)));
    if (!report.problems().isEmpty()) {
      problems(report.problems(), tree);
    }
    report.failures().forEach((id, message) -> say("  x %s: %s".formatted(id, message)));
    say("%s: %s".formatted(report.environment(), report.message()));
  }
}
