package dev.snowdrift.plan;

import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.manifest.Problem;
import dev.snowdrift.manifest.Revision;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that would change and why, as one immutable value. The same digest means the same
/// changes for the same commit, whoever computed it.
///
/// @param steps in an order that respects their `after`
/// @param objects where every object stands, whether or not it has a step
/// @param problems found only against the account (a reference to something that is nowhere): while
///   there is one, nothing may run
/// @param digest 64 hexadecimal digits over environment, commit, changes and redacted effects; not
///   over verdicts, so that an approval keeps its plan
public record Plan(
    String environment,
    Revision revision,
    List<Step> steps,
    SortedMap<ResourceId, ObjectStatus> objects,
    List<Problem> problems,
    String digest) {

  public Plan {
    steps = List.copyOf(steps);
    objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    problems = List.copyOf(problems);
  }

  /// The form of the digest that people type.
  public String shortDigest() {
    return digest.substring(0, 8);
  }

  /// Nothing to do and nothing held.
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /// The steps that each repair a difference, without those that only open or close a unit.
  public List<Step> changes() {
    return steps.stream().filter(step -> !step.change().isBracket()).toList();
  }

  public List<Step> going() {
    return problems.isEmpty()
        ? steps.stream().filter(step -> step.verdict().goes()).toList()
        : List.of();
  }

  /// The steps that wait for something to be ready.
  public List<Step> waiting() {
    return steps.stream().filter(step -> step.verdict() instanceof Verdict.Waiting).toList();
  }

  /// Whether a step waits for what gets there by itself.
  public boolean progresses() {
    return steps.stream()
        .anyMatch(
            step -> step.verdict() instanceof Verdict.Waiting waiting && waiting.progresses());
  }

  /// The digest that the rest of this plan has once its going steps are done and nothing else has
  /// happened. An approval is for the rest too.
  public String restDigest() {
    return Digest.of(
        environment, revision, steps.stream().filter(step -> !step.verdict().goes()).toList());
  }

  public List<Step> held() {
    return steps.stream()
        .filter(step -> !step.verdict().goes() && !(step.verdict() instanceof Verdict.Waiting))
        .toList();
  }
}
