package dev.snowdrift.kind;

/// The rank of a kind where references leave the order open. Converging goes from the first to the
/// last, pruning from the last to the first.
public enum Wave {
  IDENTITY,
  NAMESPACE,
  STORAGE,
  ACCESS,
  COMPUTE,
  GRANTS,
  WORKLOAD,
  ORCHESTRATION,
  /// After everything else of the environment has converged; depends on all of it.
  FINALLY
}
