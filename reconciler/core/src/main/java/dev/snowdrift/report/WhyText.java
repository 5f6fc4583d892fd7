package dev.snowdrift.report;

import dev.snowdrift.health.Health;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.plan.ObjectStatus;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Why an object is not what Git says or does not work, as a chain that ends at something a person
/// can act on.
public final class WhyText {
  private final Plan plan;
  private final Set<ResourceId> seen = new HashSet<>();
  private final StringBuilder out = new StringBuilder();

  private WhyText(Plan plan) {
    this.plan = plan;
  }

  public static String render(Plan plan, ResourceId id) {
    var text = new WhyText(plan);
    text.explain(id, "");
    return text.out.toString();
  }

  private void explain(ResourceId id, String indent) {
    if (!seen.add(id)) {
      return;
    }
    var status = Optional.ofNullable(plan.objects().get(id));
    if (status.isEmpty()) {
      line(indent, id + " is not declared and carries no mark of ours");
      return;
    }
    standing(status.get(), indent);
    var inner = indent + "  ";
    for (var step : plan.steps()) {
      if (step.id().equals(id)) {
        verdict(step, inner);
      }
    }
    plan.problems().stream()
        .filter(problem -> problem.subject().equals(id.toString()))
        .forEach(problem -> line(inner, problem.what() + "; " + problem.next()));
  }

  private void standing(ObjectStatus status, String indent) {
    var health = status.health();
    line(
        indent,
        "%s is %s and %s".formatted(status.id(), status.sync().word(), health.status().word()));
    var inner = indent + "  ";
    if (!status.reason().isEmpty()) {
      line(inner, status.reason());
    }
    if (health.status() != Health.Status.HEALTHY && !health.message().isEmpty()) {
      line(inner, "health: " + Values.printable(health.message()));
    }
    StatusText.standing(status)
        .forEach((fact, value) -> line(inner, fact + ": " + Values.printable(value)));
    for (var drift : status.drifts()) {
      line(
          inner,
          "%s is %s, Git says %s (%s)"
              .formatted(
                  drift.path(),
                  Values.observed(drift),
                  Values.desired(drift),
                  drift.origin().words()));
    }
    status.declaredAt().ifPresent(at -> line(inner, "declared at " + at));
  }

  private void verdict(Step step, String indent) {
    var word = step.change().word();
    switch (step.verdict()) {
      case Verdict.Go _ -> line(indent, word + " is planned for the next pass");
      case Verdict.Held(var guard, var why, var next, var _) ->
          line(
              indent,
              "%s is held by the guard %s: %s; next: %s".formatted(word, guard.word(), why, next));
      case Verdict.Waiting waiting -> {
        line(indent, word + " " + PlanText.waits(step, waiting));
        explain(waiting.on(), indent + "  ");
      }
      case Verdict.Blocked(var on) -> {
        line(indent, word + " waits for " + on);
        explain(on, indent + "  ");
      }
    }
  }

  private void line(String indent, String text) {
    out.append(indent).append(text).append('\n');
  }
}
