package dev.snowdrift.sandbox.prefect;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A simple iCalendar recurrence: FREQ from SECONDLY to YEARLY with INTERVAL and COUNT, and BYDAY
/// (without ordinals), BYHOUR and BYMINUTE as restrictions that are met by whole days or exact
/// values. UNTIL is the last moment, in the schedule's time zone unless it ends in `Z`. Other parts
/// are accepted and make no difference: the stand-in then plans runs that the server would not.
final class RecurrenceRule {
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
  private static final int TRIES = 200_000;

  private final LocalDateTime start;
  private final Map<String, String> parts;

  private RecurrenceRule(LocalDateTime start, Map<String, String> parts) {
    this.start = start;
    this.parts = parts;
  }

  static RecurrenceRule parse(String text) {
    var start = LocalDateTime.of(2020, 1, 1, 0, 0);
    var parts = new HashMap<String, String>();
    for (var line : text.split("\\s+", -1)) {
      if (line.startsWith("DTSTART")) {
        var time = line.substring(line.lastIndexOf(':') + 1);
        start = LocalDateTime.parse(time.endsWith("Z") ? time.substring(0, 15) : time, TIME);
      } else {
        for (var part : line.replace("RRULE:", "").split(";", -1)) {
          var pair = part.split("=", 2);
          if (pair.length == 2) {
            parts.put(pair[0], pair[1]);
          }
        }
      }
    }
    return new RecurrenceRule(start, parts);
  }

  /// A start at most one step before `now`, in the phase of the rule's own; empty for rules that
  /// count, or whose steps are hours and more.
  Optional<LocalDateTime> recentStart(Instant now, ZoneId zone) {
    if (parts.containsKey("COUNT")
        || (unit() != ChronoUnit.MINUTES && unit() != ChronoUnit.SECONDS)) {
      return Optional.empty();
    }
    var step = (long) number("INTERVAL").orElse(1);
    var passed = unit().between(start, LocalDateTime.ofInstant(now, zone));
    return Optional.of(start.plus(passed / step * step, unit()));
  }

  List<Instant> after(Instant from, ZoneId zone, int most) {
    var count = number("COUNT").orElse(Integer.MAX_VALUE);
    var until = until(zone);
    var times = new ArrayList<Instant>();
    var met = 0;
    var time = startNear(from, zone);
    for (var i = 0; i < TRIES && times.size() < most && met < count; i++) {
      var instant = time.atZone(zone).toInstant();
      if (until.isPresent() && instant.isAfter(until.get())) {
        break;
      }
      if (meets(time)) {
        met++;
        if (instant.isAfter(from)) {
          times.add(instant);
        }
      }
      time = next(time);
    }
    return times;
  }

  /// Without a count, whole weeks or years before `from` need not be walked through.
  private LocalDateTime startNear(Instant from, ZoneId zone) {
    var unit = unit();
    if (parts.containsKey("COUNT") || unit == ChronoUnit.MONTHS || unit == ChronoUnit.YEARS) {
      return start;
    }
    var step = (long) number("INTERVAL").orElse(1);
    var passed = unit.between(start, LocalDateTime.ofInstant(from, zone));
    return passed <= step ? start : start.plus((passed / step - 1) * step, unit);
  }

  private LocalDateTime next(LocalDateTime time) {
    // Days are walked one by one when a week's days are listed.
    return unit() == ChronoUnit.WEEKS && parts.containsKey("BYDAY")
        ? time.plusDays(1)
        : time.plus(number("INTERVAL").orElse(1), unit());
  }

  private Optional<Instant> until(ZoneId zone) {
    return Optional.ofNullable(parts.get("UNTIL"))
        .map(text -> {
          var time = text.length() == 8 ? text + "T000000" : text.substring(0, 15);
          var local = LocalDateTime.parse(time, TIME);
          return local.atZone(text.endsWith("Z") ? ZoneOffset.UTC : zone).toInstant();
        });
  }

  private boolean meets(LocalDateTime time) {
    return listed("BYDAY", dayName(time.getDayOfWeek()))
        && listed("BYHOUR", Integer.toString(time.getHour()))
        && listed("BYMINUTE", Integer.toString(time.getMinute()));
  }

  private boolean listed(String part, String value) {
    var wanted = parts.get(part);
    return wanted == null || Stream.of(wanted.split(",", -1)).anyMatch(value::equals);
  }

  private static String dayName(DayOfWeek day) {
    return day.name().substring(0, 2);
  }

  private Optional<Integer> number(String part) {
    return Optional.ofNullable(parts.get(part)).map(Integer::valueOf);
  }

  private ChronoUnit unit() {
    return switch (parts.getOrDefault("FREQ", "DAILY")) {
      case "SECONDLY" -> ChronoUnit.SECONDS;
      case "MINUTELY" -> ChronoUnit.MINUTES;
      case "HOURLY" -> ChronoUnit.HOURS;
      case "WEEKLY" -> ChronoUnit.WEEKS;
      case "MONTHLY" -> ChronoUnit.MONTHS;
      case "YEARLY" -> ChronoUnit.YEARS;
      default -> ChronoUnit.DAYS;
    };
  }
}
