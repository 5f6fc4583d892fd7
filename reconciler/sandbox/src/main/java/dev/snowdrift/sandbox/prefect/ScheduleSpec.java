package dev.snowdrift.sandbox.prefect;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.snowdrift.sandbox.prefect.ApiError.Violation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The `schedule` of a deployment's schedule, in the form into which the server brings it: an
/// interval without anchor is anchored at the time of the request, an rrule without DTSTART gets
/// one.
final class ScheduleSpec {
  private static final String DTSTART = "DTSTART:20200101T000000\n";
  private static final Pattern STEP = Pattern.compile("([^/,]+)/([0-9]{1,6})");
  private static final List<Integer> SIZES = List.of(60, 24, 31, 12, 7);
  private static final Pattern START = Pattern.compile("DTSTART:[0-9T]+(Z?)");
  private static final Pattern END = Pattern.compile("UNTIL=[0-9T]+(Z?)");
  private static final CronParser CRON = new CronParser(definition());

  private ScheduleSpec() {}

  /// The canonical form, or the reasons why it is none. The server lists the reasons of all three
  /// kinds; this names those of the kind that is meant.
  static ObjectNode canonical(
      JsonNode given, Instant now, List<String> where, List<Violation> bad) {
    if (given.has("interval")) {
      return interval(given, now, Shape.append(where, "IntervalSchedule"), bad);
    }
    if (given.has("cron")) {
      return cron(given, Shape.append(where, "CronSchedule"), bad);
    }
    return rrule(given, now, Shape.append(where, "RRuleSchedule"), bad);
  }

  static Cron parsed(String cron) {
    var fields = List.of(cron.strip().split("\\s+", -1));
    if (fields.size() < SIZES.size()) {
      return CRON.parse(cron.strip());
    }
    // A sixth field is seconds in Prefect (croniter); runs are made to the minute here.
    var read = new ArrayList<String>();
    for (var i = 0; i < SIZES.size(); i++) {
      read.add(withoutWideSteps(fields.get(i).replace('?', '*'), i));
    }
    return CRON.parse(String.join(" ", read));
  }

  /// A step that is wider than its field leaves only the first value, and is taken.
  private static String withoutWideSteps(String field, int index) {
    var step = STEP.matcher(field);
    if (!step.matches() || Integer.parseInt(step.group(2)) < SIZES.get(index)) {
      return field;
    }
    var first = step.group(1).replaceAll("-.*", "");
    return first.equals("*") ? (index == 2 || index == 3 ? "1" : "0") : first;
  }

  private static ObjectNode interval(
      JsonNode given, Instant now, List<String> where, List<Violation> bad) {
    var shape =
        Shape.empty()
            .required("interval", Shape.Type.ANY)
            .nullable("anchor_date", Shape.Type.TEXT)
            .nullable("timezone", Shape.Type.TEXT);
    bad.addAll(shape.violations(given, where));
    checkZone(given, where, bad);
    var seconds = seconds(given.path("interval"));
    if (seconds.isEmpty() || seconds.get() <= 0) {
      bad.add(
          Violation.value(
              Shape.append(where, "interval"),
              "interval must be positive",
              given.path("interval")));
    }
    return Json.object()
        .put("interval", seconds.orElse(0.0))
        .put("anchor_date", anchor(given, now, where, bad))
        .put("timezone", Json.given(given, "timezone") ? Json.text(given, "timezone") : "UTC");
  }

