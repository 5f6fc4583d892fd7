package dev.snowdrift.sandbox.data;

import dev.snowdrift.sandbox.account.Errors;
import dev.snowdrift.sandbox.sql.Properties;
import dev.snowdrift.sandbox.sql.SyntaxErrors;
import dev.snowdrift.sandbox.sql.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The options of a file format, of a named one as of a stage's own, with their defaults by type
/// (Snowflake documentation, "CREATE FILE FORMAT"; defaults and rendering as in
/// terraform-provider-snowflake, pkg/sdk/testint/file_formats_gen_integration_test.go).
public final class FileFormatOptions {
  /// The formats there are.
  public static final List<String> TYPES = List.of("CSV", "JSON", "AVRO", "ORC", "PARQUET", "XML");

  private static final List<String> COMPRESSIONS =
      List.of("AUTO", "GZIP", "BZ2", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "NONE");
  private static final List<String> AVRO_COMPRESSIONS =
      List.of("AUTO", "GZIP", "BROTLI", "ZSTD", "DEFLATE", "RAW_DEFLATE", "NONE");
  private static final List<String> PARQUET_COMPRESSIONS = List.of("AUTO", "LZO", "SNAPPY", "NONE");
  private static final List<String> BINARY_FORMATS = List.of("HEX", "BASE64", "UTF8", "UTF-8");

  private static final Map<String, SequencedMap<String, Option>> BY_TYPE = byType();

  private final String type;
  private final TreeMap<String, Object> set;

  private FileFormatOptions(String type, Map<String, Object> set) {
    this.type = type;
    this.set = new TreeMap<>(set);
  }

  /// What one option takes.
  ///
  /// @param words the words it takes besides a text, or of which it takes one
  private record Option(String kind, Object byDefault, List<String> words) {
    static Option flag(boolean byDefault) {
      return new Option("Boolean", byDefault, List.of());
    }

    static Option text(Object byDefault, String... words) {
      return new Option("String", byDefault, List.of(words));
    }

    static Option word(String byDefault, List<String> words) {
      return new Option("Word", byDefault, words);
    }

    static Option number(long byDefault) {
      return new Option("Integer", byDefault, List.of());
    }

    static Option list(String... byDefault) {
      return new Option("List", List.of(byDefault), List.of());
    }
  }

