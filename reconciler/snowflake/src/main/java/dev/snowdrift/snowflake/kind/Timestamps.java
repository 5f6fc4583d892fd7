package dev.snowdrift.snowflake.kind;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// Points in time, which a session shows in its own zone: `2026-01-05 09:00:00.000 -0800`.
final class Timestamps {
  private static final DateTimeFormatter SHOWN =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral(' ')
          .appendOffset("+HHMM", "Z")
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter LITERAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Timestamps() {}

  /// To the minute, from ISO form with a zone or as a session shows it; empty for anything else.
  static Optional<Instant> parse(String text) {
    return parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).or(() -> parse(text, SHOWN));
  }

  private static Optional<Instant> parse(String text, DateTimeFormatter form) {
    try {
      return Optional.of(
          OffsetDateTime.parse(text.strip(), form).toInstant().truncatedTo(ChronoUnit.MINUTES));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// With its zone, so that it means the same in every session: `YYYY-MM-DD HH:MI UTC`, which is
  /// the only form with a zone that is documented (snowflakedb/terraform-provider-snowflake,
  /// docs/resources/secret_with_authorization_code_grant.md).
  static String literal(Instant at) {
    return LITERAL.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
  }
}
