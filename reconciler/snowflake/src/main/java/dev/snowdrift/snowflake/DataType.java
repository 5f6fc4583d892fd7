package dev.snowdrift.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A data type as DESCRIBE shows it, whatever it was written as: `INT` is `NUMBER(38,0)`, `STRING`
/// is `VARCHAR(16777216)` (Snowflake documentation, "Summary of data types").
///
/// `TIMESTAMP` alone depends on a parameter of the account; here it is always its default,
/// `TIMESTAMP_NTZ`, and is written so.
///
/// @param base `NUMBER`, without what stands in brackets
/// @param parameters what stands in brackets, complete
public record DataType(String base, List<String> parameters) {
  private static final Pattern FORM =
      Pattern.compile("([A-Z][A-Z0-9_ ]*?)(?: ?\\( ?([A-Z0-9_]+(?: ?, ?[A-Z0-9_]+)*) ?\\))?");

  /// Longest text; where an account's limit is 128 MB, lengths are still shown as declared.
  private static final String LONGEST_TEXT = "16777216";

  private static final String LONGEST_BINARY = "8388608";
  private static final Set<String> BARE =
      Set.of(
          "BOOLEAN",
          "DATE",
          "FLOAT",
          "VARIANT",
          "OBJECT",
          "ARRAY",
          "GEOGRAPHY",
          "GEOMETRY",
          "DECFLOAT",
          "UUID",
          "FILE");

  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("DECIMAL", "NUMBER"),
          Map.entry("NUMERIC", "NUMBER"),
          Map.entry("DEC", "NUMBER"),
          Map.entry("STRING", "VARCHAR"),
          Map.entry("TEXT", "VARCHAR"),
          Map.entry("NVARCHAR", "VARCHAR"),
          Map.entry("NVARCHAR2", "VARCHAR"),
          Map.entry("CHAR VARYING", "VARCHAR"),
          Map.entry("NCHAR VARYING", "VARCHAR"),
          Map.entry("CHARACTER", "CHAR"),
          Map.entry("NCHAR", "CHAR"),
          Map.entry("VARBINARY", "BINARY"),
          Map.entry("DOUBLE", "FLOAT"),
          Map.entry("DOUBLE PRECISION", "FLOAT"),
          Map.entry("REAL", "FLOAT"),
          Map.entry("FLOAT4", "FLOAT"),
          Map.entry("FLOAT8", "FLOAT"),
          Map.entry("BOOL", "BOOLEAN"),
          Map.entry("DATETIME", "TIMESTAMP_NTZ"),
          Map.entry("TIMESTAMP", "TIMESTAMP_NTZ"),
          Map.entry("TIMESTAMPNTZ", "TIMESTAMP_NTZ"),
          Map.entry("TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP_NTZ"),
          Map.entry("TIMESTAMPLTZ", "TIMESTAMP_LTZ"),
          Map.entry("TIMESTAMP WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ"),
          Map.entry("TIMESTAMPTZ", "TIMESTAMP_TZ"),
          Map.entry("TIMESTAMP WITH TIME ZONE", "TIMESTAMP_TZ"));

  private static final Set<String> WHOLE =
      Set.of("INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT");

  public DataType {
    parameters = List.copyOf(parameters);
  }

  /// A type by any of its names.
  ///
  /// @throws IllegalArgumentException with a reason for people
  public static DataType parse(String written) {
    var text = written.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw unknown(written);
    }
    var base = SYNONYMS.getOrDefault(matcher.group(1), matcher.group(1));
    var given =
        matcher.group(2) == null ? List.<String>of() : List.of(matcher.group(2).split(" ?, ?"));
    if (WHOLE.contains(base)) {
      return bare("NUMBER", List.of("38", "0"), given, written);
    }
    return switch (base) {
      case "NUMBER" -> numbers(base, given, List.of("38", "0"), written);
      case "VARCHAR" -> numbers(base, given, List.of(LONGEST_TEXT), written);
      case "CHAR" -> numbers("VARCHAR", given, List.of("1"), written);
      case "BINARY" -> numbers(base, given, List.of(LONGEST_BINARY), written);
      case "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ" ->
          numbers(base, given, List.of("9"), written);
      case "VECTOR" -> vector(given, written);
      default -> {
        if (!BARE.contains(base)) {
          throw unknown(written);
        }
        yield bare(base, List.of(), given, written);
      }
    };
  }

  private static DataType bare(
      String base, List<String> parameters, List<String> given, String written) {
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("`" + written + "` takes nothing in brackets");
    }
    return new DataType(base, parameters);
  }

  private static DataType numbers(
      String base, List<String> given, List<String> standard, String written) {
    if (given.size() > standard.size()
        || given.stream().anyMatch(number -> !number.matches("[0-9]{1,9}"))) {
      throw new IllegalArgumentException(
          "`%s` is not a %s: it takes at most %d whole numbers in brackets"
              .formatted(written, base, standard.size()));
    }
    var all = new ArrayList<String>();
    for (var i = 0; i < standard.size(); i++) {
      all.add(i < given.size() ? Long.toString(Long.parseLong(given.get(i))) : standard.get(i));
    }
    return new DataType(base, all);
  }

  private static DataType vector(List<String> given, String written) {
    if (given.size() != 2 || !given.get(1).matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "`" + written + "` is not a VECTOR: it is written VECTOR(FLOAT, 768)");
    }
    var element =
        switch (given.getFirst()) {
          case "INT", "INTEGER" -> "INT";
          case "FLOAT", "FLOAT4", "FLOAT8" -> "FLOAT";
          default -> throw unknown(written);
        };
    return new DataType("VECTOR", List.of(element, given.get(1)));
  }

  private static IllegalArgumentException unknown(String written) {
    return new IllegalArgumentException("`" + written + "` is not a data type of Snowflake");
  }

  /// `NUMBER(38,0)`, as DESCRIBE TABLE shows it.
  public String canonical() {
    return parameters.isEmpty()
        ? base
        : base + "(" + String.join(base.equals("VECTOR") ? ", " : ",", parameters) + ")";
  }

  /// What of the type tells overloaded functions apart: without lengths and precisions.
  public String signature() {
    return base.equals("VECTOR") ? canonical() : base;
  }

  /// What becomes of a column of this type that shall have another one.
  public Conversion to(DataType wanted) {
    if (equals(wanted)) {
      return Conversion.NONE;
    }
    if (!base.equals(wanted.base)) {
      return Conversion.IMPOSSIBLE;
    }
    return switch (base) {
      case "VARCHAR" -> number(0) < wanted.number(0) ? Conversion.WIDER : Conversion.IMPOSSIBLE;
      case "NUMBER" ->
          number(1) != wanted.number(1)
              ? Conversion.IMPOSSIBLE
              : number(0) < wanted.number(0) ? Conversion.WIDER : Conversion.NARROWER;
      default -> Conversion.IMPOSSIBLE;
    };
  }

  private long number(int index) {
    return Long.parseLong(parameters.get(index));
  }

  /// What ALTER TABLE ... ALTER COLUMN can do (Snowflake documentation of that name).
  public enum Conversion {
    NONE,
    /// In place, whatever the column holds.
    WIDER,
    /// In place, when every value fits; Time Travel no longer reaches behind it.
    NARROWER,
    /// Not at all: only another column can have the type.
    IMPOSSIBLE
  }

  /// As {@link #parse}, empty for what is no type.
  public static Optional<DataType> find(String written) {
    try {
      return Optional.of(parse(written));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return canonical();
  }
}
