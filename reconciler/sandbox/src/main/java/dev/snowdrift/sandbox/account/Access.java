package dev.snowdrift.sandbox.account;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who may do what. A role has what is granted to it and to every role granted to it; PUBLIC is
/// granted to everybody.
final class Access {
  private final Catalog catalog;
  private final AccountObject account;
  private final Map<Holder, Set<Holder>> closures = new HashMap<>();

  Access(Catalog catalog, AccountObject account) {
    this.catalog = catalog;
    this.account = account;
  }

  /// To be called when a role is granted, revoked, renamed or dropped.
  void rolesChanged() {
    closures.clear();
  }

  /// The holder, the roles granted to it directly or through others, and PUBLIC.
  Set<Holder> closure(Holder holder) {
    return closures.computeIfAbsent(holder, this::compute);
  }

  private Set<Holder> compute(Holder start) {
    var granted = new HashMap<Holder, Set<Holder>>();
    for (var kind : new String[] {"ROLE", "DATABASE ROLE"}) {
      for (var role : catalog.all(kind)) {
        var asHolder = new Holder(kind, role.path());
        for (var grant : role.grants()) {
          if (grant.privilege().equals("USAGE")) {
            granted.computeIfAbsent(grant.holder(), _ -> new TreeSet<>()).add(asHolder);
          }
        }
      }
    }
    var closure = new TreeSet<Holder>();
    var queue = new ArrayDeque<Holder>();
    queue.add(start);
    queue.add(Holder.role("PUBLIC"));
    while (!queue.isEmpty()) {
      var next = queue.remove();
      if (closure.add(next)) {
        queue.addAll(granted.getOrDefault(next, Set.of()));
      }
    }
    return Collections.unmodifiableSet(closure);
  }

  boolean owns(Set<Holder> roles, AccountObject object) {
    return !object.owner().isEmpty() && roles.contains(Holder.role(object.owner()));
  }

  /// Whether one of the roles owns the object or was granted the privilege on it.
  boolean has(Set<Holder> roles, AccountObject object, String privilege) {
    return owns(roles, object)
        || object.grants().stream()
            .anyMatch(
                grant -> grant.privilege().equals(privilege) && roles.contains(grant.holder()));
  }

  boolean hasGlobal(Set<Holder> roles, String privilege) {
    return has(roles, account, privilege);
  }

  /// Whether SHOW lists the object: any privilege on it, and on what contains it, or MANAGE GRANTS
  /// (Snowflake documentation, "SHOW SERVICES").
  boolean sees(Set<Holder> roles, AccountObject object) {
    return hasGlobal(roles, "MANAGE GRANTS")
        || (touches(roles, object)
            && (object.path().database().isEmpty() || seesContainers(roles, object.path())));
  }

  private boolean seesContainers(Set<Holder> roles, ObjectPath path) {
    var database = catalog.find("DATABASE", ObjectPath.inAccount(path.database()));
    if (database.isEmpty() || !touches(roles, database.get())) {
      return false;
    }
    if (path.schema().isEmpty()) {
      return true;
    }
    var schema = catalog.find("SCHEMA", ObjectPath.inDatabase(path.database(), path.schema()));
    return schema.isPresent() && touches(roles, schema.get());
  }

  /// Any privilege on the object itself.
  private boolean touches(Set<Holder> roles, AccountObject object) {
    if (owns(roles, object)) {
      return true;
    }
    if (object.domain().kind().equals("ROLE") && roles.contains(Holder.role(object.name()))) {
      return true;
    }
    if (object.domain().kind().equals("SCHEMA")
        && object.name().equals(SchemaKind.INFORMATION_SCHEMA)) {
      return true; // to whoever has the database
    }
    for (var grant : object.grants()) {
      if (roles.contains(grant.holder())) {
        return true;
      }
    }
    return false;
  }
}
