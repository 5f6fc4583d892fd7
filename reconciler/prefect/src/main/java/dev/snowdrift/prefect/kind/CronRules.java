package dev.snowdrift.prefect.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What Prefect takes as a cron expression, and what one means that seems to mean something else.
///
/// Prefect reads them with croniter (PrefectHQ/prefect, src/prefect/_vendor/croniter), which takes
/// five fields and names, as a sixth field seconds and as a seventh years, `L` for the last day of
/// a month, `5#2` and `L5` for a weekday in a month, and ranges that wrap around.
final class CronRules {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final Pattern STEP = Pattern.compile("([^/]+)/([0-9]{1,6})");
  private static final Pattern RANGE = Pattern.compile("([^-]+)-([^-]+)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
  private static final Pattern NTH_WEEKDAY = Pattern.compile("(?:l[0-7]|([^#]+)#[1-5])");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final int DAY = 2;
  private static final int MONTH = 3;
  private static final int WEEKDAY = 4;

  /// @param size how many values it has; a step counts within them
  /// @param next the field that one turn of it moves, in words
  private record Part(String name, int low, int high, int size, String next) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("minute", 0, 59, 60, "hour"),
          new Part("hour", 0, 23, 24, "day"),
          new Part("day of month", 1, 31, 31, "month"),
          new Part("month", 1, 12, 12, "year"),
          new Part("day of week", 0, 7, 7, "week"),
          new Part("second", 0, 59, 60, "minute"),
          new Part("year", 1970, 2099, 130, ""));
  private static final Map<Integer, String> TURNS =
      Map.of(0, "hourly", 1, "daily", DAY, "monthly", MONTH, "yearly", WEEKDAY, "weekly");

  private CronRules() {}

  private static List<String> fields(String text) {
    return List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
  }

  /// Why Prefect would refuse an expression, or never run it; empty when neither.
  static Optional<String> refusal(String text, boolean dayOr) {
    var fields = fields(text);
    if (fields.size() == 1 && WORDS.contains(fields.getFirst())) {
      return Optional.empty();
    }
    if (fields.getFirst().startsWith("@")) {
      return Optional.of("the words are " + String.join(", ", new TreeSet<>(WORDS)));
    }
    if (fields.size() < 5 || fields.size() > PARTS.size()) {
      return Optional.of(
          "it has %d fields, not five".formatted(text.isBlank() ? 0 : fields.size()));
    }
    for (var i = 0; i < fields.size(); i++) {
      for (var item : fields.get(i).split(",", -1)) {
        if (!isItem(item, i)) {
          return Optional.of("`%s` is no %s".formatted(item, PARTS.get(i).name()));
        }
      }
    }
    return comes(fields, dayOr)
        ? Optional.empty()
        : Optional.of("none of its months has such a day, so it never comes");
  }

  private static boolean isItem(String item, int field) {
    var wildcard = item.equals("*") || (item.equals("?") && (field == DAY || field == WEEKDAY));
    var step = STEP.matcher(item);
    var lastDay = field == DAY && item.equals("l");
    if (wildcard || lastDay || (field == WEEKDAY && isNthWeekday(item))) {
      return true;
    }
    if (step.matches()) {
      return Integer.parseInt(step.group(2)) > 0
          && (step.group(1).equals("*") || isRange(step.group(1), field));
    }
    return isRange(item, field);
  }

  private static boolean isNthWeekday(String item) {
    var nth = NTH_WEEKDAY.matcher(item);
    return nth.matches() && (nth.group(1) == null || isRange(nth.group(1), WEEKDAY));
  }

  private static boolean isRange(String item, int field) {
    var range = RANGE.matcher(item);
    return range.matches()
        ? value(range.group(1), field).isPresent() && value(range.group(2), field).isPresent()
        : value(item, field).isPresent();
  }

  private static OptionalInt value(String text, int field) {
    var part = PARTS.get(field);
    if (field == MONTH && MONTHS.contains(text)) {
      return OptionalInt.of(MONTHS.indexOf(text) + 1);
    }
    if (field == WEEKDAY && WEEKDAYS.contains(text)) {
      return OptionalInt.of(WEEKDAYS.indexOf(text));
    }
    if (!NUMBER.matcher(text).matches()) {
      return OptionalInt.empty();
    }
    var number = Integer.parseInt(text);
    return number >= part.low() && number <= part.high()
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }

