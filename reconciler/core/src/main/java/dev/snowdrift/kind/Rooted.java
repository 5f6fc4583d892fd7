package dev.snowdrift.kind;

import java.util.Set;

/// How the objects of a kind hang together that can only be changed while the roots above them are
/// suspended. What hangs together is one unit of a plan: its running roots are suspended first, and
/// resumed after everything else of the unit.
///
/// An object is a root when nothing is above it.
///
/// @param <S> the specification record
public interface Rooted<S> {

  /// The field that says whether an object runs; its canonical value is {@link #running} for one
  /// that should.
  String field();

  /// Whether an object should run.
  boolean running(Desired<S> resource);

  /// What the declared object hangs on, whether or not that is declared.
  Set<ResourceId> above(Desired<S> resource);

  /// What the object hangs on as it was observed.
  Set<ResourceId> above(Observed observed);

  boolean isRunning(Observed observed);

  /// Whether it ran at some time; one that never did was perhaps never complete.
  boolean ranBefore(Observed observed);

  /// Whether the target itself suspended it because it kept failing.
  boolean stoppedByErrors(Observed observed);

  /// Suspends the object; does nothing to one that is suspended.
  Effect suspend(ResourceId id);

  /// Resumes the object; does nothing to one that runs.
  Effect resume(ResourceId id);
}
