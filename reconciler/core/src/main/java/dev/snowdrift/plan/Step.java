package dev.snowdrift.plan;

import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Risk;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One change of a plan, with all that running it takes.
///
/// @param effects in order; each runs only when the one before it succeeded
/// @param disturbs what running work notices ("rolling upgrade"); empty when nothing
/// @param after steps of the same plan that must have succeeded before, by the id of their resource
/// @param unit what all steps of one unit have in common: they run one after the other, between the
///   {@link Change.Suspend} and the {@link Change.Resume} of its roots; empty for a step alone
public record Step(
    Change change,
    List<Effect> effects,
    Risk risk,
    String disturbs,
    Verdict verdict,
    Set<ResourceId> after,
    Optional<ResourceId> unit) {

  public Step {
    effects = List.copyOf(effects);
    after = Collections.unmodifiableSet(new TreeSet<>(after));
  }

  /// A step alone.
  public Step(
      Change change,
      List<Effect> effects,
      Risk risk,
      String disturbs,
      Verdict verdict,
      Set<ResourceId> after) {
    this(change, effects, risk, disturbs, verdict, after, Optional.empty());
  }

  public ResourceId id() {
    return change.id();
  }

  Step with(Verdict other) {
    return new Step(change, effects, risk, disturbs, other, after, unit);
  }

  Step with(Set<ResourceId> others) {
    return new Step(change, effects, risk, disturbs, verdict, others, unit);
  }

  Step with(List<Effect> others) {
    return new Step(change, others, risk, disturbs, verdict, after, unit);
  }

  Step in(ResourceId other) {
    return new Step(change, effects, risk, disturbs, verdict, after, Optional.of(other));
  }
}
