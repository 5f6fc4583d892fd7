package dev.snowdrift.sandbox.task;

import java.time.Instant;

/// Who plans runs, and so must know of every change.
interface TaskPlans {

  /// A task was started.
  default void started(Task task, Instant at) {}

  /// A task's settings, links or owner have changed.
  default void changed(Task task, Instant at) {}

  default void dropped(Task task) {}
}
