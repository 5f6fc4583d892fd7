package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.Canonical;
import dev.snowdrift.kind.Desired;
import dev.snowdrift.kind.Field;
import dev.snowdrift.snowflake.Row;
import dev.snowdrift.snowflake.Sql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The values of file format options, which are shown as JSON and written with escapes: `\\t`, a
/// tab and `0x09` are the same delimiter.
final class FileFormatValue {
  private static final JsonMapper JSON = new JsonMapper();

  /// Options whose value is a sign or a few of them.
  private static final Set<String> SIGNS =
      Set.of(
          "RECORD_DELIMITER",
          "FIELD_DELIMITER",
          "ESCAPE",
          "ESCAPE_UNENCLOSED_FIELD",
          "FIELD_OPTIONALLY_ENCLOSED_BY");

  private FileFormatValue() {}

  /// One of a list of words.
  static <S> Property<S> word(String name, String keyword, Function<S, Optional<String>> of) {
    return property(name, keyword, of, FileFormatValue::upper, Sql::text);
  }

  /// A date format or file ending; `AUTO` in any case.
  static <S> Property<S> text(String name, String keyword, Function<S, Optional<String>> of) {
    return property(name, keyword, of, FileFormatValue::format, Sql::text);
  }

  static <S> Property<S> encoding(String name, String keyword, Function<S, Optional<String>> of) {
    return property(name, keyword, of, FileFormatValue::encoding, Sql::text);
  }

  /// A sign or a few, or `NONE`.
  static <S> Property<S> sign(String name, String keyword, Function<S, Optional<String>> of) {
    return property(
        name,
        keyword,
        of,
        FileFormatValue::sign,
        (sql, text) -> {
          if (text.equals("NONE")) {
            sql.words(text);
          } else {
            sql.text(text);
          }
        });
  }

  /// Texts in their order.
  static <S> Property<S> list(String name, String keyword, Function<S, List<String>> of) {
    return new Property<>(
        Field.of(
            name,
            spec ->
                Property.nonEmpty(of.apply(spec))
                    .map(texts ->
                        Canonical.list(texts.stream().map(FileFormatValue::unescaped).toList()))),
        keyword,
        (sql, resource) ->
            sql.texts(of.apply(resource.spec()).stream().map(FileFormatValue::unescaped).toList()),
        false);
  }

  private static <S> Property<S> property(
      String name,
      String keyword,
      Function<S, Optional<String>> of,
      Function<String, String> canonical,
      BiConsumer<Sql, String> write) {
    Function<Desired<S>, Optional<String>> value =
        resource -> of.apply(resource.spec()).filter(text -> !text.isEmpty()).map(canonical);
    return new Property<>(
        Field.ofResource(name, resource -> value.apply(resource).map(Canonical::text)),
        keyword,
        (sql, resource) -> write.accept(sql, value.apply(resource).orElseThrow()),
        false);
  }

  /// A sign in canonical form.
  static JsonNode signed(String written) {
    return Canonical.text(sign(written));
  }

  /// All options of a row of SHOW FILE FORMATS.
  ///
  /// @throws Row.MalformedAnswer when they are not JSON
  static JsonNode options(Row row) {
    try {
      return JSON.readTree(row.text("format_options").orElse("{}"));
    } catch (JacksonException e) {
      throw new Row.MalformedAnswer("format_options is not JSON", e);
    }
  }

  /// The value of an option as it is shown, canonical; empty when it has none.
  static Optional<JsonNode> read(String keyword, JsonNode shown) {
    if (shown.isMissingNode() || shown.isNull()) {
      return Optional.empty();
    }
    if (shown.isArray()) {
      return Optional.of(
          Canonical.list(shown.valueStream().map(item -> unescaped(item.asString(""))).toList()));
    }
    if (!shown.isString()) {
      return Optional.of(Canonical.tree(shown));
    }
    var text = shown.asString();
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Optional.of(Canonical.bool(Boolean.parseBoolean(text)));
    }
    return Canonical.text(
        Optional.of(
            SIGNS.contains(keyword)
                ? sign(text)
                : switch (keyword) {
                  case "COMPRESSION", "BINARY_FORMAT" -> upper(text);
                  case "ENCODING" -> encoding(text);
                  default -> format(text);
                }));
  }

  private static String upper(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }

  private static String format(String text) {
    return text.equalsIgnoreCase("AUTO") ? "AUTO" : text;
  }

  /// `UTF-8` and `UTF8` are the same.
  private static String encoding(String text) {
    return upper(text).replace("-", "").replace("_", "");
  }

  private static String sign(String text) {
    return text.equalsIgnoreCase("NONE") ? "NONE" : unescaped(text);
  }

  /// What escapes of a delimiter stand for; a backslash before any other sign stays.
  static String unescaped(String text) {
    if (text.matches("(?:0x|\\\\x)[0-9A-Fa-f]{2}")) {
      return Character.toString(Integer.parseInt(text.substring(2), 16));
    }
    var out = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      var next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      var sign = c == '\\' ? "tnrbf0\\'\"".indexOf(next) : -1;
      if (sign < 0) {
        out.append(c);
      } else {
        out.append("\t\n\r\b\f\0\\'\"".charAt(sign));
        i++;
      }
    }
    return out.toString();
  }
}
