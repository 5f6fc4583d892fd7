package dev.snowdrift.kind;

/// What has to wait until an object is ready, which is when it is healthy or rests on purpose.
public enum Readiness {
  /// Nothing: what needs the object can be made and works as soon as the object works.
  NOBODY_WAITS,
  /// What names it in `dependsOn`, before it is made or started anew.
  BEFORE_A_START,
  /// Whatever needs it, however far away, before it is made or changed at all.
  BEFORE_ANY_CHANGE
}
