package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.account.AccountObject;
import dev.snowdrift.sandbox.account.Cell;
import dev.snowdrift.sandbox.account.Domain;
import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.ObjectStatements;
import dev.snowdrift.sandbox.account.PropertySheet;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.Settings;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Action;
import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.sql.Value;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A service; job services are of this kind too (documents *CREATE SERVICE*, *ALTER SERVICE*, *DROP
/// SERVICE*, *SHOW SERVICES*, *DESCRIBE SERVICE*).
final class ServiceKind implements Domain {
  static final String KIND = "SERVICE";

  private static final int MAX_SERVICES = 5000;

  private final ContainerWorld world;
  private final SpecificationLoader loader;
  private final AccountHosts hosts;
  private final ServiceColumns columns;

  ServiceKind(ContainerWorld world, SpecificationLoader loader, AccountHosts hosts) {
    this.world = world;
    this.loader = loader;
    this.hosts = hosts;
    this.columns = new ServiceColumns(world);
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
    return List.of("MONITOR", "OPERATE", "USAGE");
  }

  @Override
  public PropertySheet sheet() {
    return ServiceSheet.SERVICE;
  }

  @Override
  public boolean replaceable() {
    return false;
  }

  @Override
  public boolean transferable() {
    return false;
  }

  @Override
  public boolean plainNamesOnly() {
    return true;
  }

  @Override
  public Set<String> sufficientFor(Action action) {
    return switch (action) {
      case Action.Command _, Action.Upgrade _ -> Set.of("OPERATE");
      default -> Set.of();
    };
  }

  // ---- CREATE

  @Override
  public void check(Execution execution, ObjectPath path, Settings settings) {
    checkPath(path);
    ServiceSheet.check(settings);
    if (execution.find(KIND, path).isEmpty()) {
      checkCount(execution);
      SpecificationLoader.checkEnvironment(execution, settings);
      var specification = load(execution, path, settings);
      var pool = SpecificationLoader.pool(execution, settings);
      SpecificationLoader.checkFits(specification, pool, ServiceSheet.minInstances(settings));
      checkBlockVolumes(specification, settings);
      checkSuspension(specification, settings);
    }
  }

  /// Names must be usable in DNS (document *Working with services*).
  static void checkPath(ObjectPath path) {
    var plain =
        Stream.of(path.database(), path.schema(), path.name()).allMatch(Identifier::isPlain);
    if (!plain || !path.name().matches("[A-Z]([A-Z0-9_]{0,61}[A-Z0-9])?")) {
      throw Errors.invalidIdentifier(Identifier.render(path.name()));
    }
  }

  static void checkCount(Execution execution) {
    if (execution.all(KIND).size() >= MAX_SERVICES) {
      throw Texts.service("The account has reached its limit of " + MAX_SERVICES + " services.");
    }
  }

  StoredSpecification load(Execution execution, ObjectPath path, Settings settings) {
    var pool = SpecificationLoader.pool(execution, settings);
    var written = settings.written(ServiceSheet.SPECIFICATION).orElseThrow(Errors::cannotPerform);
    return loader.load(execution, path, (Value.Specification) written, pool);
  }

  private static void checkBlockVolumes(StoredSpecification specification, Settings settings) {
    if (!specification.source().blockVolumes().isEmpty()
        && ServiceSheet.minInstances(settings) != ServiceSheet.maxInstances(settings)) {
      throw Texts.service(
          "MIN_INSTANCES and MAX_INSTANCES must be equal for a service with block volumes.");
    }
  }

  private static void checkSuspension(StoredSpecification specification, Settings settings) {
    if (settings.integer("AUTO_SUSPEND_SECS") > 0
        && specification.source().endpoints().stream()
            .anyMatch(ServiceSpecification.Endpoint::isPublic)) {
      throw Texts.service("AUTO_SUSPEND_SECS is not supported for services with public endpoints.");
    }
  }

  @Override
  public void created(Execution execution, AccountObject object, Statement.Create statement) {
    var settings = object.settings();
    var specification = load(execution, object.path(), settings);
    var service =
        start(
            execution,
            object,
            specification,
            false,
            ServiceSheet.minInstances(settings),
            ServiceSheet.minReady(settings));
    service.autoSuspend(Duration.ofSeconds(settings.integer("AUTO_SUSPEND_SECS")));
    world.settle();
  }

  /// Lets a service or job that is in the account run.
  Workload start(
      Execution execution,
      AccountObject object,
      StoredSpecification specification,
      boolean job,
      int instances,
      int ready) {
    var now = world.advance();
    var path = object.path();
    var identity =
        new Workload.Identity(path.database(), path.schema(), path.name(), world.nextNumber());
    var pool = SpecificationLoader.pool(execution, object.settings());
    var workload = new Workload(identity, pool.name(), job, specification, instances, ready, now);
    workload.publish(hosts, now);
    object.keep(Workload.class, workload);
    object.keep(ServiceRoles.class, new ServiceRoles());
    object.change(object.settings().without(ServiceSheet.SPECIFICATION));
    world.add(workload);
    wake(pool);
    return workload;
  }

  /// A suspended pool with AUTO_RESUME starts for it.
  private void wake(ComputePool pool) {
    if (pool.autoResume()) {
      pool.resume(world.advance());
    }
    world.settle();
  }

  // ---- ALTER

  @Override
  public void checkChange(Execution execution, AccountObject object, Settings after) {
    var workload = object.kept(Workload.class);
    refuseJob(workload);
    var before = object.settings();
    var counts =
        ServiceSheet.minInstances(after) != ServiceSheet.minInstances(before)
            || ServiceSheet.maxInstances(after) != ServiceSheet.maxInstances(before);
    if (counts && !workload.specification().source().blockVolumes().isEmpty()) {
      throw Texts.service(
          "MIN_INSTANCES and MAX_INSTANCES of a service with block volumes cannot be changed.");
    }
    checkSuspension(workload.specification(), after);
    for (var key : List.of(ServiceSheet.INTEGRATIONS, ServiceSheet.WAREHOUSE)) {
      if (!after.asText(key).equals(before.asText(key))) {
        SpecificationLoader.checkEnvironment(execution, after);
      }
    }
  }

  private static void refuseJob(Workload workload) {
    if (workload.job()) {
      throw Errors.unsupported("ALTER JOB SERVICE");
    }
  }

  @Override
  public void altered(Execution execution, AccountObject object, Settings before) {
    var workload = object.kept(Workload.class);
    workload.scale(
        ServiceSheet.minInstances(object.settings()), ServiceSheet.minReady(object.settings()));
    workload.autoSuspend(Duration.ofSeconds(object.settings().integer("AUTO_SUSPEND_SECS")));
    workload.touch(world.settle());
  }

  @Override
  public StatementResult perform(Execution execution, AccountObject object, Action action) {
    var workload = object.kept(Workload.class);
    refuseJob(workload);
    var now = world.advance();
    switch (action) {
      case Action.Command(var words, _) when words.equals("SUSPEND") -> workload.suspend(now);
      case Action.Command(var words, _) when words.equals("RESUME") -> {
        workload.resume(now);
        world.pool(workload.pool()).ifPresent(this::wake);
      }
      case Action.Upgrade(var written) -> upgrade(execution, object, workload, written);
      default -> throw Errors.unsupported("ALTER SERVICE");
    }
    workload.touch(now);
    world.settle();
    return StatementResult.status(StatementResult.DDL, "Statement executed successfully.");
  }

  private void upgrade(
      Execution execution, AccountObject object, Workload workload, Value.Specification written) {
    var pool = world.pool(workload.pool()).orElseThrow(Errors::cannotPerform);
    var specification = loader.load(execution, object.path(), written, pool);
    SpecificationLoader.checkFits(
        specification, pool, ServiceSheet.minInstances(object.settings()));
    var volumes = specification.source().blockVolumes();
    if (!volumes.equals(workload.specification().source().blockVolumes())) {
      throw Texts.service("Block volumes of a service cannot be changed by an upgrade.");
    }
    checkSuspension(specification, object.settings());
    workload.specification(specification);
    workload.publish(hosts, world.advance());
    object.kept(ServiceRoles.class).keepOnly(specification.source().serviceRoles());
  }

  // ---- DROP

  @Override
  public StatementResult drop(Execution execution, Statement.Drop statement) {
    var shared = new ObjectStatements(execution, this);
    var found = shared.lookUp(statement.name(), statement.ifExists());
    if (found.isEmpty()) {
      return shared.drop(statement);
    }
    var object = found.get();
    execution.checkOwns(object);
    checkDrop(execution, object, statement);
    object.kept(Workload.class).delete();
    world.settle();
    Departures.apply(execution, world);
    return StatementResult.status(
        StatementResult.DDL, Identifier.render(object.name()) + " successfully dropped.");
  }

  @Override
  public void checkDrop(Execution execution, AccountObject object, Statement.Drop statement) {
    var volumes = object.kept(Workload.class).specification().source().blockVolumes();
    if (!volumes.isEmpty() && statement.option().filter("FORCE"::equals).isEmpty()) {
      throw Texts.hasBlockVolumes(object.name());
    }
  }

  /// Also when its schema or database is dropped: the instances end by themselves.
  @Override
  public void dropped(Execution execution, AccountObject object) {
    object.kept(Workload.class).delete();
    world.settle();
  }

  // ---- SHOW, DESCRIBE

  @Override
  public StatementResult show(Execution execution, Statement.Show statement) {
    return new ServiceListings(world, this).services(execution, statement);
  }

  @Override
  public List<Cell> showColumns() {
    return columns.show();
  }

  @Override
  public StatementResult describe(Execution execution, AccountObject object) {
    return Rows.of(
        StatementResult.DESCRIBE,
        execution,
        columns.describe(execution.owns(object)),
        List.of(object));
  }
}
