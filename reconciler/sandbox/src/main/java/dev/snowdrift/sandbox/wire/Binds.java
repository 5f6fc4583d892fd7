package dev.snowdrift.sandbox.wire;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The `bindings` of a request as the text of literals. Times come over the wire as numbers whose
/// unit hangs on the type: nanoseconds since the epoch, milliseconds for a DATE, nanoseconds since
/// midnight for a TIME (snowflakedb/snowflake-jdbc, observed).
final class Binds {
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  private Binds() {}

  /// One list of values for each execution: one, or as many as a batch bound as arrays has rows.
  static List<List<@Nullable String>> rows(JsonNode bindings) {
    var rows = 1;
    for (var i = 1; bindings.has(String.valueOf(i)); i++) {
      var value = bindings.path(String.valueOf(i)).path("value");
      rows = Math.max(rows, value.isArray() ? value.size() : 1);
    }
    var lists = new ArrayList<List<@Nullable String>>();
    for (var row = 0; row < rows; row++) {
      lists.add(row(bindings, row));
    }
    return lists;
  }

  private static List<@Nullable String> row(JsonNode bindings, int row) {
    var values = new ArrayList<@Nullable String>();
    for (var i = 1; bindings.has(String.valueOf(i)); i++) {
      var bind = bindings.path(String.valueOf(i));
      var value = bind.path("value");
      var cell = value.isArray() ? value.path(row) : value;
      var type = bind.path("type").asString("TEXT").toUpperCase(Locale.ROOT);
      values.add(cell.isNull() || cell.isMissingNode() ? null : literal(type, cell.asString()));
    }
    return Collections.unmodifiableList(values);
  }

  private static String literal(String type, String value) {
    return switch (type) {
      case "DATE" -> isNumber(value) ? date(value) : value;
      case "TIME" -> isNumber(value) ? time(value) : value;
      case "TIMESTAMP_NTZ" -> isNumber(value) ? timestamp(value) : value;
      case "TIMESTAMP_LTZ", "TIMESTAMP" -> isNumber(value) ? timestamp(value) + " +0000" : value;
      case "TIMESTAMP_TZ" -> zoned(value);
      default -> value;
    };
  }

  private static boolean isNumber(String value) {
    return value.matches("-?\\d+");
  }

  private static String date(String millis) {
    return LocalDate.ofEpochDay(Math.floorDiv(Long.parseLong(millis), 86_400_000L)).toString();
  }

  private static String time(String nanos) {
    return LocalTime.ofNanoOfDay(Long.parseLong(nanos)).format(TIME);
  }

  private static String timestamp(String nanos) {
    return instant(nanos).atOffset(ZoneOffset.UTC).format(TIMESTAMP);
  }

  /// Nanoseconds, a blank, and the offset in minutes plus 1440.
  private static String zoned(String value) {
    var parts = value.split(" ", 2);
    if (parts.length < 2 || !isNumber(parts[0]) || !isNumber(parts[1])) {
      return value;
    }
    var offset = ZoneOffset.ofTotalSeconds((Integer.parseInt(parts[1]) - 1440) * 60);
    var sign = offset.getTotalSeconds() < 0 ? '-' : '+';
    var minutes = Math.abs(offset.getTotalSeconds() / 60);
    return instant(parts[0]).atOffset(offset).format(TIMESTAMP)
        + " %c%02d%02d".formatted(sign, minutes / 60, minutes % 60);
  }

  private static Instant instant(String nanos) {
    var parts = new BigInteger(nanos).divideAndRemainder(BILLION);
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
  }
}
