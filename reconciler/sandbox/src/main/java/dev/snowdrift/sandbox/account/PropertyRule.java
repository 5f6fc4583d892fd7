package dev.snowdrift.sandbox.account;

import dev.snowdrift.sandbox.sql.SqlReader;
import dev.snowdrift.sandbox.sql.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one property takes. Immutable; the `...able` methods give changed copies.
///
/// @param min and `max` bound numbers, inclusive
/// @param words for words: those that exist; empty for any
/// @param kind for names: the kind of object they name
public record PropertyRule(
    String key,
    Type type,
    Optional<Object> defaultValue,
    boolean required,
    boolean createOnly,
    boolean canUnset,
    long min,
    long max,
    List<String> words,
    String kind) {

  /// How a value is written and kept.
  public enum Type {
    /// A string literal.
    TEXT,
    INTEGER,
    BOOLEAN,
    /// A word, quoted or not; kept upper case.
    WORD,
    /// A name or its text, of something that need not exist; kept as SQL text.
    IDENTIFIER,
    /// The name of an object; kept fully qualified.
    NAME,
    /// A list of names, or one of the words, kept in lower case.
    NAMES,
    /// A list of string literals.
    TEXTS,
    /// Kept as written.
    ANY
  }

  public static PropertyRule text(String key) {
    return of(key, Type.TEXT);
  }

  public static PropertyRule integer(String key) {
    return of(key, Type.INTEGER);
  }

  public static PropertyRule bool(String key) {
    return of(key, Type.BOOLEAN);
  }

  /// One of these words; of any words when none are given.
  public static PropertyRule word(String key, String... words) {
    return of(key, Type.WORD).orWord(words);
  }

  /// The words that are taken; for lists of names, in place of the list.
  public PropertyRule orWord(String... taken) {
    return new PropertyRule(
        key, type, defaultValue, required, createOnly, canUnset, min, max, List.of(taken), kind);
  }

  public static PropertyRule identifier(String key) {
    return of(key, Type.IDENTIFIER);
  }

  /// The name of an object of a kind.
  public static PropertyRule name(String key, String kind) {
    return named(key, Type.NAME, kind);
  }

  public static PropertyRule names(String key, String kind) {
    return named(key, Type.NAMES, kind);
  }

  public static PropertyRule texts(String key) {
    return of(key, Type.TEXTS);
  }

  public static PropertyRule any(String key) {
    return of(key, Type.ANY);
  }

  private static PropertyRule of(String key, Type type) {
    return named(key, type, "");
  }

  private static PropertyRule named(String key, Type type, String kind) {
    return new PropertyRule(
        key,
        type,
        Optional.empty(),
        false,
        false,
        true,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        List.of(),
        kind);
  }

  public PropertyRule byDefault(Object value) {
    return copy(Optional.of(value), required, createOnly, canUnset, min, max);
  }

  /// CREATE must give it; so it cannot be unset.
  public PropertyRule mandatory() {
    return copy(defaultValue, true, createOnly, false, min, max);
  }

  public PropertyRule atCreationOnly() {
    return copy(defaultValue, required, true, false, min, max);
  }

  /// ALTER ... UNSET of it is refused as an unsupported feature.
  public PropertyRule neverUnset() {
    return copy(defaultValue, required, createOnly, false, min, max);
  }

  public PropertyRule between(long low, long high) {
    return copy(defaultValue, required, createOnly, canUnset, low, high);
  }

  private PropertyRule copy(
      Optional<Object> value, boolean must, boolean once, boolean unset, long low, long high) {
    return new PropertyRule(key, type, value, must, once, unset, low, high, words, kind);
  }

  /// The kept form of a written value; empty for NULL, which unsets.
  Optional<Object> read(Value value, PropertySheet.NameResolver names) {
    if (value instanceof Value.Null) {
      return Optional.empty();
    }
    @Nullable Object kept =
        switch (type) {
          case TEXT -> value instanceof Value.Text(var text) ? text : null;
          case INTEGER -> integer(value);
          case BOOLEAN -> bool(value);
          case WORD -> PropertySheet.word(value).filter(this::isKnown).orElse(null);
          case IDENTIFIER -> identifier(value);
          case NAME ->
              value instanceof Value.Reference(var name) ? names.resolve(kind, name) : null;
          case NAMES -> nameList(value, names);
          case TEXTS -> textList(value);
          case ANY -> value;
        };
    if (kept == null) {
      throw type == Type.WORD
          ? Errors.invalidProperty(value.toString(), key)
          : Errors.invalidParameter(value.toString(), key);
    }
    return Optional.of(kept);
  }

  private boolean isKnown(String word) {
    return words.isEmpty() || words.contains(word);
  }

  private static @Nullable String identifier(Value value) {
    return switch (value) {
      case Value.Reference(var name) -> name.toString();
      case Value.Text(var text) -> text.isEmpty() ? null : SqlReader.name(text).toString();
      default -> null;
    };
  }

  private @Nullable Long integer(Value value) {
    if (!(value instanceof Value.Numeric(BigDecimal number))) {
      return null;
    }
    try {
      var exact = number.longValueExact();
      return exact >= min && exact <= max ? exact : null;
    } catch (ArithmeticException _) {
      return null;
    }
  }

  private static @Nullable Boolean bool(Value value) {
    if (value instanceof Value.Bool(var flag)) {
      return flag;
    }
    // a string is taken as well, in either case
    if (value instanceof Value.Text(var text)) {
      return text.equalsIgnoreCase("true")
          ? Boolean.TRUE
          : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }
    return null;
  }

  private @Nullable List<String> nameList(Value value, PropertySheet.NameResolver names) {
    if (value instanceof Value.Reference(var name)
        && name.isSimple()
        && words.contains(name.last().value())) {
      return List.of(name.last().value().toLowerCase(Locale.ROOT));
    }
    if (!value.asList().stream().allMatch(Value.Reference.class::isInstance)) {
      return null;
    }
    return value.asList().stream()
        .map(Value.Reference.class::cast)
        .map(reference -> names.resolve(kind, reference.name()))
        .toList();
  }

  private static @Nullable List<String> textList(Value value) {
    if (!value.asList().stream().allMatch(Value.Text.class::isInstance)) {
      return null;
    }
    return value.asList().stream().map(Value::toString).toList();
  }
}