  private static Map<String, SequencedMap<String, Option>> byType() {
    var csv = new LinkedHashMap<String, Option>();
    csv.put("RECORD_DELIMITER", Option.text("\n", "NONE"));
    csv.put("FIELD_DELIMITER", Option.text(",", "NONE"));
    csv.put("FILE_EXTENSION", Option.text(""));
    csv.put("SKIP_HEADER", Option.number(0));
    csv.put("PARSE_HEADER", Option.flag(false));
    csv.put("DATE_FORMAT", Option.text("AUTO", "AUTO"));
    csv.put("TIME_FORMAT", Option.text("AUTO", "AUTO"));
    csv.put("TIMESTAMP_FORMAT", Option.text("AUTO", "AUTO"));
    csv.put("BINARY_FORMAT", Option.word("HEX", BINARY_FORMATS));
    csv.put("ESCAPE", Option.text("NONE", "NONE"));
    csv.put("ESCAPE_UNENCLOSED_FIELD", Option.text("\\", "NONE"));
    csv.put("TRIM_SPACE", Option.flag(false));
    csv.put("FIELD_OPTIONALLY_ENCLOSED_BY", Option.text("NONE", "NONE"));
    csv.put("NULL_IF", Option.list("\\N"));
    csv.put("COMPRESSION", Option.word("AUTO", COMPRESSIONS));
    csv.put("ERROR_ON_COLUMN_COUNT_MISMATCH", Option.flag(true));
    csv.put("VALIDATE_UTF8", Option.flag(true));
    csv.put("SKIP_BLANK_LINES", Option.flag(false));
    csv.put("REPLACE_INVALID_CHARACTERS", Option.flag(false));
    csv.put("EMPTY_FIELD_AS_NULL", Option.flag(true));
    csv.put("SKIP_BYTE_ORDER_MARK", Option.flag(true));
    csv.put("ENCODING", Option.text("UTF8", "UTF8"));
    csv.put("MULTI_LINE", Option.flag(true));
    var json = new LinkedHashMap<String, Option>();
    json.put("FILE_EXTENSION", Option.text(""));
    json.put("DATE_FORMAT", Option.text("AUTO", "AUTO"));
    json.put("TIME_FORMAT", Option.text("AUTO", "AUTO"));
    json.put("TIMESTAMP_FORMAT", Option.text("AUTO", "AUTO"));
    json.put("BINARY_FORMAT", Option.word("HEX", BINARY_FORMATS));
    json.put("TRIM_SPACE", Option.flag(false));
    json.put("MULTI_LINE", Option.flag(true));
    json.put("NULL_IF", Option.list());
    json.put("COMPRESSION", Option.word("AUTO", COMPRESSIONS));
    json.put("ENABLE_OCTAL", Option.flag(false));
    json.put("ALLOW_DUPLICATE", Option.flag(false));
    json.put("STRIP_OUTER_ARRAY", Option.flag(false));
    json.put("STRIP_NULL_VALUES", Option.flag(false));
    json.put("IGNORE_UTF8_ERRORS", Option.flag(false));
    json.put("REPLACE_INVALID_CHARACTERS", Option.flag(false));
    json.put("SKIP_BYTE_ORDER_MARK", Option.flag(true));
    var avro = new LinkedHashMap<String, Option>();
    avro.put("TRIM_SPACE", Option.flag(false));
    avro.put("NULL_IF", Option.list());
    avro.put("COMPRESSION", Option.word("AUTO", AVRO_COMPRESSIONS));
    avro.put("REPLACE_INVALID_CHARACTERS", Option.flag(false));
    var orc = new LinkedHashMap<String, Option>();
    orc.put("TRIM_SPACE", Option.flag(false));
    orc.put("REPLACE_INVALID_CHARACTERS", Option.flag(false));
    orc.put("NULL_IF", Option.list());
    var parquet = new LinkedHashMap<String, Option>();
    parquet.put("TRIM_SPACE", Option.flag(false));
    parquet.put("NULL_IF", Option.list());
    parquet.put("COMPRESSION", Option.word("AUTO", PARQUET_COMPRESSIONS));
    parquet.put("BINARY_AS_TEXT", Option.flag(true));
    parquet.put("USE_LOGICAL_TYPE", Option.flag(false));
    parquet.put("USE_VECTORIZED_SCANNER", Option.flag(false));
    parquet.put("REPLACE_INVALID_CHARACTERS", Option.flag(false));
    var xml = new LinkedHashMap<String, Option>();
    xml.put("COMPRESSION", Option.word("AUTO", COMPRESSIONS));
    xml.put("IGNORE_UTF8_ERRORS", Option.flag(false));
    xml.put("PRESERVE_SPACE", Option.flag(false));
    xml.put("STRIP_OUTER_ELEMENT", Option.flag(false));
    xml.put("DISABLE_SNOWFLAKE_DATA", Option.flag(false));
    xml.put("DISABLE_AUTO_CONVERT", Option.flag(false));
    xml.put("REPLACE_INVALID_CHARACTERS", Option.flag(false));
    xml.put("SKIP_BYTE_ORDER_MARK", Option.flag(true));
    return Map.of(
        "CSV", csv, "JSON", json, "AVRO", avro, "ORC", orc, "PARQUET", parquet, "XML", xml);
  }

