package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.data.DataKinds;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.task.TaskFeature;
import dev.snowdrift.sandbox.task.TaskRuns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A Snowflake account in memory. Thread-safe: one statement runs at a time, save while it waits.
public final class Account implements SqlEngine, Directory {
  /// The user every account starts with; its role is ACCOUNTADMIN.
  public static final String ADMIN = "ADMIN";

  /// That user's password.
  public static final String ADMIN_PASSWORD = "sandbox";

  private final SandboxClock clock;
  private final AccountIdentity identity;
  private final Registry registry = new Registry();
  private final Catalog catalog = new Catalog();
  private final TaskFeature tasks = new TaskFeature();
  private final Replay replay;
  private final AccountObject self;
  private final Access access;
  private final Credentials credentials;
  private final AtomicLong lastSession = new AtomicLong(1_000_000);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition statementEnded = lock.newCondition();

  private Account(SandboxClock clock, AccountIdentity identity, List<Registry.Feature> features) {
    this.clock = clock;
    this.identity = identity;
    new AccountKinds().register(registry);
    tasks.register(registry);
    new DataKinds().register(registry);
    features.forEach(feature -> feature.register(registry));
    this.replay = new Replay(clock, registry.timelines());
    var domain = new AccountDomain();
    this.self =
        new AccountObject(
            domain,
            catalog.nextId(),
            ObjectPath.inAccount(identity.accountName()),
            "",
            clock.instant(),
            domain.sheet().defaults());
    this.access = new Access(catalog, self);
    this.credentials = new Credentials(this);
  }

  /// A new account with the system's roles, the user ADMIN and nothing else.
  ///
  /// @param features further kinds, statements and functions
  public static Account create(
      SandboxClock clock, AccountIdentity identity, Registry.Feature... features) {
    var account = new Account(clock, identity, List.of(features));
    SystemRoles.create(account);
    return account;
  }

  /// A session of a user, with the default role of the user unless the role is changed later.
  public Session open(String user) {
    return credentials.open(lastSession.incrementAndGet(), user);
  }

  @Override
  public StatementResult execute(Session session, String sql, List<@Nullable String> binds) {
    return execute(session, SqlReader.read(sql, binds));
  }

  /// Runs one statement without binds.
  public StatementResult execute(Session session, String sql) {
    return execute(session, sql, List.of());
  }

  StatementResult execute(Session session, Statement statement) {
    lock.lock();
    try {
      replay.catchUp(this);
      return new StatementRunner(new Execution(this, session)).run(statement);
    } finally {
      statementEnded.signalAll();
      lock.unlock();
    }
  }

  /// Runs something of the sandbox itself against the objects, as a session of that role would.
  public <T> T inside(Session session, Function<Execution, T> work) {
    lock.lock();
    try {
      replay.catchUp(this);
      return work.apply(new Execution(this, session));
    } finally {
      statementEnded.signalAll();
      lock.unlock();
    }
  }

  void await(BooleanSupplier condition) {
    try {
      replay.catchUp(this);
      while (!condition.getAsBoolean()) {
        var _ = statementEnded.await(10, TimeUnit.MILLISECONDS);
        replay.catchUp(this);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Errors.canceled();
    }
  }

  void move(AccountObject object, ObjectPath to) {
    var from = object.path();
    catalog.move(object, to);
    RenamedHolders.move(catalog, object, from);
    access.rolesChanged();
  }

  @Override
  public Optional<JsonNode> administer(String route, JsonNode body) {
    return guarded(() -> {
      replay.catchUp(this);
      return registry.adminRoute(route).map(handler -> handler.handle(body));
    });
  }

  /// Where runs of tasks are scripted and looked at.
  public TaskRuns tasks() {
    guarded(() -> {
      replay.catchUp(this);
      return true;
    });
    return tasks.runs();
  }

  SandboxClock clock() {
    return clock;
  }

  public AccountIdentity identity() {
    return identity;
  }

  Registry registry() {
    return registry;
  }

  Catalog catalog() {
    return catalog;
  }

  Access access() {
    return access;
  }

  /// The account as an object, which account privileges are granted on.
  AccountObject self() {
    return self;
  }

  /// Puts a text file on a stage, as PUT would.
  ///
  /// @throws java.util.NoSuchElementException when there is no such stage
  public void putFile(ObjectPath stage, String path, String text) {
    guarded(() -> {
      catalog
          .find("STAGE", stage)
          .orElseThrow()
          .kept(StageFiles.class)
          .put(path, text, clock.instant());
      return true;
    });
  }

  // ---- who may log in

  /// Makes a token that logs in as the user in the role, as a service's session token does.
  ///
  /// @param user and `role` in stored form; the user must exist and hold the role
  public void registerOAuthToken(String token, String user, String role) {
    guarded(() -> {
      credentials.registerOAuthToken(token, user, role);
      return true;
    });
  }

  /// Makes a programmatic access token that logs in as the user, for a year.
  ///
  /// @param role what the token is restricted to; the user must hold it
  public void registerAccessToken(String token, String user, String role) {
    guarded(() -> {
      credentials.registerAccessToken(token, user, role);
      return true;
    });
  }

  /// Withdraws a token; logging in with it fails from now on.
  public void forgetOAuthToken(String token) {
    guarded(() -> credentials.forgetOAuthToken(token));
  }

  @Override
  public Optional<Login> password(String user, String password) {
    return guarded(() -> credentials.password(user, password));
  }

  @Override
  public Optional<Login> oauth(String token) {
    return guarded(() -> credentials.oauth(token));
  }

  @Override
  public Optional<Login> jwt(String user, String fingerprint) {
    return guarded(() -> credentials.jwt(user, fingerprint));
  }

  @Override
  public Optional<Login> pat(String token) {
    return guarded(() -> credentials.pat(token));
  }

  @Override
  public Optional<String> publicKey(String user, String fingerprint) {
    return guarded(() -> credentials.publicKey(user, fingerprint));
  }

  Credentials credentials() {
    return credentials;
  }

  Set<Holder> rolesOf(Holder holder) {
    return access.closure(holder);
  }

  private <T> T guarded(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
