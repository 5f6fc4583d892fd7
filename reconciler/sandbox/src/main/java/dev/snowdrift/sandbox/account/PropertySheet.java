package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Name;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The properties a kind has: their types, defaults and what may be done with them. It refuses what
/// Snowflake refuses: unknown keys (1003), wrong values (1008, 1422), missing ones (2029).
public final class PropertySheet {
  private final Map<String, PropertyRule> rules = new LinkedHashMap<>();

  public static PropertySheet empty() {
    return new PropertySheet();
  }

  /// Adds properties of one type.
  public PropertySheet with(PropertyRule... added) {
    for (var rule : added) {
      rules.put(rule.key(), rule);
    }
    return this;
  }

  PropertyRule property(String key) {
    var rule = rules.get(key);
    if (rule == null) {
      throw new IllegalArgumentException("no property " + key);
    }
    return rule;
  }

  /// All rules in the order they were added.
  public List<PropertyRule> all() {
    return List.copyOf(rules.values());
  }

  public Settings defaults() {
    return new Settings(this, Map.of());
  }

  /// The settings that CREATE's clauses make. TAG, `COPY GRANTS` and CLONE are not properties and
  /// are passed over.
  ///
  /// @param names how a name in a property is resolved to a fully qualified one
  public Settings forCreate(Properties properties, NameResolver names) {
    var set = new TreeMap<String, Object>();
    for (var property : properties.all()) {
      if (property.key().equals("TAG")) {
        continue;
      }
      var rule = rules.get(property.key());
      if (rule == null) {
        throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
      }
      rule.read(property.value(), names).ifPresent(value -> set.put(rule.key(), value));
    }
    var missing = new ArrayList<String>();
    for (var rule : rules.values()) {
      if (rule.required() && !set.containsKey(rule.key())) {
        missing.add(rule.key());
      }
    }
    if (!missing.isEmpty()) {
      throw Errors.missingOptions(missing);
    }
    return new Settings(this, set);
  }

  /// The settings after ALTER ... SET.
  public Settings forSet(Settings before, Properties properties, NameResolver names) {
    var after = before;
    for (var property : properties.all()) {
      var rule = rules.get(property.key());
      if (rule == null || rule.createOnly()) {
        throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
      }
      var value = rule.read(property.value(), names);
      after = value.isPresent() ? after.with(rule.key(), value.get()) : after.without(rule.key());
    }
    return after;
  }

  /// The settings after ALTER ... UNSET.
  public Settings forUnset(Settings before, List<String> keys) {
    var after = before;
    for (var key : keys) {
      var rule = rules.get(key);
      if (rule == null || rule.createOnly()) {
        throw SyntaxErrors.unexpected(1, 0, key);
      }
      if (!rule.canUnset()) {
        throw Errors.unsupported("UNSET");
      }
      after = after.without(key);
    }
    return after;
  }

  /// Resolves names in property values.
  public interface NameResolver {
    /// The fully qualified text of an object of that kind.
    String resolve(String kind, Name name);
  }

  static Optional<String> word(Value value) {
    return switch (value) {
      case Value.Text(var text) -> Optional.of(text.toUpperCase(Locale.ROOT));
      case Value.Reference(var name) -> Optional.of(name.last().value());
      default -> Optional.empty();
    };
  }
}
