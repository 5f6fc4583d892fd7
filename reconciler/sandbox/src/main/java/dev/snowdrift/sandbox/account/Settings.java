package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The values of an object's properties: what was set, over the defaults of its kind. Immutable.
///
/// Values are String, Long, Boolean, `List<String>` (lists of texts, and of fully qualified names)
/// or [Value] for what the kind wants to see as written.
public final class Settings {
  private final PropertySheet sheet;
  private final Map<String, Object> set;

  Settings(PropertySheet sheet, Map<String, Object> set) {
    this.sheet = sheet;
    this.set = new TreeMap<>(set);
  }

  /// Whether the property was set, in contrast to having its default.
  public boolean isSet(String key) {
    return set.containsKey(key);
  }

  /// The keys that were set, in alphabetical order.
  public Set<String> keysSet() {
    return set.keySet();
  }

  private @Nullable Object value(String key) {
    var value = set.get(key);
    return value != null ? value : sheet.property(key).defaultValue().orElse(null);
  }

  public Optional<String> text(String key) {
    return Optional.ofNullable(value(key)).map(String.class::cast);
  }

  /// The text, or the empty string.
  public String textOrEmpty(String key) {
    return text(key).orElse("");
  }

  public Optional<Long> number(String key) {
    return Optional.ofNullable(value(key)).map(Long.class::cast);
  }

  /// The number of a property that always has one.
  public long integer(String key) {
    return number(key).orElseThrow();
  }

  /// False when neither set nor true by default.
  public boolean flag(String key) {
    return Boolean.TRUE.equals(value(key));
  }

  /// The list; empty when unset.
  public List<String> list(String key) {
    var value = value(key);
    return value == null ? List.of() : ((List<?>) value).stream().map(String.class::cast).toList();
  }

  /// The value as written.
  public Optional<Value> written(String key) {
    return Optional.ofNullable(value(key)).map(Value.class::cast);
  }

  /// The value, set or default, as text.
  public Optional<String> asText(String key) {
    return Optional.ofNullable(value(key)).map(Object::toString);
  }

  /// With one property changed.
  public Settings with(String key, Object newValue) {
    var changed = new TreeMap<>(set);
    changed.put(key, newValue);
    return new Settings(sheet, changed);
  }

  /// With one property back at its default.
  public Settings without(String key) {
    var changed = new TreeMap<>(set);
    changed.remove(key);
    return new Settings(sheet, changed);
  }
}
