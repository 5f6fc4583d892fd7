package dev.snowdrift.snowflake.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The five fields of a cron expression as Snowflake reads them (documentation of CREATE TASK):
/// names and numbers, lists, ranges, steps, and `L` for the last.
final class Cron {
  private static final Pattern ITEM =
      Pattern.compile("(\\*|[A-Z0-9]+)(?:-([A-Z0-9]+))?(?:/([0-9]{1,4}))?");

  private Cron() {}

  private enum Part {
    MINUTE("minute", 0, 59, ""),
    HOUR("hour", 0, 23, ""),
    DAY("day of the month", 1, 31, ""),
    MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    WEEKDAY("day of the week", 0, 6, "SUN MON TUE WED THU FRI SAT");

    private final String words;
    private final int least;
    private final int most;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    Part(String words, int least, int most, String names) {
      this.words = words;
      this.least = least;
      this.most = most;
      this.names = names.isEmpty() ? List.of() : List.of(names.split(" ", -1));
    }

    int number(String text) {
      if (names.contains(text)) {
        return names.indexOf(text) + least;
      }
      if (text.matches("[0-9]{1,3}")) {
        var number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw new IllegalArgumentException(
          "`%s` is no %s: it goes from %d to %d".formatted(text, words, least, most));
    }

    boolean takesLast() {
      return this == DAY || this == WEEKDAY;
    }
  }

  /// Five fields in the one form that all writings of the same times have.
  ///
  /// @throws IllegalArgumentException with a reason for people
  static String normal(String written) {
    var fields = written.strip().toUpperCase(Locale.ROOT).split("\\s+", -1);
    if (fields.length != Part.values().length) {
      throw new IllegalArgumentException(
          "a cron expression has five fields (minute, hour, day of the month, month, day of the"
              + " week), not "
              + fields.length);
    }
    return IntStream.range(0, fields.length)
        .mapToObj(i -> normal(Part.values()[i], fields[i]))
        .collect(Collectors.joining(" "));
  }

  private static String normal(Part part, String field) {
    var numbers = new TreeSet<Integer>();
    var others = new TreeSet<String>();
    for (var item : field.split(",", -1)) {
      if (item.equals("*") || item.equals("*/1")) {
        others.add("*");
      } else if (part.takesLast() && item.endsWith("L") && !part.names.contains(item)) {
        var day = item.substring(0, item.length() - 1);
        others.add((day.isEmpty() ? "" : String.valueOf(part.number(day))) + "L");
      } else {
        numbers.addAll(numbers(part, item));
      }
    }
    // A star beside others says all that they say. Days are left as they are written: where both
    // kinds of days are limited, either may match.
    if (others.contains("*")
        || (!part.takesLast() && numbers.size() == part.most - part.least + 1)) {
      return "*";
    }
    var all = new ArrayList<String>();
    numbers.forEach(number -> all.add(String.valueOf(number)));
    all.addAll(others);
    return String.join(",", all);
  }

  private static List<Integer> numbers(Part part, String item) {
    var matcher = ITEM.matcher(item);
    if (!matcher.matches() || (matcher.group(1).equals("*") && matcher.group(2) != null)) {
      throw new IllegalArgumentException("`%s` is no %s".formatted(item, part.words));
    }
    var all = matcher.group(1).equals("*");
    var first = all ? part.least : part.number(matcher.group(1));
    var step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
    int last;
    if (matcher.group(2) != null) {
      last = part.number(matcher.group(2));
    } else {
      last = all || matcher.group(3) != null ? part.most : first;
    }
    if (step < 1 || last < first) {
      throw new IllegalArgumentException(
          "`%s` is an empty range of the %s".formatted(item, part.words));
    }
    return IntStream.iterate(first, n -> n <= last, n -> n + step).boxed().toList();
  }
}