  /// The keys of all types.
  static List<String> keys() {
    return BY_TYPE.values().stream()
        .flatMap(options -> options.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// The options that clauses set; TYPE is CSV when it is not written.
  ///
  /// @throws dev.snowdrift.sandbox.account.SqlError for unknown types, options of other types, and
  ///   values they do not take
  public static FileFormatOptions of(Properties written) {
    var type = written.get("TYPE").map(FileFormatOptions::word).orElse("CSV");
    if (!TYPES.contains(type)) {
      throw Errors.invalidParameter(type, "TYPE");
    }
    return new FileFormatOptions(type, Map.of()).with(written);
  }

  /// With further ones set.
  public FileFormatOptions with(Properties written) {
    var changed = new TreeMap<>(set);
    for (var property : written.all()) {
      if (property.key().equals("TYPE")) {
        if (!word(property.value()).equals(type)) {
          throw Errors.invalidParameter(word(property.value()), "TYPE");
        }
        continue;
      }
      var option = options().get(property.key());
      if (option == null) {
        if (keys().contains(property.key())) {
          throw Errors.invalidParameter(property.key(), type);
        }
        throw SyntaxErrors.unexpected(property.line(), property.position(), property.key());
      }
      changed.put(property.key(), value(property, option));
    }
    var after = new FileFormatOptions(type, changed);
    after.check();
    return after;
  }

  private void check() {
    if (number("SKIP_HEADER") > 0 && flag("PARSE_HEADER")) {
      throw Errors.invalidParameter("true", "PARSE_HEADER");
    }
    if (flag("IGNORE_UTF8_ERRORS") && flag("REPLACE_INVALID_CHARACTERS")) {
      throw Errors.invalidParameter("true", "REPLACE_INVALID_CHARACTERS");
    }
  }

  private boolean flag(String key) {
    return Boolean.TRUE.equals(set.get(key));
  }

  private long number(String key) {
    return set.get(key) instanceof Long number ? number : 0;
  }

  private SequencedMap<String, Option> options() {
    return Optional.ofNullable(BY_TYPE.get(type)).orElseThrow();
  }

  private static String word(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.toUpperCase(Locale.ROOT);
      case Value.Reference(var name) -> name.last().value().toUpperCase(Locale.ROOT);
      default -> value.toString();
    };
  }

  private static Object value(Properties.Property property, Option option) {
    var value = property.value();
    Optional<Object> read =
        switch (option.kind()) {
          case "Boolean" -> bool(value);
          case "Integer" ->
              value instanceof Value.Numeric(var number) && number.signum() >= 0
                  ? Optional.of(number.longValue())
                  : Optional.empty();
          case "List" -> list(value);
          case "Word" -> Optional.<Object>of(word(value)).filter(option.words()::contains);
          default -> text(value, option.words());
        };
    return read.orElseThrow(() -> Errors.invalidParameter(value.toString(), property.key()));
  }

  private static Optional<Object> bool(Value value) {
    if (value instanceof Value.Bool(var flag)) {
      return Optional.of(flag);
    }
    return switch (word(value)) {
      case "TRUE" -> Optional.of(true);
      case "FALSE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> list(Value value) {
    return value.asList().stream().allMatch(Value.Text.class::isInstance)
        ? Optional.of(value.asList().stream().map(Value::toString).toList())
        : Optional.empty();
  }

  private static Optional<Object> text(Value value, List<String> words) {
    return switch (value) {
      case Value.Text(var text) -> Optional.of(text);
      case Value.Reference reference when words.contains(word(reference)) ->
          Optional.of(word(reference));
      case Value.Reference reference when words.contains("UTF8") -> Optional.of(word(reference));
      default -> Optional.empty();
    };
  }

  public String type() {
    return type;
  }

  /// The options that were set.
  Map<String, Object> set() {
    return Map.copyOf(set);
  }

  // ---- rendering

  /// One row of DESCRIBE.
  ///
  /// @param kind String, Boolean, Integer or List
  public record Row(String property, String kind, String value, String byDefault) {}

  /// DESCRIBE's rows, TYPE first.
  public List<Row> rows() {
    var rows = new ArrayList<Row>();
    rows.add(new Row("TYPE", "String", type, "CSV"));
    options().forEach((key, option) -> rows.add(row(key, option)));
    return rows;
  }

  private Row row(String key, Option option) {
    return new Row(
        key,
        option.kind().equals("Word") ? "String" : option.kind(),
        described(set.getOrDefault(key, option.byDefault())),
        described(option.byDefault()));
  }

  /// Escaped as in a string literal; lists in brackets.
  private static String described(Object value) {
    return value instanceof List<?> items
        ? items.stream()
            .map(FileFormatOptions::described)
            .collect(Collectors.joining(", ", "[", "]"))
        : escaped(value.toString());
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\"", "\\\"");
  }

  /// All options as SHOW FILE FORMATS gives them: a JSON object.
  public String json() {
    var fields = new ArrayList<String>();
    fields.add("\"TYPE\":" + quoted(type));
    options()
        .forEach((key, option) ->
            fields.add(quoted(key) + ":" + field(key, set.getOrDefault(key, option.byDefault()))));
    return "{" + String.join(",", fields) + "}";
  }

  private static String field(String key, Object value) {
    return switch (value) {
      case List<?> items ->
          items.stream()
              .map(item -> quoted(item.toString()))
              .collect(Collectors.joining(",", "[", "]"));
      case Boolean flag -> flag.toString();
      case Long number -> number.toString();
      default ->
          key.equals("FILE_EXTENSION") && value.toString().isEmpty()
              ? "null"
              : quoted(value.toString());
    };
  }

  /// A JSON text, in which no control character stands for itself.
  private static String quoted(String text) {
    return Pattern.compile("\\p{Cntrl}")
        .matcher(escaped(text))
        .replaceAll(sign -> "\\\\u%04x".formatted((int) sign.group().charAt(0)))
        .transform(json -> '"' + json + '"');
  }
}
