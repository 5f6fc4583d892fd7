package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Identifier;
import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.StagePath;
import dev.snowdrift.sandbox.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// One statement being run: the session, and what kinds need of the account. The account's lock is
/// held while it lives.
public final class Execution {
  private final Account account;
  private final Session session;
  private final Set<Holder> roles;

  Execution(Account account, Session session) {
    this.account = account;
    this.session = session;
    this.roles = account.access().closure(Holder.role(session.role()));
  }

  public Session session() {
    return session;
  }

  /// The same statement with what a role may do, for asking what an owner may.
  public Execution inRole(String role) {
    return new Execution(account, new Session(session.id(), session.user(), role));
  }

  public Instant now() {
    return account.clock().instant();
  }

  public AccountIdentity identity() {
    return account.identity();
  }

  Account account() {
    return account;
  }

  /// The session's role and all that it inherits.
  public Set<Holder> roles() {
    return roles;
  }

  public Domain domain(String kind) {
    return account.registry().domain(kind).orElseThrow(() -> Errors.unsupported(kind));
  }

  // ---- names

  /// Where an object of a kind with that name lives, by the session's database and schema.
  ///
  /// @throws SqlError 90105 or 90106 when the session has none and the name does not say
  public ObjectPath resolve(Domain.Level level, Name name) {
    var parts = name.parts().stream().map(Identifier::value).toList();
    if (parts.size() > level.parts()) {
      throw Errors.cannotPerform();
    }
    return switch (level) {
      case ACCOUNT -> ObjectPath.inAccount(parts.getLast());
      case DATABASE ->
          ObjectPath.inDatabase(
              parts.size() == 2 ? parts.getFirst() : currentDatabase(), parts.getLast());
      case SCHEMA ->
          switch (parts.size()) {
            case 3 -> new ObjectPath(parts.get(0), parts.get(1), parts.get(2));
            case 2 -> new ObjectPath(currentDatabase(), parts.get(0), parts.get(1));
            default -> {
              var database = currentDatabase();
              yield new ObjectPath(database, currentSchema(), parts.getFirst());
            }
          };
    };
  }

  /// The session's database.
  ///
  /// @throws SqlError 90105 without one
  public String currentDatabase() {
    return session
        .database()
        .filter(name -> find("DATABASE", ObjectPath.inAccount(name)).isPresent())
        .orElseThrow(Errors::noDatabase);
  }

  /// The session's schema in its database.
  ///
  /// @throws SqlError 90106 without one
  public String currentSchema() {
    var database = currentDatabase();
    return session
        .schema()
        .filter(name -> find("SCHEMA", ObjectPath.inDatabase(database, name)).isPresent())
        .orElseThrow(Errors::noSchema);
  }

  /// The container of a path: a database, a schema, or the account itself.
  ///
  /// @throws SqlError 2003 when it is absent or invisible
  public AccountObject container(ObjectPath path) {
    if (path.database().isEmpty()) {
      return account.self();
    }
    var database =
        visible("DATABASE", ObjectPath.inAccount(path.database()))
            .orElseThrow(() -> Errors.notFound("DATABASE", Identifier.render(path.database())));
    if (path.schema().isEmpty()) {
      return database;
    }
    var schema = ObjectPath.inDatabase(path.database(), path.schema());
    return visible("SCHEMA", schema).orElseThrow(() -> Errors.notFound("SCHEMA", schema));
  }

  // ---- objects

  private String family(String kind) {
    return domain(kind).family();
  }

  /// Whether an object is of a kind, or of a kind of that family.
  private static boolean isOf(String kind, AccountObject object) {
    return object.domain().kind().equals(kind) || object.domain().family().equals(kind);
  }

  private Collection<AccountObject> only(String kind, Collection<AccountObject> family) {
    return family(kind).equals(kind)
        ? family
        : family.stream().filter(object -> isOf(kind, object)).toList();
  }

  /// The object, whether the role may see it or not.
  public Optional<AccountObject> find(String kind, ObjectPath path) {
    return account.catalog().find(family(kind), path).filter(object -> isOf(kind, object));
  }

  public Optional<AccountObject> visible(String kind, ObjectPath path) {
    return find(kind, path).filter(this::sees);
  }

  /// A visible object.
  ///
  /// @throws SqlError 2003 when it is absent or invisible
  public AccountObject require(String kind, Name name) {
    var path = resolve(domain(kind).level(), name);
    return visible(kind, path).orElseThrow(() -> Errors.notFound(kind, name));
  }

  /// A visible object on which the role has one of the privileges or ownership.
  ///
  /// @throws SqlError 2003 or 3001
  public AccountObject require(String kind, Name name, String... privileges) {
    var object = require(kind, name);
    checkAny(object, Arrays.asList(privileges));
    return object;
  }

  /// Every object of a kind, by path, whether visible or not.
  public Collection<AccountObject> all(String kind) {
    return only(kind, account.catalog().all(family(kind)));
  }

