package dev.snowdrift.prefect.kind;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Schedules that Prefect would refuse, with an error that lists three kinds of schedule, or take
/// and run at other times than was meant.
final class ScheduleCheck {
  private static final CronParser UNIX =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Pattern STEP = Pattern.compile("\\*/([0-9]{1,6})");
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");

  /// The fields of a cron expression that steps can overrun: name, size, how to say every n of
  /// them.
  private record Part(String name, int size) {}

  private static final List<Part> PARTS = List.of(new Part("minute", 60), new Part("hour", 24));

  private final LoadContext context;
  private final String path;

  private ScheduleCheck(LoadContext context, String path) {
    this.context = context;
    this.path = path;
  }

  static void check(List<FlowSpec.Schedule> schedules, String path, LoadContext context) {
    var slugs = new HashSet<String>();
    for (var i = 0; i < schedules.size(); i++) {
      var schedule = schedules.get(i);
      var check = new ScheduleCheck(context, path + "." + i);
      check.check(schedule);
      if (!slugs.add(schedule.slug())) {
        check.problem(
            "name",
            "two schedules are called `%s`".formatted(schedule.slug()),
            "the name is what identifies a schedule in Prefect",
            "give each schedule a `name` of its own");
      }
    }
  }

  private void check(FlowSpec.Schedule schedule) {
    var kinds =
        Stream.of(schedule.cron(), schedule.interval(), schedule.rrule())
            .filter(Optional::isPresent)
            .count();
    if (kinds != 1) {
      context.problem(
          Code.SCHEDULE,
          path,
          "a schedule has %d of cron, interval and rrule".formatted(kinds),
          "it is of exactly one kind",
          "write for example `cron: \"0 3 * * *\"`");
    }
    schedule.cron().ifPresent(this::checkCron);
    schedule
        .interval()
        .filter(text -> Schedules.seconds(text).isEmpty())
        .ifPresent(text ->
            problem(
                "interval",
                "`%s` is not an interval".formatted(text),
                "it is a number of seconds, a number with s, m, h or d, or an ISO 8601 duration, more than 0",
                "write for example `15m`"));
    schedule
        .anchor()
        .filter(text -> Schedules.instant(text).isEmpty())
        .ifPresent(text ->
            problem(
                "anchor",
                "`%s` is not a point in time".formatted(text),
                "intervals are counted from it",
                "write for example `2026-01-01T00:00:00Z`"));
    if (schedule.anchor().isPresent() && schedule.interval().isEmpty()) {
      problem(
          "anchor",
          "an anchor without an interval",
          "only intervals are counted from one",
          "remove `anchor`");
    }
    schedule
        .rrule()
        .filter(text -> !text.contains("FREQ="))
        .ifPresent(text ->
            problem(
                "rrule",
                "`%s` is not a recurrence rule".formatted(text),
                "a rule of iCalendar (RFC 5545) says at least how often",
                "write for example `FREQ=WEEKLY;BYDAY=MO`"));
    schedule
        .timezone()
        .filter(zone -> !ZoneId.getAvailableZoneIds().contains(zone))
        .ifPresent(zone ->
            problem(
                "timezone",
                "`%s` is not a time zone".formatted(zone),
                "it is not in the time zone database",
                "write for example `Europe/Berlin` or `UTC`"));
  }

  private void checkCron(String cron) {
    var text = cron.strip();
    if (WORDS.contains(text)) {
      return;
    }
    var fields = text.split("\\s+", -1);
    for (var i = 0; i < Math.min(PARTS.size(), fields.length); i++) {
      var step = STEP.matcher(fields[i]);
      if (step.matches() && Integer.parseInt(step.group(1)) >= PARTS.get(i).size()) {
        problem("cron", meaning(fields[i], PARTS.get(i)), why(PARTS.get(i)), next(i));
        return;
      }
    }
    try {
      UNIX.parse(text).validate();
    } catch (IllegalArgumentException e) {
      problem(
          "cron",
          "`%s` is not a cron expression".formatted(text),
          String.valueOf(e.getMessage()),
          "write five fields: minute, hour, day of month, month, day of week");
    }
  }

  private static String meaning(String field, Part part) {
    return "`%s` in the %s field means at %s 0 and nothing else"
        .formatted(field, part.name(), part.name());
  }

  private static String why(Part part) {
    return "steps count within the field, which has only %d values".formatted(part.size());
  }

  private static String next(int part) {
    return part == 0
        ? "write `0 * * * *` for every hour, `0 */3 * * *` for every three, or use `interval`"
        : "write `0 0 * * *` for every day, `0 0 */2 * *` for every other, or use `interval`";
  }

  private void problem(String field, String what, String why, String next) {
    context.problem(Code.SCHEDULE, path + "." + field, what, why, next);
  }
}
