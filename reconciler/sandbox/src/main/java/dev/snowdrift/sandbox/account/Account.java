package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.SandboxClock;
import dev.snowdrift.sandbox.data.DataKinds;
import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Statement;
import dev.snowdrift.sandbox.task.TaskFeature;
import dev.snowdrift.sandbox.task.TaskRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SandboxClock clock;
  private final AccountIdentity identity;
  private final Journal journal;
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
  private @Nullable Path folder;

  private Account(
      SandboxClock clock,
      AccountIdentity identity,
      Journal journal,
      List<Registry.Feature> features) {
    this.clock = clock;
    this.journal = journal;
    this.identity = identity;
    registry.recorder((name, values) -> journal.input(clock.instant(), name, values));
    inputs();
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
    this.credentials = new Credentials(this, journal.seed());
  }

  /// A new account with the system's roles, the user ADMIN and nothing else.
  ///
  /// @param features further kinds, statements and functions
  public static Account create(
      SandboxClock clock, AccountIdentity identity, Registry.Feature... features) {
    return create(clock, identity, Journal.begin(clock.instant(), RANDOM.nextLong()), features);
  }

  private static Account create(
      SandboxClock clock, AccountIdentity identity, Journal journal, Registry.Feature... features) {
    var account = new Account(clock, identity, journal, List.of(features));
    SystemRoles.create(account);
    return account;
  }

  /// The account of a dump, as [#dump()] made it: every SHOW answers the same. The clock, which
  /// [Journal#rewind] has put at the account's beginning, goes on from now, or from the time of the
  /// dump when that is later.
  public static Account restore(
      Journal dump, SandboxClock clock, AccountIdentity identity, Registry.Feature... features) {
    var journal = Journal.begin(dump.created(), dump.seed());
    var account = create(clock, identity, journal, features);
    dump.replay(account, clock);
    return account;
  }

  /// All that the account has become, as JSON; [Journal] says what is in it.
  public JsonNode dump() {
    return guarded(() -> {
      recordArrivals();
      return journal.dump(clock.instant());
    });
  }

  /// Notes the files that clients have copied to stages.
  private void recordArrivals() {
    if (folder == null) {
      return;
    }
    for (var stage : catalog.all("STAGE")) {
      stage
          .kept(StageFiles.class)
          .arrived(clock.instant())
          .forEach((path, content) ->
              record(
                  "upload",
                  Map.of(
                      "database", stage.path().database(),
                      "schema", stage.path().schema(),
                      "stage", stage.path().name(),
                      "path", path,
                      "content", Base64.getEncoder().encodeToString(content))));
    }
  }

  /// What came by another way than as a statement, again.
  void input(String name, Map<String, String> values) {
    registry.input(name).accept(values);
    if (name.equals("upload")) {
      record(name, values);
    }
  }

  private void inputs() {
    registry.input(
        "file",
        values ->
            putFile(
                new ObjectPath(
                    values.getOrDefault("database", ""),
                    values.getOrDefault("schema", ""),
                    values.getOrDefault("stage", "")),
                values.getOrDefault("path", ""),
                values.getOrDefault("text", "")));
    registry.input(
        "upload",
        values ->
            catalog
                .find(
                    "STAGE",
                    new ObjectPath(
                        values.getOrDefault("database", ""),
                        values.getOrDefault("schema", ""),
                        values.getOrDefault("stage", "")))
                .orElseThrow()
                .kept(StageFiles.class)
                .put(
                    values.getOrDefault("path", ""),
                    Base64.getDecoder().decode(values.getOrDefault("content", "")),
                    clock.instant()));
    registry.input(
        "oauthToken",
        values ->
            registerOAuthToken(
                values.getOrDefault("token", ""),
                values.getOrDefault("user", ""),
                values.getOrDefault("role", "")));
    registry.input(
        "accessToken",
        values ->
            registerAccessToken(
                values.getOrDefault("token", ""),
                values.getOrDefault("user", ""),
                values.getOrDefault("role", "")));
    registry.input(
        "forgetOAuthToken", values -> forgetOAuthToken(values.getOrDefault("token", "")));
  }

  private void record(String name, Map<String, String> values) {
    journal.input(clock.instant(), name, values);
  }

  /// A session of a user, with the default role of the user unless the role is changed later.
  public Session open(String user) {
    return credentials.open(lastSession.incrementAndGet(), user);
  }

  @Override
  public StatementResult execute(Session session, String sql, List<@Nullable String> binds) {
    var statement = SqlReader.read(sql, binds);
    if (!Journal.concerns(statement)) {
      return execute(session, statement);
    }
    lock.lock();
    try {
      recordArrivals();
      var entry = journal.statement(clock.instant(), session, sql, binds);
      try {
        return execute(session, statement);
      } finally {
        journal.ended(entry, clock.instant());
      }
    } finally {
      lock.unlock();
    }
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
        clock.waited();
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
      record(
          "file",
          Map.of(
              "database", stage.database(),
              "schema", stage.schema(),
              "stage", stage.name(),
              "path", path,
              "text", text));
      return true;
    });
  }

  // ---- files

  /// The folder that clients copy a stage's files from and to.
  Path stageFolder(AccountObject stage) {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("snowdrift-stages-");
      }
      return stage.kept(StageFiles.class).folder(folder, Long.toString(stage.id()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the folders of stages lie in, once a client has copied files.
  public Optional<Path> folder() {
    return guarded(() -> Optional.ofNullable(folder));
  }

  /// Deletes the folders of stages; their files stay, in memory.
  @Override
  public void close() {
    lock.lock();
    try {
      for (var stage : catalog.all("STAGE")) {
        stage.kept(StageFiles.class).leaveFolder(clock.instant());
      }
      if (folder != null) {
        FolderTree.delete(folder);
        folder = null;
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- who may log in

  /// Makes a token that logs in as the user in the role, as a service's session token does.
  ///
  /// @param user and `role` in stored form; the user must exist and hold the role
  public void registerOAuthToken(String token, String user, String role) {
    guarded(() -> {
      credentials.registerOAuthToken(token, user, role);
      record("oauthToken", Map.of("token", token, "user", user, "role", role));
      return true;
    });
  }

  /// Makes a programmatic access token that logs in as the user, for a year.
  ///
  /// @param role what the token is restricted to; the user must hold it
  public void registerAccessToken(String token, String user, String role) {
    guarded(() -> {
      credentials.registerAccessToken(token, user, role);
      record("accessToken", Map.of("token", token, "user", user, "role", role));
      return true;
    });
  }

  /// Withdraws a token; logging in with it fails from now on.
  public void forgetOAuthToken(String token) {
    guarded(() -> {
      record("forgetOAuthToken", Map.of("token", token));
      return credentials.forgetOAuthToken(token);
    });
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
