package dev.snowdrift.prefect.kind;

import dev.snowdrift.kind.LoadContext;
import dev.snowdrift.manifest.Code;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Schedules that Prefect would refuse, with an error that lists three kinds of schedule, or take
/// and run at other times than was meant.
final class ScheduleCheck {
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
    schedule.cron().ifPresent(cron -> checkCron(cron, schedule.dayOr().orElse(true)));
    if (schedule.dayOr().isPresent() && schedule.cron().isEmpty()) {
      problem(
          "dayOr",
          "`dayOr` without `cron`",
          "only cron expressions have a day of month and a day of week",
          "remove `dayOr`");
    }
    schedule
        .interval()
        .filter(text -> Schedules.seconds(text).isEmpty())
        .ifPresent(text ->
            problem(
                "interval",
                "`%s` is not an interval".formatted(text),
                "it is a number of seconds, a number with s, m, h or d, or an ISO 8601 duration,"
                    + " more than 0",
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
        .ifPresent(text ->
            RecurrenceCheck.refusal(text)
                .ifPresent(why ->
                    problem(
                        "rrule",
                        "`%s` is not a recurrence rule".formatted(text),
                        why,
                        "write for example `FREQ=WEEKLY;BYDAY=MO`")));
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

  private void checkCron(String cron, boolean dayOr) {
    var refusal = CronRules.refusal(cron, dayOr);
    refusal.ifPresent(why ->
        problem(
            "cron",
            "`%s` is not a cron expression".formatted(cron.strip()),
            why,
            "write five fields: minute, hour, day of month, month, day of week"));
    if (refusal.isEmpty()) {
      for (var meaning : CronRules.lint(cron, dayOr)) {
        context.warning(
            Code.SCHEDULE,
            path + ".cron",
            meaning,
            "Prefect takes it, and runs the flow at those times",
            "write the times out (`0 */3 * * *` for every three hours), or use `interval`");
      }
    }
  }

  private void problem(String field, String what, String why, String next) {
    context.problem(Code.SCHEDULE, path + "." + field, what, why, next);
  }
}
