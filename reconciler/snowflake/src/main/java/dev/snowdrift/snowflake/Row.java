package dev.snowdrift.snowflake;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One row of SHOW or DESCRIBE, by column name: columns come and go with editions and behaviour
/// changes, so nothing is read by position. Values are texts as the driver renders them.
///
/// @param values by lower-case column name, without the absent ones
public record Row(Map<String, String> values) {

  public Row {
    values = Collections.unmodifiableMap(values);
  }

  /// Empty for a missing column, NULL and the empty text, which different kinds use for the same.
  public Optional<String> text(String column) {
    return Optional.ofNullable(values.get(column)).filter(value -> !value.isEmpty());
  }

  /// As {@link #text(String)}; some columns hold the word `null` when nothing is set.
  public Optional<String> textUnlessNull(String column) {
    return text(column).filter(value -> !value.equalsIgnoreCase("null"));
  }

  /// The text of a column that every row has.
  ///
  /// @throws MalformedAnswer when it does not
  public String need(String column) {
    return text(column).orElseThrow(() -> new MalformedAnswer("column " + column + " is missing"));
  }

  /// `true`, `Y` and `ON` are true; `false`, `N` and `OFF` are not.
  public Optional<Boolean> bool(String column) {
    return text(column)
        .map(value ->
            switch (value.toLowerCase(Locale.ROOT)) {
              case "true", "y", "on", "yes" -> true;
              case "false", "n", "off", "no" -> false;
              default -> throw new MalformedAnswer(column + " is not a boolean: " + value);
            });
  }

  public Optional<Long> number(String column) {
    return textUnlessNull(column)
        .map(value -> {
          try {
            return Long.parseLong(value.strip());
          } catch (NumberFormatException e) {
            throw new MalformedAnswer(column + " is not a number: " + value, e);
          }
        });
  }

  /// `[a, b]`, `["a","b"]` or `a,b`: the three ways in which lists are shown.
  public List<String> list(String column) {
    var text = textUnlessNull(column).orElse("").strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1);
    }
    return Stream.of(text.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  /// A list of names, canonical. Quotes around plain names say nothing.
  public List<String> names(String column) {
    return list(column).stream().map(name -> QualifiedName.parse(name).canonical()).toList();
  }

  /// What Snowflake answered cannot be what it says it is.
  public static final class MalformedAnswer extends RuntimeException {
    public MalformedAnswer(String message) {
      super(message);
    }

    public MalformedAnswer(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
