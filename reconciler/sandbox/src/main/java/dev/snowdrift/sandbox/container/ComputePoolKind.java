package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.PropertyRule;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A compute pool (documents *CREATE COMPUTE POOL*, *ALTER COMPUTE POOL*, *DESCRIBE COMPUTE POOL*).
final class ComputePoolKind implements Domain {
  static final String KIND = "COMPUTE POOL";

  private static final PropertySheet SHEET =
      PropertySheet.empty()
          .with(
              PropertyRule.integer("MIN_NODES").between(1, Integer.MAX_VALUE).mandatory(),
              PropertyRule.integer("MAX_NODES").between(1, Integer.MAX_VALUE).mandatory(),
              PropertyRule.word("INSTANCE_FAMILY").mandatory(),
              PropertyRule.bool("AUTO_RESUME").byDefault(true),
              PropertyRule.bool("INITIALLY_SUSPENDED").byDefault(false).atCreationOnly(),
              PropertyRule.integer("AUTO_SUSPEND_SECS")
                  .between(0, Integer.MAX_VALUE)
                  .byDefault(3600L),
              PropertyRule.text("PLACEMENT_GROUP"),
              PropertyRule.texts("BACKUP_INSTANCE_FAMILIES"),
              PropertyRule.name("FOR APPLICATION", "APPLICATION").atCreationOnly(),
              PropertyRule.text("COMMENT"));

  private final ContainerWorld world;

  ComputePoolKind(ContainerWorld world) {
    this.world = world;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Level level() {
    return Level.ACCOUNT;
  }

  @Override
  public List<String> privileges() {
    return List.of("MODIFY", "MONITOR", "OPERATE", "USAGE");
  }

  @Override
  public PropertySheet sheet() {
    return SHEET;
  }

  @Override
  public boolean replaceable() {
    return false;
  }

  @Override
  public boolean plainNamesOnly() {
    return true;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return action instanceof Action.Command ? Set.of("OPERATE") : Set.of("MODIFY");
  }

  @Override
  public Set<String> sufficientToDescribe() {
    return Set.of("MONITOR");
  }

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    settings
        .text("FOR APPLICATION")
        .ifPresent(application -> {
          throw Errors.notFound("APPLICATION", application);
        });
    var family = family(settings.textOrEmpty("INSTANCE_FAMILY"));
    settings.list("BACKUP_INSTANCE_FAMILIES").forEach(ComputePoolKind::family);
    var most = settings.integer("MAX_NODES");
    if (most < settings.integer("MIN_NODES")) {
      throw Errors.invalidParameter(String.valueOf(most), "MAX_NODES");
    }
    if (most > family.nodeLimit()) {
      throw Texts.pool(
          "MAX_NODES of instance family "
              + family.name()
              + " is limited to "
              + family.nodeLimit()
              + ".");
    }
  }

  private static InstanceFamily family(String name) {
    return InstanceFamily.named(name).orElseThrow(() -> Texts.unknownFamily(name));
  }

  @Override
  public void checkChange(Execution execution, AccountObject object, Settings after) {
    var pool = object.kept(ComputePool.class);
    for (var key : List.of("INSTANCE_FAMILY", "PLACEMENT_GROUP")) {
      var changed = !after.asText(key).equals(object.settings().asText(key));
      if (changed && !pool.state(world.advance(), false).equals("SUSPENDED")) {
        throw Texts.poolNotSuspended(key);
      }
    }
  }

  @Override
  public void created(Execution execution, AccountObject object, Statement.Create statement) {
    install(object);
  }

  /// Makes the pool run, or not if it was created so.
  ComputePool install(AccountObject object) {
    var settings = object.settings();
    var now = world.advance();
    var pool =
        new ComputePool(
            object.name(),
            family(settings.textOrEmpty("INSTANCE_FAMILY")),
            (int) settings.integer("MIN_NODES"),
            (int) settings.integer("MAX_NODES"),
            now);
    object.keep(ComputePool.class, pool);
    world.add(pool);
    follow(pool, settings);
    if (!settings.flag("INITIALLY_SUSPENDED")) {
      pool.resume(now);
    }
    world.settle();
    return pool;
  }

  private static void follow(ComputePool pool, Settings settings) {
    pool.family(family(settings.textOrEmpty("INSTANCE_FAMILY")));
    pool.size((int) settings.integer("MIN_NODES"), (int) settings.integer("MAX_NODES"));
    pool.autoResume(settings.flag("AUTO_RESUME"));
    pool.autoSuspend(Duration.ofSeconds(settings.integer("AUTO_SUSPEND_SECS")));
  }

