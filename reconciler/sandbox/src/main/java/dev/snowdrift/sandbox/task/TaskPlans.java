package dev.snowdrift.sandbox.task;

import java.time.Instant;

/// Who plans runs, and so must know of every change.
interface TaskPlans {

  /// A task was started.
  void started(Task task, Instant at);

  /// A task's settings, links or owner have changed.
  void changed(Task task, Instant at);

  void dropped(Task task);
}
