package dev.snowdrift.sandbox.task;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// When a root task runs (Snowflake documentation, "CREATE TASK", SCHEDULE).
sealed interface Schedule {
  Pattern INTERVAL =
      Pattern.compile(
          "\\s*(\\d{1,9})\\s*(H|HOURS?|M|MINUTES?|S|SECONDS?)\\s*", Pattern.CASE_INSENSITIVE);
  Pattern CRON =
      Pattern.compile("\\s*USING\\s+CRON\\s+((?:\\S+\\s+){5})(\\S+)\\s*", Pattern.CASE_INSENSITIVE);
  Duration SHORTEST = Duration.ofSeconds(10);
  Duration LONGEST = Duration.ofDays(8);

  /// The first run after an instant.
  ///
  /// @param base when the task was started, from which intervals are counted
  Optional<Instant> next(Instant base, Instant after);

  /// Every so often, counted from the time at which the task was started.
  record Every(Duration interval) implements Schedule {
    @Override
    public Optional<Instant> next(Instant base, Instant after) {
      var passed = Duration.between(base, after);
      var runs = passed.isNegative() ? 0 : passed.dividedBy(interval);
      return Optional.of(base.plus(interval.multipliedBy(runs + 1)));
    }
  }

  /// At the times of a cron expression in a time zone.
  record Cron(ExecutionTime times, ZoneId zone) implements Schedule {
    private static final CronParser PARSER = new CronParser(definition());

    private static CronDefinition definition() {
      return CronDefinitionBuilder.defineCron()
          .withMinutes()
          .and()
          .withHours()
          .and()
          .withDayOfMonth()
          .supportsL()
          .and()
          .withMonth()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .supportsL()
          .and()
          .instance();
    }

    static Cron of(String fields, String zone) {
      return new Cron(ExecutionTime.forCron(PARSER.parse(fields)), ZoneId.of(zone));
    }

    @Override
    public Optional<Instant> next(Instant base, Instant after) {
      return times.nextExecution(after.atZone(zone)).map(time -> time.toInstant());
    }
  }

  /// The schedule that a text means; empty when it is none.
  static Optional<Schedule> parse(String text) {
    var interval = interval(text);
    if (interval.isPresent()) {
      return interval
          .filter(every -> every.compareTo(SHORTEST) >= 0 && every.compareTo(LONGEST) <= 0)
          .map(Every::new);
    }
    var cron = CRON.matcher(text);
    if (!cron.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Cron.of(cron.group(1).strip(), cron.group(2)));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty(); // not a cron expression, or no time zone
    }
  }

  /// `10 MINUTES`, `1 hour`, `30 s`.
  static Optional<Duration> interval(String text) {
    var matcher = INTERVAL.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2).toUpperCase(Locale.ROOT).charAt(0)) {
          case 'H' -> Duration.ofHours(count);
          case 'M' -> Duration.ofMinutes(count);
          default -> Duration.ofSeconds(count);
        });
  }
}
