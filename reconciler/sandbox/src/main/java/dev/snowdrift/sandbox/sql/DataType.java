package dev.snowdrift.sandbox.sql;

import dev.snowdrift.sandbox.account.SqlError;
import java.util.List;
import java.util.Set;

/// A data type in canonical form, as DESCRIBE TABLE gives it (Snowflake documentation, "Summary of
/// data types").
///
/// @param base NUMBER, VARCHAR, ...; TIMESTAMP stands for what TIMESTAMP_TYPE_MAPPING says
/// @param arguments what stands in parentheses, defaults included
/// @param written whether the statement gave the arguments
public record DataType(String base, List<String> arguments, boolean written) {
  private static final Set<String> INTEGERS =
      Set.of("INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT");
  private static final Set<String> DECIMALS = Set.of("NUMBER", "DECIMAL", "NUMERIC", "DEC");
  private static final Set<String> FLOATS =
      Set.of("FLOAT", "FLOAT4", "FLOAT8", "DOUBLE", "DOUBLE PRECISION", "REAL");
  private static final Set<String> TEXTS =
      Set.of(
          "VARCHAR",
          "STRING",
          "TEXT",
          "NVARCHAR",
          "NVARCHAR2",
          "CHAR VARYING",
          "NCHAR VARYING",
          "CHARACTER VARYING");
  private static final Set<String> CHARACTERS = Set.of("CHAR", "CHARACTER", "NCHAR");
  private static final Set<String> WITHOUT_ARGUMENTS =
      Set.of("BOOLEAN", "DATE", "VARIANT", "GEOGRAPHY", "GEOMETRY", "DECFLOAT", "FILE", "UUID");
  private static final Set<String> NESTED = Set.of("ARRAY", "OBJECT", "MAP", "VECTOR");

  private static final int LONGEST_TEXT = 134_217_728;
  private static final int LONGEST_BINARY = 67_108_864;
  private static final int LARGEST_PRECISION = 38;
  private static final int LARGEST_FRACTION = 9;

  public DataType {
    arguments = List.copyOf(arguments);
  }

  /// The type that a word, or two of them, and arguments name.
  ///
  /// @throws SqlError 2040 for what is no type
  static DataType of(String words, List<String> arguments) {
    var written = !arguments.isEmpty();
    if (INTEGERS.contains(words)) {
      return new DataType("NUMBER", bare(words, arguments, List.of("38", "0")), false);
    }
    if (DECIMALS.contains(words)) {
      return new DataType("NUMBER", decimal(words, arguments), written);
    }
    if (FLOATS.contains(words)) {
      return new DataType("FLOAT", bare(words, arguments, List.of()), false);
    }
    if (TEXTS.contains(words)) {
      return new DataType("VARCHAR", length(words, arguments, 16_777_216, LONGEST_TEXT), written);
    }
    if (CHARACTERS.contains(words)) {
      return new DataType("VARCHAR", length(words, arguments, 1, LONGEST_TEXT), true);
    }
    if (words.equals("BINARY") || words.equals("VARBINARY")) {
      return new DataType("BINARY", length(words, arguments, 8_388_608, LONGEST_BINARY), written);
    }
    if (WITHOUT_ARGUMENTS.contains(words)) {
      return new DataType(words, bare(words, arguments, List.of()), false);
    }
    if (NESTED.contains(words)) {
      return new DataType(words, arguments, written);
    }
    return new DataType(time(words), length(words, arguments, 9, LARGEST_FRACTION), written);
  }

  private static String time(String words) {
    return switch (words) {
      case "TIME", "TIMESTAMP" -> words;
      case "DATETIME", "TIMESTAMP_NTZ", "TIMESTAMPNTZ" -> "TIMESTAMP_NTZ";
      case "TIMESTAMP_LTZ", "TIMESTAMPLTZ" -> "TIMESTAMP_LTZ";
      case "TIMESTAMP_TZ", "TIMESTAMPTZ" -> "TIMESTAMP_TZ";
      default ->
          throw new SqlError(
              2040, "42601", "SQL compilation error:\nUnsupported data type '" + words + "'.");
    };
  }

  private static List<String> bare(String words, List<String> arguments, List<String> canonical) {
    if (!arguments.isEmpty()) {
      throw outOfRange(words, arguments);
    }
    return canonical;
  }

  private static List<String> decimal(String words, List<String> arguments) {
    if (arguments.isEmpty()) {
      return List.of("38", "0");
    }
    var precision = number(words, arguments, 0);
    var scale = arguments.size() > 1 ? number(words, arguments, 1) : 0;
    if (arguments.size() > 2
        || precision < 1
        || precision > LARGEST_PRECISION
        || scale > precision) {
      throw outOfRange(words, arguments);
    }
    return List.of(Long.toString(precision), Long.toString(scale));
  }

  private static List<String> length(
      String words, List<String> arguments, long usual, long largest) {
    if (arguments.isEmpty()) {
      return List.of(Long.toString(usual));
    }
    var length = number(words, arguments, 0);
    if (arguments.size() > 1 || length > largest || (length == 0 && usual != LARGEST_FRACTION)) {
      throw outOfRange(words, arguments);
    }
    return List.of(Long.toString(length));
  }

  private static long number(String words, List<String> arguments, int index) {
    try {
      return Long.parseLong(arguments.get(index));
    } catch (NumberFormatException _) {
      throw outOfRange(words, arguments);
    }
  }

  private static SqlError outOfRange(String words, List<String> arguments) {
    return new SqlError(
        2040,
        "42601",
        "SQL compilation error:\nUnsupported data type '%s(%s)'."
            .formatted(words, String.join(",", arguments)));
  }

  /// The type that stands for TIMESTAMP where the session parameter has this value.
  public DataType mapped(String timestampMapping) {
    return base.equals("TIMESTAMP") ? new DataType(timestampMapping, arguments, written) : this;
  }

  /// The argument as a number, such as the length of a VARCHAR.
  public long argument(int index) {
    return Long.parseLong(arguments.get(index));
  }

  /// `NUMBER(38,0)`.
  @Override
  public String toString() {
    return arguments.isEmpty() ? base : base + "(" + String.join(",", arguments) + ")";
  }

  /// The type as it tells overloads apart: without arguments.
  public String signature() {
    return base.equals("TIMESTAMP") ? "TIMESTAMP_NTZ" : base;
  }
}