  /// Whether any month has any of the days; the 31st of February never comes.
  private static boolean comes(List<String> fields, boolean dayOr) {
    if ((dayOr && isRestricted(fields.get(WEEKDAY))) || fields.get(DAY).contains("l")) {
      return true;
    }
    var days = values(fields.get(DAY), DAY);
    var months = values(fields.get(MONTH), MONTH);
    return months.stream().anyMatch(month -> days.stream().anyMatch(day -> day <= length(month)));
  }

  private static int length(int month) {
    return switch (month) {
      case 2 -> 29;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private static Set<Integer> values(String field, int index) {
    var part = PARTS.get(index);
    var all = new TreeSet<Integer>();
    for (var item : field.split(",", -1)) {
      var step = STEP.matcher(item);
      var every = step.matches() ? Integer.parseInt(step.group(2)) : 1;
      var base = step.matches() ? step.group(1) : item;
      var range = RANGE.matcher(base);
      var open = base.equals("*") || base.equals("?");
      var isRange = range.matches();
      var from = open ? part.low() : value(isRange ? range.group(1) : base, index).orElse(0);
      var last = step.matches() ? part.high() : from;
      var to = open ? part.high() : isRange ? value(range.group(2), index).orElse(0) : last;
      for (var value = from; value <= (to < from ? part.high() : to); value += every) {
        all.add(value);
      }
      for (var value = part.low(); to < from && value <= to; value++) {
        all.add(value);
      }
    }
    return all;
  }

  private static boolean isRestricted(String field) {
    return !field.equals("*") && !field.equals("?");
  }

  /// What an expression really means, where it seems to mean something else.
  static List<String> lint(String text, boolean dayOr) {
    var fields = fields(text);
    var found = new ArrayList<String>();
    if (fields.size() < 5 || fields.size() > PARTS.size()) {
      return found;
    }
    for (var i = 0; i < Math.min(fields.size(), WEEKDAY + 1); i++) {
      lintSteps(fields.get(i), i, found);
    }
    if (isRestricted(fields.get(DAY)) && isRestricted(fields.get(WEEKDAY))) {
      found.add(
          dayOr
              ? "day of month and day of week are both set: it runs when either fits, not only when"
                  + " both do"
              : "day of month and day of week are both set: it runs only when both fit");
    }
    if (fields.size() > PARTS.size() - 2) {
      found.add(
          fields.get(5).equals("*")
              ? "the sixth field is seconds, so `*` there means 60 runs in each minute that fits"
              : "the sixth field is seconds, not years or minutes");
    }
    return found;
  }

  private static void lintSteps(String field, int index, List<String> into) {
    var part = PARTS.get(index);
    var step = STEP.matcher(field);
    if (!step.matches()) {
      return;
    }
    var base = step.group(1);
    var whole =
        base.equals("*")
            || base.equals(Integer.toString(part.low()))
            || base.equals("%d-%d".formatted(part.low(), part.low() + part.size() - 1));
    var every = Integer.parseInt(step.group(2));
    if (!whole || every < 2) {
      return;
    }
    if (every >= part.size()) {
      into.add(
          "`%s` in the %s field means at %s %d and nothing else: %s"
              .formatted(field, part.name(), part.name(), part.low(), TURNS.get(index)));
    } else if (part.size() % every != 0) {
      into.add(
          "`%s` in the %s field starts again every %s: the last step before is %d long, not %d"
              .formatted(
                  field,
                  part.name(),
                  part.next(),
                  part.size() - (part.size() - 1) / every * every,
                  every));
    }
  }

  /// The same of schedules in canonical form, or of parts of them, for plans.
  static List<String> remarks(JsonNode schedules) {
    if (schedules.isString()) {
      return lint(schedules.asString(), true);
    }
    if (schedules.isArray()) {
      return schedules.valueStream().flatMap(item -> remarks(item).stream()).distinct().toList();
    }
    return schedules.path("cron").isString()
        ? lint(schedules.path("cron").asString(), schedules.path("dayOr").asBoolean(true))
        : List.of();
  }
}
