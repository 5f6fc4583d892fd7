package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.SqlError;

/// What Snowflake answers when it refuses a statement about tasks. The texts are quoted by users
/// and by tests that run against an account (snowflakedb/terraform-provider-snowflake,
/// pkg/sdk/testint/tasks_integration_test.go; MLorek's frostlake, TaskGraphRulesTest and
/// TaskGraphClausesTest); where no code is quoted, 91400 stands for it.
final class TaskRefusals {
  private static final int UNKNOWN = 91400;
  private static final String GRAPH = "22000";

  private TaskRefusals() {}

  static SqlError of(String text) {
    return new SqlError(UNKNOWN, GRAPH, text);
  }

  /// A task of a graph was to be changed whose root is started.
  static SqlError rootStarted(Task root) {
    return new SqlError(
        91421,
        GRAPH,
        "Unable to update graph with root task "
            + root.path()
            + " since that root task is not suspended.");
  }

  /// The owner lacks something it takes to run the task.
  static SqlError ownerLacks(String privilege) {
    return new SqlError(
        91089, "23001", "Cannot execute task , " + privilege + " must be granted to owner role");
  }

  static SqlError serverlessOnly() {
    return new SqlError(
        91857, "42601", "TARGET_COMPLETION_INTERVAL is only allowed for serverless Tasks.");
  }

  static SqlError invalidName(String property) {
    return new SqlError(
        1420, "22023", "SQL compilation error:\ninvalid property '" + property + "' for 'TASK'");
  }

  static SqlError cycle(Task task) {
    return of("Graph has at least one cycle containing task " + task.path() + ".");
  }

  static SqlError severalRoots(String roots) {
    return of("The graph has more than one root task (one without predecessors): " + roots + ".");
  }

  static SqlError nonRootConfig(String path) {
    return of("Task " + path + " cannot both be a non-root task and have a config.");
  }

  static SqlError nonRootOverlap(String property, String path) {
    return of("Cannot set " + property + " on non-root task " + path + ".");
  }

  static SqlError nonRootRetries(String name) {
    return of(
        "Cannot set parameter TASK_AUTO_RETRY_ATTEMPTS on non-root task "
            + name
            + ". Non-root tasks use the parameter setting from their root task. Please set this on"
            + " the root task for this task instead.");
  }

  static SqlError invalidRoot(String written) {
    return of("Invalid finalized root task " + written + " was specified.");
  }

  static SqlError invalidPredecessor(String written) {
    return of("Invalid predecessor " + written + " was specified.");
  }

  static SqlError finalizerWithChildren(String path) {
    return of("Task " + path + " cannot have children as a finalizer task.");
  }
}
