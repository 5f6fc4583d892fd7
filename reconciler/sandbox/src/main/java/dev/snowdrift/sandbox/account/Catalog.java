package dev.snowdrift.sandbox.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// All objects, by the family of their kind and by path.
final class Catalog {
  private final NavigableMap<String, NavigableMap<ObjectPath, AccountObject>> byKind =
      new TreeMap<>();
  private long lastId = 1000;

  private NavigableMap<ObjectPath, AccountObject> objects(String kind) {
    return byKind.computeIfAbsent(kind, _ -> new TreeMap<>());
  }

  long nextId() {
    return ++lastId;
  }

  Optional<AccountObject> find(String kind, ObjectPath path) {
    return Optional.ofNullable(objects(kind).get(path));
  }

  void add(AccountObject object) {
    objects(object.domain().family()).put(object.path(), object);
  }

  void remove(AccountObject object) {
    objects(object.domain().family()).remove(object.path());
  }

  /// Every object of a kind, by path.
  Collection<AccountObject> all(String kind) {
    return objects(kind).values();
  }

  /// Every object there is, by kind and path.
  List<AccountObject> everything() {
    var all = new ArrayList<AccountObject>();
    byKind.values().forEach(objects -> all.addAll(objects.values()));
    return all;
  }

  /// The objects of a kind in a database, by path.
  Collection<AccountObject> inDatabase(String kind, String database) {
    return objects(kind)
        .subMap(
            new ObjectPath(database, "", ""), true, new ObjectPath(database + '\0', "", ""), false)
        .values();
  }

  /// The objects of a kind in a schema, by name.
  Collection<AccountObject> inSchema(String kind, String database, String schema) {
    return objects(kind)
        .subMap(
            new ObjectPath(database, schema, ""),
            true,
            new ObjectPath(database, schema + '\0', ""),
            false)
        .values();
  }

  /// Everything inside a database, schemas included.
  List<AccountObject> contentOfDatabase(String database) {
    var content = new ArrayList<AccountObject>();
    byKind.keySet().forEach(kind -> content.addAll(inDatabase(kind, database)));
    return content;
  }

  List<AccountObject> contentOfSchema(String database, String schema) {
    var content = new ArrayList<AccountObject>();
    byKind.keySet().forEach(kind -> content.addAll(inSchema(kind, database, schema)));
    return content;
  }

  /// Gives an object another path, and with a database or schema all that is in it.
  void move(AccountObject object, ObjectPath to) {
    var from = object.path();
    var content = List.<AccountObject>of();
    if (object.domain().kind().equals("DATABASE")) {
      content = contentOfDatabase(from.name());
    } else if (object.domain().kind().equals("SCHEMA")) {
      content = contentOfSchema(from.database(), from.name());
    }
    put(object, to);
    for (var inner : content) {
      var path = inner.path();
      put(
          inner,
          object.domain().level() == Domain.Level.ACCOUNT
              ? new ObjectPath(to.name(), path.schema(), path.name())
              : new ObjectPath(to.database(), to.name(), path.name()));
    }
  }

  void swap(AccountObject one, AccountObject other) {
    var path = one.path();
    remove(one);
    one.moveTo(other.path());
    put(other, path);
    add(one);
  }

  private void put(AccountObject object, ObjectPath to) {
    remove(object);
    object.moveTo(to);
    add(object);
  }
}
