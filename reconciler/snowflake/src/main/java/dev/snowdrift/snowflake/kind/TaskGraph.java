package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Effect;
import dev.snowdrift.kind.Observed;
import dev.snowdrift.kind.ResourceId;
import dev.snowdrift.kind.Rooted;
import java.util.Set;
import java.util.TreeSet;

/// How tasks hang together: each below its predecessors, a finalizer below its root.
///
/// Any change of a task, and its suspending and resuming too, needs the root of its graph
/// suspended; children are resumed before the root (Snowflake documentation of CREATE TASK, and
/// "Create a sequence of tasks with a task graph").
final class TaskGraph implements Rooted<TaskKind.Spec> {
  @Override
  public String field() {
    return TaskFields.STATE;
  }

  @Override
  public boolean running(Desired<TaskKind.Spec> resource) {
    return resource.spec().running();
  }

  @Override
  public Set<ResourceId> above(Desired<TaskKind.Spec> resource) {
    var above = new TreeSet<ResourceId>();
    resource.spec().after().forEach(name -> above.add(task(name)));
    resource.spec().finalizes().ifPresent(name -> above.add(task(name)));
    return above;
  }

  @Override
  public Set<ResourceId> above(Observed observed) {
    var above = new TreeSet<ResourceId>();
    observed
        .field(TaskFields.AFTER)
        .ifPresent(names -> names.forEach(name -> above.add(task(name.asString()))));
    observed
        .field(TaskFields.FINALIZES)
        .map(name -> name.asString(""))
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> above.add(task(name)));
    return above;
  }

  @Override
  public boolean isRunning(Observed observed) {
    return state(observed).equals(TaskFields.STARTED);
  }

  /// A task that was only created has no reason for being suspended.
  @Override
  public boolean ranBefore(Observed observed) {
    return isRunning(observed) || observed.fact(TaskReading.REASON).isPresent();
  }

  @Override
  public boolean stoppedByErrors(Observed observed) {
    return stopped(observed);
  }

  @Override
  public Effect suspend(ResourceId id) {
    return TaskStatements.STATEMENTS.alter(id.name()).words("SUSPEND").ddl();
  }

  @Override
  public Effect resume(ResourceId id) {
    return TaskStatements.STATEMENTS.alter(id.name()).words("RESUME").ddl();
  }

  static boolean stopped(Observed observed) {
    return state(observed).equals(TaskFields.STOPPED);
  }

  private static String state(Observed observed) {
    return observed.field(TaskFields.STATE).map(value -> value.asString("")).orElse("");
  }

  private static ResourceId task(String name) {
    return new ResourceId(TaskKind.KIND, name);
  }
}