  @Override
  public void altered(Execution execution, AccountObject object, Settings before) {
    var pool = object.kept(ComputePool.class);
    follow(pool, object.settings());
    pool.touch(world.settle());
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject object, Action action) {
    if (!(action instanceof Action.Command(var words, var types))) {
      return Domain.super.perform(execution, object, action);
    }
    var pool = object.kept(ComputePool.class);
    var now = world.advance();
    switch (words) {
      case "SUSPEND" -> suspend(pool);
      case "RESUME" -> pool.resume(now);
      case "STOP ALL" -> stopAll(execution, pool, types);
      default -> throw Errors.unsupported("ALTER COMPUTE POOL " + words);
    }
    pool.touch(now);
    world.settle();
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  /// Services are suspended with it; jobs run to their end.
  private void suspend(ComputePool pool) {
    var now = world.advance();
    pool.suspend();
    world.onPool(pool.name()).stream()
        .filter(workload -> !workload.job())
        .forEach(service -> service.suspend(now));
  }

  /// Drops every service and job; it does not merely stop them (document *ALTER COMPUTE POOL*).
  private void stopAll(Execution execution, ComputePool pool, List<String> types) {
    for (var workload : world.onPool(pool.name())) {
      var type = workload.job() ? "JOB" : "SERVICE";
      if (types.isEmpty() || types.stream().anyMatch(t -> t.startsWith(type))) {
        workload.delete();
      }
    }
    world.settle();
    Departures.apply(execution, world);
  }

  @Override
  public void checkDrop(Execution execution, AccountObject object, Statement.Drop statement) {
    var services =
        world.onPool(object.name()).stream().filter(w -> !w.job() && !w.deleting()).count();
    if (services > 0) {
      throw Texts.poolNotEmpty(object.name());
    }
  }

  /// Jobs are aborted with their pool.
  @Override
  public void dropped(Execution execution, AccountObject object) {
    world.onPool(object.name()).forEach(Workload::abandon);
    world.removePool(object.name());
    world.settle();
    Departures.apply(execution, world);
  }

  @Override
  public List<Cell> showColumns() {
    var columns = new ArrayList<>(common());
    columns.add(settingOrNull("placement_group", "PLACEMENT_GROUP"));
    columns.add(backups());
    return columns;
  }

  @Override
  public List<Cell> describeColumns() {
    var columns = new ArrayList<>(common());
    columns.add(Cell.nullText("budget"));
    columns.add(Cell.text("error_code", this::errorCode));
    columns.add(Cell.text("status_message", this::statusMessage));
    columns.add(settingOrNull("placement_group", "PLACEMENT_GROUP"));
    columns.add(backups());
    return columns;
  }

  /// Columns, not refusals: such a pool waits (document *DESCRIBE COMPUTE POOL*).
  private String errorCode(AccountObject object) {
    if (object.kept(ComputePool.class).starved()) {
      return "392507";
    }
    return atLimit(object) ? "392508" : "";
  }

  private String statusMessage(AccountObject object) {
    return switch (errorCode(object)) {
      case "392507" ->
          "The cloud provider has no capacity for instance family "
              + object.settings().textOrEmpty("INSTANCE_FAMILY")
              + " at this time.";
      case "392508" -> "Compute pool has reached the maximum node limit and has pending services.";
      default -> "";
    };
  }

  private List<Cell> common() {
    return List.of(
        Cell.name(),
        Cell.text("state", this::state),
        setting("min_nodes", "MIN_NODES"),
        setting("max_nodes", "MAX_NODES"),
        Cell.text("instance_family", o -> o.settings().textOrEmpty("INSTANCE_FAMILY")),
        Cell.number("num_services", o -> count(o, false)),
        Cell.number("num_jobs", o -> count(o, true)),
        setting("auto_suspend_secs", "AUTO_SUSPEND_SECS"),
        Cell.bool("auto_resume", o -> o.settings().flag("AUTO_RESUME")),
        nodes("active_nodes", this::active),
        nodes("idle_nodes", pool -> pool.readyNodes(world.now()).size() - active(pool)),
        nodes("target_nodes", pool -> pool.running() ? pool.lastingNodes() : 0),
        Cell.createdOn(),
        Cell.time("resumed_on", o -> o.kept(ComputePool.class).resumed()),
        Cell.time("updated_on", o -> o.kept(ComputePool.class).updated()),
        Cell.owner(),
        Cell.commentOrNull(),
        Cell.bool("is_exclusive", o -> false),
        Cell.nullText("application"));
  }

  private static Cell setting(String column, String key) {
    return Cell.number(column, o -> o.settings().integer(key));
  }

  private static Cell settingOrNull(String column, String key) {
    return Cell.text(column, o -> o.settings().text(key).orElse(null));
  }

  private static Cell nodes(String column, Function<ComputePool, @Nullable Object> value) {
    return Cell.number(column, o -> value.apply(o.kept(ComputePool.class)));
  }

  private static Cell backups() {
    return Cell.text(
        "backup_instance_families",
        o -> {
          var families = o.settings().list("BACKUP_INSTANCE_FAMILIES");
          return families.isEmpty() ? null : String.join(",", families);
        });
  }

  private String state(AccountObject object) {
    var now = world.now();
    var working = world.onPool(object.name()).stream().anyMatch(w -> w.working(now));
    return object.kept(ComputePool.class).state(now, working);
  }

  private long count(AccountObject object, boolean jobs) {
    var now = world.now();
    return world.onPool(object.name()).stream()
        .filter(w -> w.job() == jobs && (jobs ? !w.finished(now) : !w.suspended()))
        .count();
  }

  private long active(ComputePool pool) {
    var now = world.now();
    return pool.readyNodes(now).stream()
        .filter(node ->
            world.onPool(pool.name()).stream()
                .flatMap(w -> w.rawInstances().stream())
                .anyMatch(i -> i.occupies(node, now)))
        .count();
  }

  private boolean atLimit(AccountObject object) {
    var pool = object.kept(ComputePool.class);
    return pool.running()
        && pool.lastingNodes() >= pool.maxNodes()
        && world.onPool(object.name()).stream()
            .flatMap(w -> w.rawInstances().stream())
            .anyMatch(Instance::unschedulable);
  }
}
