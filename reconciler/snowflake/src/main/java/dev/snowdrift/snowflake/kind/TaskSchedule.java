package dev.snowdrift.snowflake.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import dev.snowdrift.manifest.Nearest;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// When a task runs. Snowflake keeps the text of the statement (`10 MINUTE`, `10 m`, `USING CRON
/// ...`), so that schedules are compared by what they mean.
final class TaskSchedule {
  /// Shortest and longest interval (Snowflake documentation of CREATE TASK).
  private static final long LEAST_SECONDS = 10;

  private static final long MOST_SECONDS = 11_520 * 60L;
  private static final Pattern INTERVAL = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]+)");
  private static final Pattern CRON =
      Pattern.compile("USING\\s+CRON\\s+(.*\\S)\\s+(\\S+)", Pattern.CASE_INSENSITIVE);

  private TaskSchedule() {}

  /// What a shown schedule means; a text that is none stands for itself.
  static String meaning(String shown) {
    var cron = CRON.matcher(shown.strip());
    try {
      return cron.matches()
          ? "USING CRON " + Cron.normal(cron.group(1)) + " " + cron.group(2)
          : interval(seconds(shown));
    } catch (IllegalArgumentException e) {
      return shown.strip();
    }
  }

  /// The text for a statement.
  static String text(TaskKind.Schedule schedule) {
    return schedule
        .every()
        .map(every -> interval(seconds(every)))
        .orElseGet(() ->
            "USING CRON "
                + schedule.cron().orElseThrow().strip().replaceAll("\\s+", " ")
                + " "
                + schedule.timeZone().orElse("UTC"));
  }

  /// In the largest unit that it is a whole number of.
  private static String interval(long seconds) {
    var unit = seconds % 3600 == 0 ? "HOUR" : seconds % 60 == 0 ? "MINUTE" : "SECOND";
    var number = seconds / (unit.equals("HOUR") ? 3600 : unit.equals("MINUTE") ? 60 : 1);
    return number + " " + unit + (number == 1 ? "" : "S");
  }

  private static long seconds(String written) {
    var matcher = INTERVAL.matcher(written.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("an interval is a number and a unit: `10 MINUTES`");
    }
    var number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
      case "H", "HOUR", "HOURS" -> number * 3600;
      case "M", "MINUTE", "MINUTES" -> number * 60;
      case "S", "SECOND", "SECONDS" -> number;
      default ->
          throw new IllegalArgumentException(
              "`%s` is no unit: there are HOURS, MINUTES and SECONDS".formatted(matcher.group(2)));
    };
  }

  /// Reports what is wrong with a schedule, at its place.
  static void check(TaskKind.Schedule schedule, LoadContext context) {
    if (schedule.every().isPresent() == schedule.cron().isPresent()) {
      problem(
          context,
          "schedule",
          "schedule: %s".formatted(schedule.every().isPresent() ? "two of them" : "says nothing"),
          "a schedule has either `every` or `cron`",
          "write `schedule: {every: \"60 MINUTES\"}`");
      return;
    }
    if (schedule.every().isPresent()) {
      if (schedule.timeZone().isPresent()) {
        problem(
            context,
            "schedule.timeZone",
            "schedule.timeZone: an interval has none",
            "only a cron expression is read in a time zone",
            "drop it");
      }
      checkInterval(schedule.every().get(), context);
      return;
    }
    try {
      Cron.normal(schedule.cron().orElseThrow());
    } catch (IllegalArgumentException e) {
      problem(
          context,
          "schedule.cron",
          "schedule.cron: `%s` is not a schedule".formatted(schedule.cron().orElseThrow()),
          String.valueOf(e.getMessage()),
          "write for example `cron: \"0 2 * * *\"`");
    }
    var zone = schedule.timeZone().orElse("UTC");
    if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      problem(
          context,
          "schedule.timeZone",
          "schedule.timeZone: there is no time zone `%s`".formatted(zone),
          "Snowflake takes the names of the time zone database, with their upper and lower case",
          Nearest.of(zone, ZoneId.getAvailableZoneIds())
              .map(near -> "write `timeZone: %s`".formatted(near))
              .orElse("write for example `timeZone: Europe/Berlin`"));
    }
  }

  private static void checkInterval(String every, LoadContext context) {
    Optional<String> why = Optional.empty();
    try {
      var seconds = seconds(every);
      if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
        why = Optional.of("an interval is between 10 seconds and 11520 minutes");
      }
    } catch (IllegalArgumentException e) {
      why = Optional.of(String.valueOf(e.getMessage()));
    }
    why.ifPresent(reason ->
        problem(
            context,
            "schedule.every",
            "schedule.every: `%s` is not a schedule".formatted(every),
            reason,
            "write `every: \"60 MINUTES\"`, or `cron` for times of the day"));
  }

  private static void problem(
      LoadContext context, String path, String what, String why, String next) {
    context.problem(Code.SCHEDULE, path, what, why, next);
  }
}
