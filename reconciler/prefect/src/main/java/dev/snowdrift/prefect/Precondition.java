package dev.snowdrift.prefect;

/// What must hold right before a call is made; otherwise the call is a conflict and is not made.
public sealed interface Precondition {

  /// Nothing answers at this path. For `POST /deployments/`, which overwrites a deployment of the
  /// same name and wipes its schedules (PrefectHQ/prefect,
  /// src/prefect/server/models/deployments.py, create_deployment).
  record Absent(ApiPath path) implements Precondition {}

  /// No deployment, ours or not, runs in the work pool: it would be torn off without an error.
  record Unused(String workPool) implements Precondition {}

  /// No block, ours or not, refers to the block: it would lose the value without an error
  /// (PrefectHQ/prefect, src/prefect/server/database/orm_models.py: the reference goes with what it
  /// leads to).
  record Unreferenced(String type, String name) implements Precondition {}
}