  private static Optional<Double> seconds(JsonNode interval) {
    if (interval.isNumber()) {
      return Optional.of(interval.asDouble());
    }
    try {
      return Optional.of(Duration.parse(interval.asString()).toMillis() / 1000.0);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static String anchor(
      JsonNode given, Instant now, List<String> where, List<Violation> bad) {
    if (!Json.given(given, "anchor_date")) {
      return World.written(now);
    }
    var text = Json.text(given, "anchor_date");
    try {
      var _ = OffsetDateTime.parse(text);
      return text;
    } catch (DateTimeParseException _) {
      try {
        return World.written(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      } catch (DateTimeParseException _) {
        bad.add(
            new Violation(
                "datetime_from_date_parsing",
                Shape.append(where, "anchor_date"),
                "Input should be a valid datetime or date",
                given.path("anchor_date")));
        return text;
      }
    }
  }

  private static ObjectNode cron(JsonNode given, List<String> where, List<Violation> bad) {
    var shape =
        Shape.empty()
            .required("cron", Shape.Type.TEXT)
            .nullable("timezone", Shape.Type.TEXT)
            .optional("day_or", Shape.Type.BOOL);
    bad.addAll(shape.violations(given, where));
    checkZone(given, where, bad);
    try {
      var _ = parsed(Json.text(given, "cron"));
    } catch (IllegalArgumentException _) {
      bad.add(
          Violation.value(
              Shape.append(where, "cron"),
              "Invalid cron string: \"%s\"".formatted(Json.text(given, "cron")),
              given.path("cron")));
    }
    var canonical = Json.object();
    canonical.set("cron", given.path("cron"));
    canonical.set("timezone", Json.given(given, "timezone") ? given.path("timezone") : Json.nil());
    return canonical.put("day_or", !given.has("day_or") || given.path("day_or").asBoolean());
  }

  private static ObjectNode rrule(
      JsonNode given, Instant now, List<String> where, List<Violation> bad) {
    var shape =
        Shape.empty().required("rrule", Shape.Type.TEXT).nullable("timezone", Shape.Type.TEXT);
    bad.addAll(shape.violations(given, where));
    checkZone(given, where, bad);
    var rule = Json.text(given, "rrule");
    if (given.has("rrule") && (!rule.contains("FREQ=") || mixesZones(rule))) {
      bad.add(
          Violation.value(
              Shape.append(where, "rrule"),
              "Invalid RRule string \"%s\"".formatted(rule),
              given.path("rrule")));
    }
    var zone = Json.given(given, "timezone") ? Json.text(given, "timezone") : "UTC";
    return Json.object()
        .put(
            "rrule",
            rule.contains("DTSTART") || !bad.isEmpty() ? rule : start(rule, now, zone) + rule)
        .put("timezone", zone);
  }

  /// Rules of minutes and seconds without a count start shortly before now, in the phase that they
  /// would have since 2020; all others in 2020.
  private static String start(String rule, Instant now, String zone) {
    return RecurrenceRule.parse(rule)
        .recentStart(now, ZoneId.of(zone))
        .map(start -> "DTSTART:" + RecurrenceRule.TIME.format(start) + "\n")
        .orElse(DTSTART);
  }

  /// A start and an end of which one says its zone and the other does not (python-dateutil).
  private static boolean mixesZones(String rule) {
    var start = START.matcher(rule);
    var end = END.matcher(rule);
    return start.find() && end.find() && start.group(1).isEmpty() != end.group(1).isEmpty();
  }

  private static void checkZone(JsonNode given, List<String> where, List<Violation> bad) {
    if (!Json.given(given, "timezone")) {
      return;
    }
    try {
      var _ = ZoneId.of(Json.text(given, "timezone"));
    } catch (DateTimeException _) {
      bad.add(
          Violation.value(
              where,
              "Invalid timezone: \"%s\" (specify in IANA tzdata format, for example, America/New_York)"
                  .formatted(Json.text(given, "timezone")),
              given));
    }
  }

  private static CronDefinition definition() {
    return CronDefinitionBuilder.defineCron()
        .withMinutes()
        .withStrictRange()
        .and()
        .withHours()
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .supportsL()
        .withStrictRange()
        .and()
        .withMonth()
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .supportsHash()
        .supportsL()
        .withStrictRange()
        .and()
        .withSupportedNicknameYearly()
        .withSupportedNicknameAnnually()
        .withSupportedNicknameMonthly()
        .withSupportedNicknameWeekly()
        .withSupportedNicknameDaily()
        .withSupportedNicknameMidnight()
        .withSupportedNicknameHourly()
        .instance();
  }

  /// The times after `from`, in order, at most so many.
  static List<Instant> times(ObjectNode schedule, Instant from, int most) {
    var zone =
        ZoneId.of(Json.given(schedule, "timezone") ? Json.text(schedule, "timezone") : "UTC");
    var times = new ArrayList<Instant>();
    if (schedule.has("interval")) {
      var step = Math.max(1L, (long) (schedule.path("interval").asDouble() * 1000));
      var anchor = OffsetDateTime.parse(Json.text(schedule, "anchor_date")).toInstant();
      var steps = Math.floorDiv(Duration.between(anchor, from).toMillis(), step) + 1;
      for (var i = 0; i < most; i++) {
        times.add(anchor.plusMillis((steps + i) * step));
      }
    } else if (schedule.has("cron")) {
      var execution = ExecutionTime.forCron(parsed(Json.text(schedule, "cron")));
      var next = execution.nextExecution(from.atZone(zone));
      while (next.isPresent() && times.size() < most) {
        times.add(next.get().toInstant());
        next = execution.nextExecution(next.get());
      }
    } else {
      times.addAll(RecurrenceRule.parse(Json.text(schedule, "rrule")).after(from, zone, most));
    }
    return times;
  }
}
