package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Parameter;
import dev.snowdrift.sandbox.account.Session;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.SqlError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Begins and ends the single runs within runs of graphs.
final class RunStarter {
  private static final Duration LONGEST = Duration.ofDays(7);

  private final Map<String, TaskScript> scripts = new HashMap<>();
  private final Map<String, Boolean> conditions = new HashMap<>();
  private long lastQuery;

  void script(String task, TaskScript script) {
    scripts.put(task, script);
  }

  void unscript(String task) {
    scripts.remove(task);
  }

  void condition(String task, boolean value) {
    conditions.put(task, value);
  }

  /// The graph as it stands now.
  GraphRun graph(Execution execution, Task root, long version, GraphRun.Cause cause) {
    var parts = new ArrayList<GraphRun.Part>();
    for (var task : TaskGraph.members(root)) {
      parts.add(
          new GraphRun.Part(
              task,
              task == root || task.started(),
              Optional.ofNullable(TaskColumns.written(task.object(), TaskSheet.BODY)).orElse(""),
              Optional.ofNullable(TaskColumns.written(task.object(), TaskSheet.WHEN)),
              task.predecessors(),
              timeout(execution, task)));
    }
    var group = id("group " + root.path() + cause.original());
    return new GraphRun(root, group, version, cause, parts);
  }

  private String id(String seed) {
    return UUID.nameUUIDFromBytes((seed + '#' + ++lastQuery).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  static Optional<String> config(Task root) {
    return root.object().settings().text(TaskSheet.CONFIG);
  }

  static long retries(Execution execution, Task root) {
    return parameter(execution, root.object(), TaskSheet.RETRIES);
  }

  private static Duration timeout(Execution execution, Task task) {
    var millis = parameter(execution, task.object(), TaskSheet.TIMEOUT);
    var limit = millis == 0 ? LONGEST : Duration.ofMillis(millis);
    var statement = task.object().settings().number("STATEMENT_TIMEOUT_IN_SECONDS").orElse(0L);
    var shorter = Duration.ofSeconds(statement);
    return statement > 0 && shorter.compareTo(limit) < 0 ? shorter : limit;
  }

  /// A parameter's value, inherited from the schema and the database where it is not set.
  private static long parameter(Execution execution, AccountObject task, String key) {
    var path = task.path();
    var holders = new ArrayList<Settings>();
    holders.add(task.settings());
    execution
        .find("SCHEMA", ObjectPath.inDatabase(path.database(), path.schema()))
        .ifPresent(schema -> holders.add(schema.settings()));
    execution
        .find("DATABASE", ObjectPath.inAccount(path.database()))
        .ifPresent(database -> holders.add(database.settings()));
    return holders.stream()
        .filter(settings -> settings.isSet(key))
        .findFirst()
        .flatMap(settings -> settings.asText(key))
        .map(Long::parseLong)
        .orElseGet(() -> byDefault(key));
  }

  private static long byDefault(String key) {
    return TaskSheet.PARAMETERS.stream()
        .filter(parameter -> parameter.key().equals(key))
        .map(Parameter::defaultValue)
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  /// Ends what has ended in a run and starts what is ready. Answers whether anything changed.
  boolean step(Execution execution, GraphRun run) {
    var changed = false;
    for (var attempt : run.attempts().filter(GraphRun.Attempt::executing).toList()) {
      changed |= poll(execution, run, attempt);
    }
    for (var part : run.ready()) {
      attempt(execution, run, part);
      changed = true;
    }
    return changed;
  }

  private static boolean poll(Execution execution, GraphRun run, GraphRun.Attempt attempt) {
    var now = execution.now();
    var end = attempt.body == null ? Optional.<TaskBody.End>empty() : attempt.body.poll(now);
    if (end.isPresent()) {
      if (end.get().failure().isPresent()) {
        fail(execution, run, attempt, end.get().failure());
      } else {
        attempt.end(TaskRun.State.SUCCEEDED, Optional.empty(), now);
        attempt.part.task().succeeded();
        run.pass(attempt.part.task());
      }
      return true;
    }
    if (now.isBefore(attempt.deadline())) {
      return false;
    }
    if (attempt.body != null) {
      attempt.body.cancel();
    }
    fail(
        execution,
        run,
        attempt,
        Optional.of(
            new TaskRun.Failure(
                630,
                "Statement reached its statement or warehouse timeout of "
                    + attempt.part.timeout().toSeconds()
                    + " second(s) and was canceled.")));
    return true;
  }

  /// Counts the failure; too many in a row suspend the root.
  private static void fail(
      Execution execution,
      GraphRun run,
      GraphRun.Attempt attempt,
      Optional<TaskRun.Failure> failure) {
    var now = execution.now();
    var root = run.root();
    var inARow = attempt.part.task().failed();
    var most = parameter(execution, root.object(), TaskSheet.MAX_FAILURES);
    var suspends = most > 0 && inARow >= most && root.started();
    if (suspends) {
      root.suspend(Task.Reason.SUSPENDED_DUE_TO_ERRORS, now);
    }
    attempt.end(
        suspends ? TaskRun.State.FAILED_AND_AUTO_SUSPENDED : TaskRun.State.FAILED, failure, now);
  }

  /// Starts a task, or skips it when its condition does not hold.
  void attempt(Execution execution, GraphRun run, GraphRun.Part part) {
    var now = execution.now();
    if (!holds(part)) {
      var skipped = new GraphRun.Attempt(part, id(part.task().path()), now, null);
      skipped.end(TaskRun.State.SKIPPED, Optional.empty(), now);
      run.add(skipped);
      return;
    }
    var attempt = new GraphRun.Attempt(part, id(part.task().path()), now, body(execution, part));
    run.add(attempt);
    poll(execution, run, attempt);
  }

  private boolean holds(GraphRun.Part part) {
    var scripted = conditions.get(part.task().path());
    return scripted != null
        ? part.condition().isEmpty() || scripted
        : part.condition().filter(text -> text.strip().equalsIgnoreCase("FALSE")).isEmpty();
  }

  private TaskBody body(Execution execution, GraphRun.Part part) {
    var now = execution.now();
    var task = part.task();
    try {
      TaskStarts.checkOwner(execution, task);
    } catch (SqlError error) {
      return TaskBody.scripted(
          TaskScript.fails(error.code(), String.valueOf(error.getMessage())), now);
    }
    var script = scripts.get(task.path());
    return script != null
        ? TaskBody.scripted(script, now)
        : TaskBody.run(execution, session(task), part.definition());
  }

  /// In the owner's role, the task's schema and warehouse.
  private static Session session(Task task) {
    var object = task.object();
    var settings = object.settings();
    var user = settings.text(TaskSheet.EXECUTE_AS).map(TaskSheet::stored).orElse("SYSTEM");
    var session = new Session(0, user, object.owner());
    session.useSchema(object.path().database(), object.path().schema());
    session.useWarehouse(
        settings.text(TaskSheet.WAREHOUSE).map(TaskSheet::stored).orElse("SERVERLESS"));
    return session;
  }
}
