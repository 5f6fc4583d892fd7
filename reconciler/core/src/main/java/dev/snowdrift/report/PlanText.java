package dev.snowdrift.report;

import dev.snowdrift.kind.Drift;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.plan.Change;
import dev.snowdrift.plan.Plan;
import dev.snowdrift.plan.Step;
import dev.snowdrift.plan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A plan as text for people. The same plan gives the same text, without colour and without the
/// time.
public final class PlanText {
  private PlanText() {}

  /// The whole plan.
  ///
  /// @param statements whether the exact redacted statements and calls stand below each change
  public static String render(Plan plan, boolean statements) {
    var out = new StringBuilder();
    out.append(header(plan)).append('\n');
    if (!plan.problems().isEmpty()) {
      out.append('\n');
      plan.problems()
          .forEach(
              problem -> out.append("  x %s: %s\n".formatted(problem.subject(), problem.what())));
    }
    if (!plan.steps().isEmpty()) {
      out.append('\n');
      var kindWidth = width(plan.steps().stream().map(step -> step.id().kind()).toList());
      var nameWidth = width(plan.steps().stream().map(step -> step.id().name()).toList());
      for (var step : plan.steps()) {
        step(out, step, plan, kindWidth, nameWidth, statements);
      }
      out.append('\n').append(footer(plan)).append('\n');
    }
    return out.toString();
  }

  private static String header(Plan plan) {
    var revision = plan.revision();
    var head =
        "Plan %s  %s @ %s  \"%s\"  "
            .formatted(
                plan.shortDigest(),
                plan.environment(),
                revision.shortId(),
                Values.printable(revision.subject()));
    return head + (plan.isEmpty() ? "in sync: nothing to change" : counts(plan));
  }

  private static String counts(Plan plan) {
    var parts = new ArrayList<String>();
    count(parts, plan.going(), "create", Change.Create.class);
    count(parts, plan.going(), "adopt", Change.Adopt.class);
    count(parts, plan.going(), "update", Change.Update.class);
    count(parts, plan.going(), "re-create", Change.Recreate.class);
    count(parts, plan.going(), "delete", Change.Prune.class);
    count(parts, plan.going(), "release", Change.Release.class);
    var waiting = plan.waiting().size();
    var total = plan.changes().size();
    var held =
        total - plan.going().stream().filter(step -> !step.change().isBracket()).count() - waiting;
    if (waiting > 0) {
      parts.add(waiting + " waiting");
    }
    if (held > 0) {
      parts.add(held + " held");
    }
    return "%d %s: %s"
        .formatted(total, total == 1 ? "change" : "changes", String.join(", ", parts));
  }

  private static void count(
      List<String> into, List<Step> steps, String word, Class<? extends Change> change) {
    var count = steps.stream().filter(step -> change.isInstance(step.change())).count();
    if (count > 0) {
      into.add(count + " " + word);
    }
  }

  private static void step(
      StringBuilder out, Step step, Plan plan, int kindWidth, int nameWidth, boolean statements) {
    var sign =
        step.verdict().goes() || step.verdict() instanceof Verdict.Waiting
            ? step.change().sign()
            : '!';
    var line =
        "  %c %s %s  %s"
            .formatted(
                sign,
                pad(step.id().kind(), kindWidth),
                pad(step.id().name(), nameWidth),
                remark(step));
    out.append(line.stripTrailing()).append('\n');
    var drifts = step.change().drifts();
    var pathWidth = width(drifts.stream().map(Drift::path).toList());
    var values = drifts.stream().map(d -> Values.observed(d) + " -> " + Values.desired(d)).toList();
    var valueWidth = width(values);
    for (var i = 0; i < drifts.size(); i++) {
      var drift = drifts.get(i);
      var origin =
          drift.origin() == Drift.Origin.GIT
              ? "git " + plan.revision().shortId()
              : drift.origin().words();
      out.append(
              "      %s   %s   %s"
                  .formatted(pad(drift.path(), pathWidth), pad(values.get(i), valueWidth), origin)
                  .stripTrailing())
          .append('\n');
    }
    if (statements) {
      for (Effect effect : step.effects()) {
        effect.redacted().lines().forEach(text -> out.append("        ").append(text).append('\n'));
      }
    }
  }

  private static String remark(Step step) {
    return switch (step.verdict()) {
      case Verdict.Held held -> "held: " + held.why() + taken(step) + "; " + held.next();
      case Verdict.Blocked(var on) -> "waits for " + on + ", which is held";
      case Verdict.Waiting waiting -> waits(step, waiting);
      case Verdict.Go _ ->
          switch (step.change()) {
            case Change.Create create ->
                create.origin() == Drift.Origin.OUT_OF_BAND
                    ? joined("deleted out-of-band", create.note())
                    : create.note();
            case Change.Update _ -> step.disturbs();
            case Change.Adopt _ -> "taken over: our mark is put on it";
            case Change.Recreate(var _, var _, var why, var loses) ->
                "re-created: " + why + (loses.isEmpty() ? "" : "; loses " + loses);
            case Change.Prune _ -> "removed by a commit" + taken(step);
            case Change.Suspend _ -> "suspended while what hangs on it is changed";
            case Change.Resume _ -> "resumed after all of its unit";
            case Change.Release _ -> "removed by a commit, and stays: our mark is taken off it";
          };
    };
  }

  private static String taken(Step step) {
    return step.change() instanceof Change.Prune(var _, var along) && !along.isEmpty()
        ? "; takes along " + along
        : "";
  }

  /// What a step waits for, and how that stands.
  static String waits(Step step, Verdict.Waiting waiting) {
    var reason = Values.printable(waiting.why());
    return waiting.on().equals(step.id())
        ? "waits: " + reason
        : "waits for " + waiting.on() + ": " + reason;
  }

  private static String joined(String first, String second) {
    return second.isEmpty() ? first : first + ", " + second;
  }

  private static String footer(Plan plan) {
    var effects = plan.steps().stream().mapToInt(step -> step.effects().size()).sum();
    var targets =
        plan.steps().stream()
            .flatMap(step -> step.effects().stream())
            .collect(
                Collectors.groupingBy(effect -> effect.target().word(), Collectors.counting()));
    return "  statements: %d (snowflake %d, prefect %d)      warehouse used: %s"
        .formatted(
            effects,
            targets.getOrDefault("snowflake", 0L),
            targets.getOrDefault("prefect", 0L),
            usesWarehouse(plan) ? "yes" : "no");
  }

  private static boolean usesWarehouse(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.effects().stream())
        .anyMatch(Effect::usesWarehouse);
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
