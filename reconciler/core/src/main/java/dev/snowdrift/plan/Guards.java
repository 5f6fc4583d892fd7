package dev.snowdrift.plan;

import dev.snowdrift.kind.Kind;
import dev.snowdrift.kind.Observation;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Laws 3 and 4 and the environment's policy: which steps may run.
final class Guards {
  private Guards() {}

  /// Decides every step that has not been decided yet, then what waits for a held one.
  ///
  /// @param last tells the steps of the FINALLY wave, which wait for every held step but removals
  static List<Step> judge(
      List<Step> steps,
      Policy policy,
      String digest,
      int previousCount,
      Predicate<Step> last,
      Gates gates) {
    var approved = policy.approved().contains(digest);
    var prunes = (int) steps.stream().filter(step -> step.change() instanceof Change.Prune).count();
    var overBudget = prunes > policy.pruneBudget(previousCount);
    var judged = new ArrayList<Step>();
    var verdicts = new HashMap<ResourceId, Verdict>();
    var latest = new HashMap<ResourceId, Verdict>();
    for (var step : steps) {
      if (step.change().isBracket()) {
        judged.add(step);
        continue;
      }
      var verdict = own(step, policy, digest, overBudget, prunes, previousCount, gates);
      if (approved && verdict instanceof Verdict.Held held && held.approvable()) {
        verdict = Verdict.go();
      }
      if (verdict.goes()) {
        var own = verdict;
        verdict =
            gates
                .of(step, latest)
                .or(() -> last.test(step) ? afterAll(judged) : blocked(step, verdicts))
                .orElse(own);
      }
      latest.put(step.id(), verdict);
      // Only what makes the object exist stands in the way of what needs it.
      if (!verdict.goes() && !(step.change() instanceof Change.Update)) {
        verdicts.put(step.id(), verdict);
      }
      judged.add(step.with(verdict));
    }
    return judged;
  }

  /// Whether absence can be trusted for a kind: not when any listing of the pass was incomplete.
  static Optional<Verdict> evidence(Observation observation, Kind<?> kind, Observed seen) {
    if (!observation.gaps().isEmpty()) {
      var gap = observation.gaps().getFirst();
      return Optional.of(
          new Verdict.Held(
              Guard.PRUNE_EVIDENCE,
              "the look at " + gap.kind() + " was incomplete: " + gap.why(),
              "removal is considered again once everything can be listed",
              false));
    }
    if (kind.holdsData(seen)) {
      return Optional.of(
          new Verdict.Held(
              Guard.HOLDS_DATA, seen.id() + " holds data", "approve the plan to remove it", true));
    }
    return Optional.empty();
  }

  private static Verdict own(
      Step step,
      Policy policy,
      String digest,
      boolean overBudget,
      int prunes,
      int previousCount,
      Gates gates) {
    if (step.verdict() instanceof Verdict.Held held && !held.approvable()) {
      return held;
    }
    if (policy.mode() == Policy.Mode.OBSERVE) {
      return new Verdict.Held(
          Guard.OBSERVE, "this environment only observes", "set its mode to converge", false);
    }
    if (step.change() instanceof Change.Release && policy.pruneBlocked().isPresent()) {
      return new Verdict.Held(
          Guard.PRUNE_EVIDENCE, policy.pruneBlocked().get(), approve(digest), true);
    }
    if (step.change() instanceof Change.Prune) {
      if (policy.pruneBlocked().isPresent()) {
        return new Verdict.Held(
            Guard.PRUNE_EVIDENCE, policy.pruneBlocked().get(), approve(digest), true);
      }
      if (step.verdict() instanceof Verdict.Held held) {
        return held;
      }
      if (overBudget) {
        return new Verdict.Held(
            Guard.PRUNE_BUDGET,
            "the plan removes %d of %d resources, more than the %d a pass may remove"
                .formatted(prunes, previousCount, policy.pruneBudget(previousCount)),
            approve(digest),
            true);
      }
    }
    if (step.change() instanceof Change.Recreate recreate) {
      return new Verdict.Held(
          Guard.REPLACEMENT,
          recreate.why() + (recreate.loses().isEmpty() ? "" : "; loses " + recreate.loses()),
          approve(digest),
          true);
    }
    if (step.risk() == Risk.LOSS) {
      return new Verdict.Held(Guard.HOLDS_DATA, step.disturbs(), approve(digest), true);
    }
    if (gates.finishes(step)) {
      return step.verdict();
    }
    if (policy.mode() == Policy.Mode.APPROVE) {
      return new Verdict.Held(
          Guard.APPROVAL, "this environment waits for approval", approve(digest), true);
    }
    if (!step.change().fromGit() && !heals(policy.heal(), step)) {
      return new Verdict.Held(
          Guard.HEAL,
          policy.heal() == Policy.Heal.OFF
              ? "healing of out-of-band changes is off"
              : "healing it would disturb running work",
          "change Git to match, undo the change by hand, or " + approve(digest),
          true);
    }
    return step.verdict();
  }

  private static boolean heals(Policy.Heal heal, Step step) {
    return switch (heal) {
      case OFF -> false;
      case SAFE -> step.risk() == Risk.IN_PLACE;
      case ON -> true;
    };
  }

  private static Optional<Verdict> afterAll(List<Step> judged) {
    return judged.stream()
        .filter(step -> !step.verdict().goes() && !(step.change() instanceof Change.Prune))
        .map(step -> behind(step.id(), step.verdict()))
        .findFirst();
  }

  private static Optional<Verdict> blocked(Step step, Map<ResourceId, Verdict> held) {
    for (var needed : step.after()) {
      var verdict = held.get(needed);
      if (verdict != null) {
        return Optional.of(behind(needed, verdict));
      }
    }
    return Optional.empty();
  }

  /// Who stands behind one that waits, waits too; behind one that is held, it is blocked.
  private static Verdict behind(ResourceId on, Verdict verdict) {
    return verdict instanceof Verdict.Waiting waiting
        ? new Verdict.Waiting(on, "it waits itself", waiting.progresses())
        : new Verdict.Blocked(on);
  }

  private static String approve(String digest) {
    return "approve " + digest.substring(0, 8);
  }
}
