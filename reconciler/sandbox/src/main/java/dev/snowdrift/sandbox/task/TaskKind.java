package dev.snowdrift.sandbox.task;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Parameter;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.ShowStatement;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A task (Snowflake documentation, "CREATE TASK", "ALTER TASK", "DROP TASK", "SHOW TASKS"). Links
/// are kept in [Task], so a task's settings have AFTER and FINALIZE only while a statement runs.
final class TaskKind implements Domain {
  static final String KIND = "TASK";

  private final TaskStarts starts;

  TaskKind(TaskStarts starts) {
    this.starts = starts;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Level level() {
    return Level.SCHEMA;
  }

  @Override
  public List<String> privileges() {
    return List.of("APPLYBUDGET", "MONITOR", "OPERATE");
  }

  @Override
  public PropertySheet sheet() {
    return TaskSheet.SHEET;
  }

  @Override
  public List<Parameter> parameters() {
    return TaskSheet.PARAMETERS;
  }

  @Override
  public boolean createOrAlterable() {
    return true;
  }

  @Override
  public Overflow overflow() {
    return Overflow.REFUSED;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return action instanceof Action.Command(var words, _)
            && (words.equals("RESUME") || words.equals("SUSPEND"))
        ? Set.of("OPERATE")
        : Set.of();
  }

  @Override
  public Set<String> sufficientToDescribe() {
    return Set.of("MONITOR", "OPERATE");
  }

  // ---- CREATE

  @Override
  public StatementResult create(Execution execution, Statement.Create statement) {
    if (statement.mode() == Statement.Mode.OR_ALTER) {
      TaskSheet.checkOrAlter(statement.properties());
    }
    return Domain.super.create(execution, statement);
  }

  @Override
  public Settings settings(
      Execution execution, Statement.Create statement, PropertySheet.NameResolver names) {
    var properties = statement.properties();
    var source = source(execution, properties);
    if (source.isPresent()) {
      return cloned(execution, source.get());
    }
    var settings = TaskSheet.SHEET.forCreate(TaskSheet.modern(properties), names);
    for (var link : List.of(TaskSheet.AFTER, TaskSheet.FINALIZE)) {
      if (!settings.isSet(link)) {
        settings = settings.with(link, new Value.Items(List.of()));
      }
    }
    return settings;
  }

  private static Optional<AccountObject> source(Execution execution, Properties properties) {
    if (!properties.has("CLONE")) {
      return Optional.empty();
    }
    for (var property : properties.all()) {
      if (!property.key().equals("CLONE") && !property.key().equals("COPY GRANTS")) {
        throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
      }
    }
    return properties
        .get("CLONE")
        .map(written -> execution.require(KIND, ((Value.Reference) written).name()));
  }

  /// The owner's clone keeps the predecessors, anybody else's does not.
  private static Settings cloned(Execution execution, AccountObject source) {
    var kept = source.owner().equals(execution.session().role());
    var after =
        kept
            ? Task.of(source).predecessors().stream().map(task -> name(task.path())).toList()
            : List.<Name>of();
    return source
        .settings()
        .with(TaskSheet.AFTER, Value.names(after))
        .with(TaskSheet.FINALIZE, new Value.Items(List.of()));
  }

  private static Name name(String path) {
    return SqlReader.name(path);
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    TaskSheet.check(settings);
    settings
        .text(TaskSheet.WAREHOUSE)
        .ifPresent(warehouse -> execution.require("WAREHOUSE", SqlReader.name(warehouse)));
    for (var key : List.of(TaskSheet.ERROR_INTEGRATION, TaskSheet.SUCCESS_INTEGRATION)) {
      settings
          .text(key)
          .ifPresent(integration -> execution.require("INTEGRATION", SqlReader.name(integration)));
    }
    settings
        .text(TaskSheet.EXECUTE_AS)
        .ifPresent(user -> execution.require("USER", SqlReader.name(user)));
    var place = TaskGraph.place(execution, path, settings);
    if (place.task() != null && !place.task().isStandalone()) {
      TaskGraph.requireSuspended(place.task());
    }
    TaskGraph.check(place, settings);
  }

  @Override
  public void created(Execution execution, AccountObject object, Statement.Create statement) {
    object.keep(Task.class, new Task(object));
    link(execution, object);
    if (statement.properties().has("COPY GRANTS")) {
      source(execution, statement.properties())
          .ifPresent(source -> source.grants().forEach(object::put));
    }
  }

  // ---- ALTER

  @Override
  public StatementResult alter(Execution execution, Statement.Alter statement) {
    return Domain.super.alter(
        execution,
        new Statement.Alter(
            statement.kind(), statement.ifExists(), statement.name(), modern(statement.action())));
  }

  private static Action modern(Action action) {
    return switch (action) {
      case Action.Set(var properties) -> {
        for (var property : properties.all()) {
          if (TaskSheet.CLAUSES.contains(property.key())) {
            throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
          }
        }
        yield new Action.Set(TaskSheet.modern(properties));
      }
      case Action.Unset(var keys) -> {
        for (var key : keys) {
          if (TaskSheet.CLAUSES.contains(key)) {
            throw SyntaxErrors.unexpected(1, 0, key);
          }
          if (!TaskSheet.isKnown(key)) {
            throw TaskRefusals.invalidName(key);
          }
        }
        // Settings never have FINALIZE, so that taking it away is said by setting it to nothing.
        yield keys.equals(List.of(TaskSheet.FINALIZE))
            ? new Action.Set(
                new Properties(
                    List.of(
                        new Properties.Property(
                            TaskSheet.FINALIZE, new Value.Items(List.of()), 1, 0))))
            : new Action.Unset(TaskSheet.modern(keys));
      }
      default -> action;
    };
  }

  @Override
  public void checkChange(Execution execution, AccountObject object, Settings after) {
    TaskGraph.requireSuspended(Task.of(object));
  }

  @Override
  public void altered(Execution execution, AccountObject object, Settings before) {
    link(execution, object);
  }

  /// Moves AFTER and FINALIZE from the settings into links.
  private void link(Execution execution, AccountObject object) {
    var settings = object.settings();
    var place = TaskGraph.place(execution, object.path(), settings);
    var task = Task.of(object);
    if (settings.isSet(TaskSheet.AFTER)) {
      relink(execution, task, place.after());
    }
    if (settings.isSet(TaskSheet.FINALIZE)) {
      var wasFinalizer = task.finalized().isPresent();
      task.finalizes(place.finalized().orElse(null));
      if (wasFinalizer && task.isRoot()) {
        task.suspend(Task.Reason.FINALIZER_BECAME_ROOT, execution.now());
      }
    }
    object.change(settings.without(TaskSheet.AFTER).without(TaskSheet.FINALIZE));
    starts.changed(execution, task);
  }

  private static void relink(Execution execution, Task task, List<Task> predecessors) {
    var wasRoot = task.isRoot();
    task.follow(predecessors);
    if (!wasRoot && task.isRoot()) {
      task.suspend(Task.Reason.CHILD_BECAME_ROOT, execution.now());
    }
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject object, Action action) {
    var task = Task.of(object);
    switch (action) {
      case Action.Command(var words, _) when words.equals("RESUME") ->
          starts.resume(execution, task);
      case Action.Command(var words, _) when words.equals("SUSPEND") ->
          starts.suspend(execution, task);
      case Action.Command(var words, _) when words.equals("REMOVE WHEN") ->
          change(execution, object, object.settings().without(TaskSheet.WHEN));
      case Action.Command(var words, _) when words.equals("UNSET DCM PROJECT") -> {}
      case Action.Modify(var words, var value) when words.equals("MODIFY AS") ->
          change(execution, object, object.settings().with(TaskSheet.BODY, value));
      case Action.Modify(var words, var value) when words.equals("MODIFY WHEN") ->
          change(execution, object, object.settings().with(TaskSheet.WHEN, value));
      case Action.Modify(var words, var value) when words.equals("ADD AFTER") ->
          follow(execution, task, added(execution, task, TaskSheet.names(value)));
      case Action.Modify(var words, var value) when words.equals("REMOVE AFTER") ->
          follow(execution, task, left(execution, task, TaskSheet.names(value)));
      default -> {
        return Domain.super.perform(execution, object, action);
      }
    }
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  private void change(Execution execution, AccountObject object, Settings after) {
    TaskGraph.requireSuspended(Task.of(object));
    object.change(after);
    starts.changed(execution, Task.of(object));
  }

  private static List<Task> added(Execution execution, Task task, List<Name> names) {
    var all = new LinkedHashSet<>(task.predecessors());
    all.addAll(TaskGraph.predecessors(execution, task.object().path(), names));
    return List.copyOf(all);
  }

  private static List<Task> left(Execution execution, Task task, List<Name> names) {
    var left = new LinkedHashSet<>(task.predecessors());
    for (var name : names) {
      var path = execution.resolve(Level.SCHEMA, name);
      var former = execution.visible(KIND, path).map(Task::of);
      if (former.isEmpty()) {
        throw TaskRefusals.invalidPredecessor(name.toString());
      }
      if (!left.remove(former.get())) {
        throw TaskRefusals.of(
            "Task "
                + TaskSheet.rendered(task.object().name())
                + " does not have predecessor "
                + name.last()
                + ".");
      }
    }
    return List.copyOf(left);
  }

  private void follow(Execution execution, Task task, List<Task> predecessors) {
    TaskGraph.requireSuspended(task);
    var place = new TaskGraph.Place(task, task.object().path(), predecessors, task.finalized());
    TaskGraph.check(place, task.object().settings());
    relink(execution, task, predecessors);
    starts.changed(execution, task);
  }

  @Override
  public void transferred(Execution execution, AccountObject object, Transfer how) {
    var task = Task.of(object);
    var now = execution.now();
    task.suspend(
        how == Transfer.ORPHANED
            ? Task.Reason.MATCHING_OWNER_NOT_FOUND
            : Task.Reason.GRANT_OWNERSHIP,
        now);
    if (how == Transfer.SINGLE) {
      task.unlink(now);
    }
    starts.changed(execution, task);
  }

  // ---- DROP

  /// A standalone task may be dropped while it is started.
  @Override
  public void checkDrop(Execution execution, AccountObject object, Statement.Drop statement) {
    var task = Task.of(object);
    if (!task.isStandalone()) {
      TaskGraph.requireSuspended(task);
    }
  }

  @Override
  public void dropped(Execution execution, AccountObject object) {
    var task = Task.of(object);
    task.unlink(execution.now());
    starts.dropped(task);
  }

  // ---- SHOW, DESCRIBE

  @Override
  public StatementResult show(Execution execution, Statement.Show statement) {
    var rootsOnly = statement.filter().options().contains("ROOT ONLY");
    var tasks =
        new ShowStatement(execution, this)
            .objects(
                statement.filter(),
                object -> (!rootsOnly || Task.of(object).isRoot()) && looks(execution, object));
    return Rows.of(
        StatementResult.SHOW,
        execution,
        statement.terse() ? TaskColumns.TERSE : TaskColumns.ALL,
        tasks);
  }

  /// Whether the role may look at a task: it takes more than any privilege.
  static boolean looks(Execution execution, AccountObject object) {
    return execution.hasGlobal("MANAGE GRANTS")
        || execution.has(object, "MONITOR")
        || execution.has(object, "OPERATE");
  }

  @Override
  public List<Cell> showColumns() {
    return TaskColumns.ALL;
  }

  @Override
  public List<Cell> describeColumns() {
    return TaskColumns.ALL;
  }

  /// A task by the text of its name, as system functions and table functions take it.
  static Task named(Execution execution, String text, String... privileges) {
    return Task.of(execution.require(KIND, SqlReader.name(text), privileges));
  }
}
