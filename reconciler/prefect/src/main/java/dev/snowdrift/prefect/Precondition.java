package dev.snowdrift.prefect;

import java.util.Optional;

/// What must hold right before a call is made; otherwise the call is a conflict and is not made.
public sealed interface Precondition {

  /// Nothing answers at this path. For `POST /deployments/`, which overwrites a deployment of the
  /// same name and wipes its schedules (PrefectHQ/prefect,
  /// src/prefect/server/models/deployments.py, create_deployment).
  record Absent(ApiPath path) implements Precondition {}

  /// No deployment, ours or not, runs in the work pool: it would be torn off without an error.
  record Unused(String workPool) implements Precondition {
    @Override
    public Optional<String> shown() {
      return Optional.of("no deployment runs in the work pool " + workPool);
    }
  }

  /// No block, ours or not, refers to the block: it would lose the value without an error
  /// (PrefectHQ/prefect, src/prefect/server/database/orm_models.py: the reference goes with what it
  /// leads to).
  record Unreferenced(String type, String name) implements Precondition {
    @Override
    public Optional<String> shown() {
      return Optional.of("no block refers to %s/%s".formatted(type, name));
    }
  }

  /// No deployment, ours or not, gets its runs from the queue: it would keep the queue's name and
  /// lose its work pool, without an error (PrefectHQ/prefect,
  /// src/prefect/server/database/orm_models.py, Deployment.work_queue_id).
  record UnusedQueue(String workPool, String queue) implements Precondition {
    @Override
    public Optional<String> shown() {
      return Optional.of("no deployment uses the work queue %s/%s".formatted(workPool, queue));
    }
  }

  /// No deployment, ours or not, points at the limit: its runs would be unlimited from then on,
  /// without an error (orm_models.py, Deployment.concurrency_limit_id: ON DELETE SET NULL).
  record UnusedLimit(String name) implements Precondition {
    @Override
    public Optional<String> shown() {
      return Optional.of("no deployment points at the limit " + name);
    }
  }

  /// The flow has no deployment, ours or not: they would be deleted along, with their runs.
  record Undeployed(String flow) implements Precondition {
    @Override
    public Optional<String> shown() {
      return Optional.of("the flow %s has no deployment".formatted(flow));
    }
  }

  /// No automation has this name. Nothing on the server prevents two, and a creation whose answer
  /// was lost would be repeated (PrefectHQ/prefect, src/prefect/server/api/automations.py).
  record Unnamed(String automation) implements Precondition {}

  /// The target is Prefect Cloud: only a server tells its product's version.
  ///
  /// @param what it is that is there alone, for messages
  record Cloud(String what) implements Precondition {
    @Override
    public Optional<String> shown() {
      return Optional.of("the target is Prefect Cloud, for " + what);
    }
  }

  /// As plans show it; empty where it only guards against a change since the plan was made.
  default Optional<String> shown() {
    return Optional.empty();
  }
}
