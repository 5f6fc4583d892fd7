package dev.snowdrift.plan;

import dev.snowdrift.kind.ResourceId;

/// Whether a step may run now, and if not, why and what next.
public sealed interface Verdict {

  /// It may run.
  record Go() implements Verdict {}

  /// A guard holds it.
  ///
  /// @param approvable whether approving the plan's digest lets it through
  record Held(Guard guard, String why, String next, boolean approvable) implements Verdict {}

  /// It waits for another step of this plan that is held.
  record Blocked(ResourceId on) implements Verdict {}

  /// It may run.
  static Verdict go() {
    return new Go();
  }

  default boolean goes() {
    return this instanceof Go;
  }
}
