package dev.snowdrift.sandbox.sql;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The `KEY = value` clauses of a statement in their order. Keys are upper case and unique. Clauses
/// without `=` have keys of their own: TRANSIENT, TEMPORARY, TAG, `MANAGED ACCESS`, `COPY GRANTS`,
/// `FOR APPLICATION`, `COMPUTE POOL` (of a service), FROM (a specification), AFTER, WHEN, AS,
/// CLONE, `EXECUTE AS`, CONTACT.
public final class Properties {
  public static final Properties NONE = new Properties(List.of());

  private final LinkedHashMap<String, Property> byKey = new LinkedHashMap<>();

  /// One clause and where its key stands, for syntax errors.
  ///
  /// @param line from 1
  /// @param position in the line, from 0
  public record Property(String key, Value value, int line, int position) {}

  /// @throws dev.snowdrift.sandbox.account.SqlError a syntax error when a key stands twice
  public Properties(Collection<Property> properties) {
    for (var property : properties) {
      if (byKey.putIfAbsent(property.key(), property) != null) {
        throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
      }
    }
  }

  public Optional<Value> get(String key) {
    return Optional.ofNullable(byKey.get(key)).map(Property::value);
  }

  public boolean has(String key) {
    return byKey.containsKey(key);
  }

  public Set<String> keys() {
    return byKey.keySet();
  }

  public List<Property> all() {
    return List.copyOf(byKey.values());
  }

  public boolean isEmpty() {
    return byKey.isEmpty();
  }
}
