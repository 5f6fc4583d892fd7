package dev.snowdrift.prefect.kind;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Why Prefect would refuse a recurrence rule, or never get to an end with it. It reads them with
/// dateutil's `rrulestr`, and takes at most 6,500 characters (PrefectHQ/prefect,
/// src/prefect/_internal/schemas/validators.py).
final class RecurrenceCheck {
  private static final int LONGEST = 6_500;
  private static final List<String> FREQUENCIES =
      List.of("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY");
  private static final Set<String> DATES = Set.of("RDATE", "EXDATE", "DTSTART");
  private static final Set<String> NUMBERS =
      Set.of("BYSETPOS", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYEASTER", "BYWEEKNO");
  private static final Pattern INTEGERS = Pattern.compile("[+-]?[0-9]{1,4}(,[+-]?[0-9]{1,4})*");
  private static final Pattern WEEKDAYS =
      Pattern.compile(
          "([+-]?[0-9]{0,2}(MO|TU|WE|TH|FR|SA|SU)|(MO|TU|WE|TH|FR|SA|SU)\\([+-]?[0-9]{1,2}\\))");
  private static final Pattern UNTIL = Pattern.compile("[0-9]{8}(T[0-9]{4,6}Z?)?");

  private static final Pattern START = Pattern.compile("DTSTART(;TZID=[^:]*)?:[0-9T]+(Z?)(\\s|$)");
  private static final Pattern END = Pattern.compile("UNTIL=[0-9T]+(Z?)");

  private RecurrenceCheck() {}

  static Optional<String> refusal(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("it has more than %d characters".formatted(LONGEST));
    }
    var lines = text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
    if (Arrays.stream(lines)
        .noneMatch(line -> line.contains("FREQ=") || line.startsWith("RDATE"))) {
      return Optional.of("a rule of iCalendar (RFC 5545) says at least how often: FREQ=");
    }
    return Arrays.stream(lines)
        .flatMap(line -> line(line).stream())
        .findFirst()
        .or(() -> zones(text.strip().toUpperCase(Locale.ROOT)));
  }

  /// dateutil does not compare a time with a zone to one without; where a rule has no start,
  /// Prefect gives it one without, takes the rule, and never schedules a run.
  private static Optional<String> zones(String text) {
    var end = END.matcher(text);
    if (!end.find()) {
      return Optional.empty();
    }
    var start = START.matcher(text);
    var startsInZone = start.find() && (start.group(1) != null || !start.group(2).isEmpty());
    var endsInZone = !end.group(1).isEmpty();
    if (startsInZone == endsInZone) {
      return Optional.empty();
    }
    return Optional.of(
        startsInZone
            ? "`%s` is in no time zone and its start is; end it with Z".formatted(end.group())
            : "`%s` is in UTC and its start is in no time zone; leave out the Z, `timezone` counts"
                .formatted(end.group()));
  }

  private static Optional<String> line(String line) {
    var colon = line.indexOf(':');
    var name = colon < 0 ? "RRULE" : line.substring(0, colon).replaceAll(";.*", "");
    if (DATES.contains(name)) {
      return Optional.empty();
    }
    if (!name.equals("RRULE") && !name.equals("EXRULE")) {
      return Optional.of("`%s` is no property of a rule".formatted(name));
    }
    return Arrays.stream(line.substring(colon + 1).split(";", -1))
        .flatMap(pair -> pair(pair).stream())
        .findFirst();
  }

  private static Optional<String> pair(String pair) {
    var equals = pair.indexOf('=');
    var name = equals < 0 ? pair : pair.substring(0, equals);
    var value = pair.substring(equals + 1);
    if (equals < 0) {
      return Optional.of("`%s` is not NAME=VALUE".formatted(pair));
    }
    var fits =
        switch (name) {
          case "FREQ" -> FREQUENCIES.contains(value);
          case "INTERVAL" -> value.matches("[0-9]{1,6}") && Integer.parseInt(value) > 0;
          case "COUNT" -> value.matches("[0-9]{1,6}");
          case "UNTIL" -> UNTIL.matcher(value).matches();
          case "WKST" -> value.matches("MO|TU|WE|TH|FR|SA|SU");
          case "BYDAY", "BYWEEKDAY" ->
              Arrays.stream(value.split(",", -1)).allMatch(day -> WEEKDAYS.matcher(day).matches());
          case "BYHOUR" -> within(value, 23);
          case "BYMINUTE", "BYSECOND" -> within(value, 59);
          default -> NUMBERS.contains(name) && INTEGERS.matcher(value).matches();
        };
    return fits ? Optional.empty() : Optional.of("`%s` is not taken".formatted(pair));
  }

  private static boolean within(String values, int most) {
    return Arrays.stream(values.split(",", -1))
        .allMatch(value -> value.matches("[0-9]{1,2}") && Integer.parseInt(value) <= most);
  }
}
