package dev.snowdrift.sandbox.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An object of any kind. Mutable; touched only by statements, which the account serializes.
public final class AccountObject {
  private final Domain domain;
  private final long id;
  private final Instant createdOn;
  private ObjectPath path;
  private String owner;
  private Settings settings;
  private final Map<String, Grant> grants = new TreeMap<>();
  private final List<FutureGrant> futureGrants = new ArrayList<>();
  private final Map<ObjectPath, String> tags = new TreeMap<>();
  private final Map<Class<?>, Object> state = new HashMap<>();

  AccountObject(
      Domain domain, long id, ObjectPath path, String owner, Instant createdOn, Settings settings) {
    this.domain = domain;
    this.id = id;
    this.path = path;
    this.owner = owner;
    this.createdOn = createdOn;
    this.settings = settings;
  }

  public Domain domain() {
    return domain;
  }

  /// Unique in the account; a replaced object has a new one.
  public long id() {
    return id;
  }

  public ObjectPath path() {
    return path;
  }

  public String name() {
    return path.name();
  }

  void moveTo(ObjectPath newPath) {
    this.path = newPath;
  }

  /// The role that owns it; empty for what the system made.
  public String owner() {
    return owner;
  }

  void giveTo(String role) {
    this.owner = role;
  }

  public Instant createdOn() {
    return createdOn;
  }

  public Settings settings() {
    return settings;
  }

  public void change(Settings changed) {
    this.settings = changed;
  }

  /// The tags set on it, by the tag's path.
  public Map<ObjectPath, String> tags() {
    return tags;
  }

  /// Grants by privilege and holder, without ownership.
  public Collection<Grant> grants() {
    return grants.values();
  }

  public Optional<Grant> grant(String privilege, Holder holder) {
    return Optional.ofNullable(grants.get(key(privilege, holder)));
  }

  public void put(Grant grant) {
    grants.put(key(grant.privilege(), grant.holder()), grant);
  }

  void remove(Grant grant) {
    grants.remove(key(grant.privilege(), grant.holder()));
  }

  /// Takes away everything that a holder has or will have here.
  void forget(Holder holder) {
    grants.values().removeIf(grant -> grant.holder().equals(holder));
    futureGrants.removeIf(grant -> grant.holder().equals(holder));
  }

  private static String key(String privilege, Holder holder) {
    return privilege + '\n' + holder.type() + '\n' + holder.path();
  }

  public List<FutureGrant> futureGrants() {
    return futureGrants;
  }

  /// What a kind keeps beyond its settings, such as a warehouse's state.
  public <T> void keep(Class<T> type, T value) {
    state.put(type, value);
  }

  /// What was kept.
  ///
  /// @throws IllegalStateException when nothing of that type was
  public <T> T kept(Class<T> type) {
    var value = state.get(type);
    if (value == null) {
      throw new IllegalStateException(path + " keeps no " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
