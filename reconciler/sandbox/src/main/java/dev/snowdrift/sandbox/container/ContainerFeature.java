package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Registry;
import dev.snowdrift.sandbox.account.ResultColumn;
import dev.snowdrift.sandbox.account.Rows;
import dev.snowdrift.sandbox.account.StatementResult;
import dev.snowdrift.sandbox.sql.Statement;
import java.util.List;

/// Container services of an account: compute pools, image repositories, services and jobs. Pass it
/// to `Account.create`; keep it to push images and to script how containers behave.
public final class ContainerFeature implements Registry.Feature {
  private final ContainerWorld world;
  private final ImageRegistry images;
  private final AccountHosts hosts;
  private final ComputePoolKind pools;

  public ContainerFeature(SandboxClock clock, AccountIdentity identity, Timings timings) {
    this.world = new ContainerWorld(clock, timings);
    this.images = new ImageRegistry(clock);
    this.hosts = new AccountHosts(identity.organization(), identity.accountName());
    this.pools = new ComputePoolKind(world);
  }

  /// Where images are pushed.
  public ImageRegistry images() {
    return images;
  }

  /// Where behaviours and durations are scripted.
  public ContainerWorld world() {
    return world;
  }

  /// The host names of the account's registry and endpoints.
  public AccountHosts hosts() {
    return hosts;
  }

  @Override
  public void register(Registry registry) {
    images.register(registry);
    var loader = new SpecificationLoader(images, hosts);
    var services = new ServiceKind(world, loader, hosts);
    var repositories = new ImageRepositoryKind(images, hosts);
    var listings = new ServiceListings(world, services);
    var functions = new ServiceFunctions(world);
    var jobs = new JobStatements(world, services, functions);
    registry
        .domain(pools)
        .domain(repositories)
        .domain(services)
        .beforeEach(this::catchUp)
        .listing("COMPUTE POOL INSTANCE FAMILIES", (_, _) -> families())
        .listing("IMAGES IN " + ImageRepositoryKind.KIND, repositories::images)
        .listing("JOB SERVICES", listings::jobs)
        .listing("SERVICE CONTAINERS IN " + ServiceKind.KIND, listings::containers)
        .listing("SERVICE INSTANCES IN " + ServiceKind.KIND, listings::instances)
        .listing("ENDPOINTS IN " + ServiceKind.KIND, listings::endpoints)
        .listing("ROLES IN " + ServiceKind.KIND, listings::roles)
        .function("SYSTEM$GET_SERVICE_STATUS", functions::status)
        .function("SYSTEM$GET_SERVICE_LOGS", functions::logs)
        .function("SYSTEM$GET_SERVICE_DNS_DOMAIN", functions::dnsDomain)
        .function("SYSTEM$CANCEL_JOB", functions::cancelJob)
        .statement(Statement.ExecuteJob.class, jobs::execute)
        .statement(Statement.Call.class, jobs::call)
        .statement(Statement.GrantServiceRole.class, ServiceRoleStatements::grant)
        .statement(Statement.ShowGrants.OfServiceRole.class, ServiceRoleStatements::of)
        .statement(Statement.ShowGrants.ToServiceRole.class, ServiceRoleStatements::to);
  }

  /// What time has done since the last statement; and at the first, the pools that every account
  /// has (document *Working with compute pools*).
  private void catchUp(Execution execution) {
    world.advance();
    Departures.apply(execution, world);
    systemPool(execution, "SYSTEM_COMPUTE_POOL_CPU", "CPU_X64_S");
    systemPool(execution, "SYSTEM_COMPUTE_POOL_GPU", "GPU_NV_S");
  }

  private void systemPool(Execution execution, String name, String family) {
    if (execution.find(ComputePoolKind.KIND, ObjectPath.inAccount(name)).isEmpty()) {
      var settings =
          pools
              .sheet()
              .defaults()
              .with("MIN_NODES", 1L)
              .with("MAX_NODES", 150L)
              .with("INSTANCE_FAMILY", family)
              .with("INITIALLY_SUSPENDED", true);
      pools.install(execution.add(pools, ObjectPath.inAccount(name), settings, "ACCOUNTADMIN"));
    }
  }

  /// SHOW COMPUTE POOL INSTANCE FAMILIES; the columns are not verified.
  private static StatementResult families() {
    var rows =
        new Rows(
            StatementResult.SHOW,
            List.of(
                ResultColumn.text("instance_family"),
                ResultColumn.fixed("vcpu"),
                ResultColumn.fixed("memory_gib"),
                ResultColumn.fixed("gpu_count"),
                ResultColumn.fixed("node_limit")));
    for (var family : InstanceFamily.all()) {
      rows.add(
          family.name(),
          String.valueOf(family.cores()),
          String.valueOf(family.memoryGi()),
          String.valueOf(family.gpus()),
          String.valueOf(family.nodeLimit()));
    }
    return rows.result();
  }
}
