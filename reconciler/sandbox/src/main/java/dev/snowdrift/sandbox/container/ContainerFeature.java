package dev.snowdrift.sandbox.container;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.account.AccountIdentity;
import dev.snowdrift.sandbox.account.Execution;
import dev.snowdrift.sandbox.account.ObjectPath;
import dev.snowdrift.sandbox.account.Registry;
import dev.snowdrift.sandbox.account.Timeline;
import dev.snowdrift.sandbox.sql.Statement;
import java.time.Instant;
import java.util.Optional;

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

  private Timeline timeline() {
    return new Timeline() {
      @Override
      public Optional<Instant> due() {
        return world.due();
      }

      @Override
      public void reach(Execution execution) {
        catchUp(execution);
      }
    };
  }

  @Override
  public void register(Registry registry) {
    images.register(registry);
    new ContainerAdmin(world, images).register(registry);
    var loader = new SpecificationLoader(images, hosts);
    var services = new ServiceKind(world, loader, hosts);
    var repositories = new ImageRepositoryKind(images, hosts);
    var listings = new ServiceListings(world, services);
    var functions = new ServiceFunctions(world);
    var poolListings = new PoolListings(world);
    var jobs = new JobStatements(world, services, functions);
    registry
        .domain(pools)
        .domain(repositories)
        .domain(services)
        .beforeEach(this::catchUp)
        .timeline(timeline())
        .listing("COMPUTE POOL INSTANCE FAMILIES", poolListings::families)
        .listing("NODES IN " + ComputePoolKind.KIND, poolListings::nodes)
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
        .function("SYSTEM$WAIT_FOR_SERVICES", functions::waitFor)
        .statement(Statement.ExecuteJob.class, jobs::execute)
        .background(Statement.ExecuteJob.class, jobs::begin)
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
}