  /// The objects of a kind in a schema, by name.
  public Collection<AccountObject> inSchema(String kind, String database, String schema) {
    return only(kind, account.catalog().inSchema(family(kind), database, schema));
  }

  /// The objects of a kind in a database, by path.
  public Collection<AccountObject> inDatabase(String kind, String database) {
    return only(kind, account.catalog().inDatabase(family(kind), database));
  }

  /// Puts a new object into the catalog, owned by the session's role, with the future grants of its
  /// containers.
  public AccountObject add(Domain domain, ObjectPath path, Settings settings) {
    return add(domain, path, settings, session.role());
  }

  /// As above, owned by any role; for what the system makes.
  public AccountObject add(Domain domain, ObjectPath path, Settings settings, String owner) {
    var catalog = account.catalog();
    var object = new AccountObject(domain, catalog.nextId(), path, owner, now(), settings);
    catalog.add(object);
    new FutureGrants(this).applyTo(object);
    return object;
  }

  /// Takes an object, and with a container all that is in it, out of the catalog.
  public void remove(AccountObject object) {
    var catalog = account.catalog();
    var content =
        switch (object.domain().kind()) {
          case "DATABASE" -> catalog.contentOfDatabase(object.name());
          case "SCHEMA" -> catalog.contentOfSchema(object.path().database(), object.name());
          default -> List.<AccountObject>of();
        };
    for (var inner : content) {
      catalog.remove(inner);
      inner.domain().dropped(this, inner);
    }
    catalog.remove(object);
    object.domain().dropped(this, object);
    if (object.domain().level() != Domain.Level.SCHEMA) {
      account.access().rolesChanged();
    }
  }

  /// Gives two objects of a kind each other's names.
  public void swap(AccountObject one, AccountObject other) {
    account.catalog().swap(one, other);
  }

  /// Runs another statement as a part of this one.
  public StatementResult run(Statement statement) {
    return new StatementRunner(this).run(statement);
  }

  /// The text of a file on a stage; empty when there is no such file.
  ///
  /// @throws SqlError 2003 or 3001 when the role may not read the stage
  public Optional<String> stageFile(StagePath place, String file) {
    return FileStatements.text(this, place, file);
  }

  /// What a secret holds, by the keys of `secretKeyRef`: `secret_string`, or `username` and
  /// `password`, or `access_token`. For handing to a container; no statement gives it.
  public Map<String, String> secretValues(AccountObject secret) {
    var values = new TreeMap<String, String>();
    for (var key : List.of("SECRET_STRING", "USERNAME", "PASSWORD")) {
      secret
          .settings()
          .text(key)
          .ifPresent(value -> values.put(key.toLowerCase(Locale.ROOT), value));
    }
    if (secret.settings().textOrEmpty("TYPE").equals("OAUTH2")) {
      values.put("access_token", "oauth-token-of-" + secret.path());
    }
    return values;
  }

  // ---- privileges

  public boolean sees(AccountObject object) {
    return account.access().sees(roles, object);
  }

  public boolean owns(AccountObject object) {
    return account.access().owns(roles, object);
  }

  /// Whether the role has the privilege or owns the object.
  public boolean has(AccountObject object, String privilege) {
    return account.access().has(roles, object, privilege);
  }

  /// Whether the role has a privilege on the account.
  public boolean hasGlobal(String privilege) {
    return account.access().hasGlobal(roles, privilege);
  }

  /// Refuses (3001) unless the role owns the object or has one of the privileges.
  public void checkAny(AccountObject object, Collection<String> privileges) {
    if (!owns(object) && privileges.stream().noneMatch(p -> has(object, p))) {
      throw Errors.insufficient(object.domain().kind(), object.name());
    }
  }

  public void checkOwns(AccountObject object) {
    checkAny(object, List.of());
  }

  /// Refuses (3001) unless the role has the privilege on the account.
  public void checkGlobal(String privilege) {
    if (!hasGlobal(privilege)) {
      throw Errors.insufficient("ACCOUNT", account.identity().accountName());
    }
  }

  // ---- statements of others

  /// Runs a statement in another session, as part of this one.
  public StatementResult run(Session other, Statement statement) {
    return new StatementRunner(new Execution(account, other)).run(statement);
  }

  /// Begins a statement in another session; empty when its type does not go on in the background.
  public <S extends Statement> Optional<Background> begin(Session other, S statement) {
    return account
        .registry()
        .starter(statement)
        .map(starter -> starter.begin(new Execution(account, other), statement));
  }

  // ---- waiting

  /// Lets other statements run until the condition holds. The condition is asked again every few
  /// milliseconds and whenever a statement has ended.
  ///
  /// @throws SqlError 604 when the thread is interrupted
  public void await(BooleanSupplier condition) {
    account.await(condition);
  }
}
