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

  /// It waits until an object is ready, or can be changed at all. Time or a person brings that; no
  /// step of this plan does alone.
  ///
  /// @param on what it waits for; itself when its own object is on its way
  /// @param why how that stands
  /// @param progresses whether it gets there by itself, so that it is worth looking again soon
  record Waiting(ResourceId on, String why, boolean progresses) implements Verdict {}

  /// It may run.
  static Verdict go() {
    return new Go();
  }

  default boolean goes() {
    return this instanceof Go;
  }
}
