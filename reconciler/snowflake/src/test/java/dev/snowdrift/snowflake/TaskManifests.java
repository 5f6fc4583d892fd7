package dev.snowdrift.snowflake;

import dev.snowdrift.plan.DesiredState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Manifests of tasks in `ETL.APP`, one changed from another.
final class TaskManifests {
  private final Map<String, String> tasks;

  private TaskManifests(Map<String, String> tasks) {
    this.tasks = tasks;
  }

  /// Nothing but what tasks stand in and run on.
  static TaskManifests none() {
    return new TaskManifests(new LinkedHashMap<>());
  }

  /// Six tasks one after the other, every night, and what cleans up behind them.
  static TaskManifests pipeline() {
    return none()
        .with(
            "GENERATE",
            "schedule: {cron: \"0 2 * * *\", timeZone: UTC}\nwarehouse: ETL_WH\nsql: SELECT 1")
        .with("PREPROCESS", "after: [GENERATE]\nwarehouse: ETL_WH\nsql: SELECT 2")
        .with("FEATURES", "after: [PREPROCESS]\nwarehouse: ETL_WH\nsql: SELECT 3")
        .with("SPLIT", "after: [FEATURES]\nwarehouse: ETL_WH\nsql: SELECT 4")
        .with("TRAIN", "after: [SPLIT]\nwarehouse: ETL_WH\nsql: SELECT 5")
        .with("EVALUATE", "after: [TRAIN]\nwarehouse: ETL_WH\nsql: SELECT 6")
        .with("CLEAN_UP", "finalizes: GENERATE\nwarehouse: ETL_WH\nsql: SELECT 7");
  }

  TaskManifests with(String task, String spec) {
    var changed = new LinkedHashMap<>(tasks);
    changed.put(task, spec);
    return new TaskManifests(changed);
  }

  TaskManifests without(String task) {
    var changed = new LinkedHashMap<>(tasks);
    changed.remove(task);
    return new TaskManifests(changed);
  }

  /// The same with a part of the specification of one task replaced.
  TaskManifests replacing(String task, String part, String by) {
    var spec = tasks.getOrDefault(task, "");
    if (!spec.contains(part)) {
      throw new IllegalArgumentException(task + " has no " + part);
    }
    return with(task, spec.replace(part, by));
  }

  TaskManifests adding(String task, String line) {
    return with(task, tasks.getOrDefault(task, "") + "\n" + line);
  }

  /// Which tasks there should be, and in which state.
  Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    tasks.forEach((name, spec) ->
        states.put(name, spec.contains("suspended: true") ? "suspended" : "started"));
    return states;
  }

  /// Which tasks run; what comes after one that rests would not, and no manifest here has that.
  List<String> running() {
    return states().entrySet().stream()
        .filter(task -> task.getValue().equals("started"))
        .map(Map.Entry::getKey)
        .toList();
  }

  DesiredState state() {
    return World.of(manifests());
  }

  String[] manifests() {
    var all = new ArrayList<>(List.of("Database ETL", "Schema ETL.APP", "Warehouse ETL_WH"));
    tasks.forEach((name, spec) -> all.add("Task ETL.APP." + name + "\n" + spec));
    return all.toArray(String[]::new);
  }
}
