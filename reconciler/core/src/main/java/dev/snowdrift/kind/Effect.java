package dev.snowdrift.kind;

/// One statement or call that changes a target. Immutable; secrets are in it as sources, not as
/// values. Each provider has its own implementation and runs only that.
public interface Effect {

  Target target();

  /// The exact statement or call with every secret masked. Part of the plan and of its digest.
  String redacted();

  /// Whether running it takes a warehouse, and so costs warehouse seconds.
  default boolean usesWarehouse() {
    return false;
  }
}
